// SPDX-License-Identifier: MPL-2.0

package tfcli

import (
	"maps"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
)

// Environment returns the environment for a CLI: that of this process without what configures Terraform, OpenTofu, or
// this provider. Terraform would take its CLI configuration, arguments, variables, workspace, plugins or log level
// from there, and the provider another project's credentials. What remains is what a CLI that is a shim needs to find
// the real one, and what the network needs.
//
// Variables that terraform-exec manages itself are all among those that are left out. One of them it reads from
// this process again: TF_APPEND_USER_AGENT, which only ends up in a User-Agent header.
func Environment(environ []string, more ...map[string]string) map[string]string {
	clean := map[string]string{}

	for _, entry := range environ {
		// On Windows there are entries such as "=C:=C:\dir".
		name, value, ok := strings.Cut(entry, "=")
		if !ok || name == "" || leftOut(name) {
			continue
		}

		if value != "" && slices.Contains([]string{"TMPDIR", "TMP", "TEMP"}, name) {
			// Plugins make their sockets there. It is meant from here, and not from where the CLI runs.
			if absolute, err := filepath.Abs(value); err == nil {
				value = absolute
			}
		}

		clean[name] = value
	}

	// No CLI asks for its newest version.
	clean["CHECKPOINT_DISABLE"] = "1"

	for _, one := range more {
		maps.Copy(clean, one)
	}

	return clean
}

// leftOut tells whether a variable configures Terraform, OpenTofu or this provider. TERRAFORM_CONFIG is an old name of
// TF_CLI_CONFIG_FILE; the PLUGIN_ ones are read by plugins.
func leftOut(name string) bool {
	if runtime.GOOS == "windows" {
		name = strings.ToUpper(name)
	}

	for _, prefix := range []string{"STYTCH_", "TF_", "TOFU_", "PLUGIN_"} {
		if strings.HasPrefix(name, prefix) {
			return true
		}
	}

	return name == "TERRAFORM_CONFIG"
}
