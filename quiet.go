// SPDX-License-Identifier: MPL-2.0

package main

import "errors"

// quiet turns off logs that nobody asked for. The SDK writes all that it has, at every level, and unless TF_LOG or
// TF_LOG_PROVIDER is set, Terraform reads it to throw it away: 45 kB for each read of a data source, which are a third
// of the time that the read takes (https://developer.hashicorp.com/terraform/plugin/log/managing).
func quiet(getenv func(string) string, setenv func(name, value string) error) error {
	if getenv("TF_LOG") != "" || getenv("TF_LOG_PROVIDER") != "" {
		return nil
	}

	var err error

	for _, name := range []string{"TF_LOG_SDK", "TF_LOG_PROVIDER_STYTCHOAUTH"} {
		if getenv(name) == "" {
			err = errors.Join(err, setenv(name, "OFF"))
		}
	}

	return err
}
