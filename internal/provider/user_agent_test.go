// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"testing"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/provider"
	"github.com/stytch-community/terraform-provider-stytchoauth/internal/stytchmock"
	"github.com/stytch-community/terraform-provider-stytchoauth/internal/tftest"
)

// Every request says who asks: the provider and its version, where it comes from, Terraform's version, and what the
// user adds.
func TestUserAgent(t *testing.T) {
	t.Parallel()

	const module = "(+https://github.com/stytch-community/terraform-provider-stytchoauth) Terraform/1.11.4"

	for name, test := range map[string]struct {
		version, appended, want string
	}{
		"release":            {"1.2.3", "", "terraform-provider-stytchoauth/1.2.3 " + module},
		"another version":    {"dev", "", "terraform-provider-stytchoauth/dev " + module},
		"appended":           {"1.2.3", "ci/7 (nightly)", "terraform-provider-stytchoauth/1.2.3 " + module + " ci/7 (nightly)"},
		"appended blanks":    {"1.2.3", "  ", "terraform-provider-stytchoauth/1.2.3 " + module},
		"appended line":      {"1.2.3", " ci/7\n", "terraform-provider-stytchoauth/1.2.3 " + module + " ci/7"},
		"appended injection": {"1.2.3", "a\r\nX-Injected: b", "terraform-provider-stytchoauth/1.2.3 " + module + " aX-Injected: b"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			emulator := tftest.Start(t)
			variables := map[string]string{"TF_APPEND_USER_AGENT": test.appended}
			served := tftest.Serve(t, provider.NewServer(t.Context(), test.version, environment(variables))())
			served.Configure(emulator.Settings(stytchmock.B2B)).RequireNone(t)

			_, diagnostics := served.Read("stytchoauth_member_github_tokens", memberArguments(emulator.Seed))
			diagnostics.RequireNone(t)

			_, diagnostics = served.Open("stytchoauth_m2m_token", m2mArguments(emulator.Seed))
			diagnostics.RequireNone(t)

			for _, request := range emulator.Requests() {
				if got := request.Header.Get("User-Agent"); got != test.want {
					t.Errorf("User-Agent %q, want %q", got, test.want)
				}

				if request.Header.Get("X-Injected") != "" {
					t.Error("a header was injected")
				}
			}

			emulator.RequireCount(t, "", 2)
		})
	}
}
