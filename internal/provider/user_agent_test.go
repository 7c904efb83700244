// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"strings"
	"testing"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/provider"
	"github.com/stytch-community/terraform-provider-stytchoauth/internal/stytchmock"
	"github.com/stytch-community/terraform-provider-stytchoauth/internal/tftest"
)

// The User-Agent names the provider and its version, where it comes from, Terraform's version, and what the user adds.
func TestUserAgent(t *testing.T) {
	t.Parallel()

	for name, test := range map[string]struct {
		version, variable, appended string
	}{
		"release":         {"1.2.3", "", ""},
		"another version": {"dev", "", ""},
		"appended":        {"1.2.3", "ci/7 (nightly)", " ci/7 (nightly)"},
		"blanks":          {"1.2.3", "  ", ""},
		"line break":      {"1.2.3", " ci/7\n", " ci/7"},
		"another header":  {"1.2.3", "a\r\nX-Injected: b", " aX-Injected: b"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			emulator := tftest.Start(t)
			variables := map[string]string{"TF_APPEND_USER_AGENT": test.variable}
			served := tftest.Serve(t, provider.NewServer(t.Context(), test.version, environment(variables))())
			served.Configure(emulator.Settings(stytchmock.B2B)).RequireNone(t)

			_, diagnostics := served.Read("stytchoauth_member_github_tokens", memberArguments(emulator.Seed))
			diagnostics.RequireNone(t)

			header := emulator.One(t, stytchmock.RouteMemberTokens).Header
			want := "terraform-provider-stytchoauth/" + test.version +
				" (+https://github.com/stytch-community/terraform-provider-stytchoauth) Terraform/1.11.4" + test.appended

			if got := strings.Join(header.Values("User-Agent"), ", "); got != want || header.Get("X-Injected") != "" {
				t.Errorf("User-Agent %q, want %q", got, want)
			}
		})
	}
}
