// SPDX-License-Identifier: MPL-2.0

package main

import (
	"errors"
	"maps"
	"testing"
)

func TestQuiet(t *testing.T) {
	t.Parallel()

	off := map[string]string{"TF_LOG_SDK": "OFF", "TF_LOG_PROVIDER_STYTCHOAUTH": "OFF"}

	for name, test := range map[string]struct{ environment, want map[string]string }{
		"nobody asks":             {want: off},
		"core alone":              {map[string]string{"TF_LOG_CORE": "trace"}, off},
		"a file without logs":     {map[string]string{"TF_LOG_PATH": "terraform.log"}, off},
		"all":                     {environment: map[string]string{"TF_LOG": "debug"}},
		"providers":               {environment: map[string]string{"TF_LOG_PROVIDER": "warn"}},
		"what is set stays as is": {map[string]string{"TF_LOG_SDK": "warn"}, map[string]string{"TF_LOG_PROVIDER_STYTCHOAUTH": "OFF"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			got := map[string]string{}

			err := quiet(func(name string) string { return test.environment[name] }, func(name, value string) error {
				got[name] = value

				return nil
			})
			if err != nil || !maps.Equal(got, test.want) {
				t.Errorf("got %v, %v, want %v", got, err, test.want)
			}
		})
	}
}

func TestQuietFails(t *testing.T) {
	t.Parallel()

	fault := errors.New("read-only")

	err := quiet(func(string) string { return "" }, func(string, string) error { return fault })
	if !errors.Is(err, fault) {
		t.Errorf("error %v", err)
	}
}
