// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/stytchmock"
	"github.com/stytch-community/terraform-provider-stytchoauth/internal/tftest"
)

func TestConfigurationRequestTimeout(t *testing.T) {
	t.Parallel()

	const notation = "must be a duration in Go's notation"

	for value, says := range map[string]string{
		"1s": "", "10m": "", "30s": "", "1m30s": "", "1500ms": "", "600s": "", "": "",
		"999ms": "must be from 1s to 10m", "10m0.001s": "must be from 1s to 10m", "0": "must be from 1s to 10m",
		"-30s": "must be from 1s to 10m", "1h": "must be from 1s to 10m", "99999999h": notation,
		"30": notation, "30 s": notation, "half a minute": notation, "30s\n": notation, "thirty": notation,
	} {
		t.Run(value, func(t *testing.T) {
			t.Parallel()

			configuration := tftest.Object{"request_timeout": value}
			served := serve(t, nil)

			if says == "" {
				served.ValidateProvider(configuration).RequireNone(t)
				served.Configure(configuration).RequireNone(t)

				return
			}

			served.ValidateProvider(configuration).RequireError(t, tftest.Fault{
				At: "request_timeout", Summary: "Invalid Provider Configuration", Says: []string{"`request_timeout`", says},
			})
		})
	}
}

// The timeout that is set is the one that counts.
func TestConfigurationRequestTimeoutCounts(t *testing.T) {
	t.Parallel()

	emulator := tftest.Start(t)
	emulator.Inject(stytchmock.RouteMemberTokens, 1, stytchmock.Fault{Delay: 30 * time.Second})

	served := configured(t, with(emulator.Settings(stytchmock.B2B), tftest.Object{
		"max_retries": 0, "request_timeout": "1s",
	}))

	_, diagnostics := served.Read("stytchoauth_member_github_tokens", memberArguments(emulator.Seed))
	diagnostics.RequireError(t, tftest.Fault{Says: []string{"no whole answer within 1s", "`request_timeout`"}})
}

func TestConfigurationMaxRetries(t *testing.T) {
	t.Parallel()

	served := serve(t, nil)

	for value, fails := range map[float64]bool{
		0: false, 4: false, 20: false, -1: true, 21: true, 1 << 40: true, 1e20: true, 1.5: true, 0.5: true, -0.5: true,
	} {
		diagnostics := served.ValidateProvider(tftest.Object{"max_retries": value})
		if fails {
			diagnostics.RequireError(t, tftest.Fault{At: "max_retries", Summary: "Invalid Provider Configuration", Says: []string{"a whole number from 0 to 20"}})
		} else {
			diagnostics.RequireNone(t)
		}
	}
}

// The number of retries that is set is the one that counts; zero is not taken for unset.
func TestConfigurationMaxRetriesCounts(t *testing.T) {
	t.Parallel()

	for retries := range 2 {
		emulator := tftest.Start(t)
		emulator.Inject(stytchmock.RouteMemberTokens, -1, stytchmock.Fault{
			Status: http.StatusServiceUnavailable, Body: "{}",
		})

		served := configured(t, with(emulator.Settings(stytchmock.B2B), tftest.Object{"max_retries": retries}))

		_, diagnostics := served.Read("stytchoauth_member_github_tokens", memberArguments(emulator.Seed))
		diagnostics.RequireError(t, tftest.Fault{Says: []string{"503", "`max_retries`"}})
		emulator.RequireCount(t, stytchmock.RouteMemberTokens, retries+1)
	}
}
