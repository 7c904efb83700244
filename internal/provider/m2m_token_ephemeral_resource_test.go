// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"testing"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/stytchmock"
	"github.com/stytch-community/terraform-provider-stytchoauth/internal/tftest"
)

func TestM2MToken(t *testing.T) {
	t.Parallel()

	for name, test := range map[string]struct {
		arguments tftest.Object
		// scope is the parameter of the request, empty where it is left out.
		scope   string
		granted []string
	}{
		"no scopes":     {nil, "", []string{"read:users", "write:users"}},
		"an empty list": {tftest.Object{"scopes": []string{}}, "", []string{"read:users", "write:users"}},
		"two scopes": {
			tftest.Object{"scopes": []string{"write:users", "read:users"}},
			"write:users read:users",
			[]string{"write:users", "read:users"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			emulator := tftest.Start(t)
			// The project's secret is not needed.
			served := configured(t, with(emulator.Settings(stytchmock.B2B), tftest.Object{"secret": nil}))
			arguments := with(m2mArguments(emulator.Seed), test.arguments)

			served.ValidateEphemeral("stytchoauth_m2m_token", arguments).RequireNone(t)

			opened, diagnostics := served.Open("stytchoauth_m2m_token", arguments)
			diagnostics.RequireNone(t)

			form := map[string]string{
				"grant_type": "client_credentials", "client_id": emulator.Seed.M2MClientID,
				"client_secret": emulator.Seed.M2MClientSecret,
			}
			if test.scope != "" {
				form["scope"] = test.scope
			}

			emulator.One(t, stytchmock.RouteToken).RequireForm(t, form)

			issued := emulator.IssuedTokens()
			requireEqual(t, issued[0].Scopes, test.granted)
			requireResult(t, opened.Result, with(arguments, tftest.Object{
				"access_token": issued[0].Value, "token_type": "bearer", "expires_in": int64(3600),
			}))
			served.Close(opened).RequireNone(t)
		})
	}
}

// What Stytch refuses is about the M2M client: its secret, its status, and its scopes.
func TestM2MTokenErrors(t *testing.T) {
	t.Parallel()

	const inactive = "If the client is inactive, set its `status` to `active`"

	emulator := tftest.Start(t)
	seed := emulator.Seed

	for name, test := range map[string]struct {
		change tftest.Object
		at     string
		says   []string
	}{
		"scope": {tftest.Object{"scopes": []string{"admin"}}, "scopes", []string{"invalid_scope", "Check `scopes`", seed.M2MClientID}},
		"secret": {
			tftest.Object{"client_secret": "wr0ng-s3cr3t"},
			"client_id",
			[]string{"invalid_client", "the same M2M client", inactive, seed.M2MClientID},
		},
		"status": {
			tftest.Object{"client_id": seed.InactiveM2MClientID, "client_secret": seed.InactiveM2MClientSecret},
			"client_id",
			[]string{"invalid_client", inactive, seed.InactiveM2MClientID},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			_, diagnostics := forProject(t, emulator, stytchmock.B2B).Open("stytchoauth_m2m_token",
				with(m2mArguments(seed), test.change))
			diagnostics.RequireError(t, tftest.Fault{
				At: test.at, Summary: "Unable to Get M2M Token", Says: test.says,
				Hides: []string{seed.M2MClientSecret, seed.InactiveM2MClientSecret, "wr0ng-s3cr3t", "Connected App"},
			})
		})
	}
}
