// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"net/http"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/stytchmock"
	"github.com/stytch-community/terraform-provider-stytchoauth/internal/tftest"
)

// The request is a form with the client's own credentials. No scopes and an empty list of them are the same: the
// parameter is left out.
func TestM2MToken(t *testing.T) {
	t.Parallel()

	for name, test := range map[string]struct {
		scopes []string
		sent   string
		given  []string
	}{
		"no scopes":  {nil, "", []string{"read:users", "write:users"}},
		"empty list": {[]string{}, "", []string{"read:users", "write:users"}},
		"one scope":  {[]string{"read:users"}, "read:users", []string{"read:users"}},
		"two scopes": {[]string{"write:users", "read:users"}, "write:users read:users", []string{"write:users", "read:users"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			emulator := tftest.Start(t)
			served := forProject(t, emulator, stytchmock.B2B)
			arguments := m2mArguments(emulator.Seed)

			if test.scopes != nil {
				arguments["scopes"] = test.scopes
			}

			served.ValidateEphemeral("stytchoauth_m2m_token", arguments).RequireNone(t)

			opened, diagnostics := served.Open("stytchoauth_m2m_token", arguments)
			diagnostics.RequireNone(t)

			form := map[string]string{
				"grant_type": "client_credentials", "client_id": emulator.Seed.M2MClientID,
				"client_secret": emulator.Seed.M2MClientSecret,
			}
			if test.sent != "" {
				form["scope"] = test.sent
			}

			request := emulator.One(t, stytchmock.RouteToken)
			request.RequireForm(t, form)
			request.RequireNoCredentials(t, emulator.Seed.Secret)

			issued := emulator.IssuedTokens()
			requireEqual(t, issued[0].Scopes, test.given)
			requireResult(t, opened.Result, plain(with(arguments, tftest.Object{
				"access_token": issued[0].Value, "token_type": "bearer", "expires_in": int64(3600),
			})))
			served.Close(opened).RequireNone(t)
		})
	}
}

func TestM2MTokenErrors(t *testing.T) {
	t.Parallel()

	for name, test := range map[string]struct {
		change tftest.Object
		fault  *stytchmock.Fault
		says   []string
	}{
		"wrong secret":  {tftest.Object{"client_secret": "wrong-secret"}, nil, []string{"invalid_client", "Check `client_id` and `client_secret`"}},
		"unknown scope": {tftest.Object{"scopes": []string{"admin"}}, nil, []string{"invalid_scope", "Ask for scopes that"}},
		"401": {
			nil, &stytchmock.Fault{Status: http.StatusUnauthorized, Body: `{"error_type":"unauthorized_credentials"}`},
			[]string{"Check `client_id` and `client_secret`"},
		},
		"403": {
			nil, &stytchmock.Fault{Status: http.StatusForbidden, Body: `{"error_type":"something_new","error_message":"No."}`},
			[]string{"403 Forbidden: something_new: No.", "policy"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			emulator := tftest.Start(t)
			if test.fault != nil {
				emulator.Inject(stytchmock.RouteToken, 1, *test.fault)
			}

			_, diagnostics := forProject(t, emulator, stytchmock.B2B).Open("stytchoauth_m2m_token",
				with(m2mArguments(emulator.Seed), test.change))
			diagnostics.RequireError(t, tftest.Fault{
				Summary: "Unable to Get M2M Token", Says: append(test.says, emulator.Seed.M2MClientID),
				Hides: []string{emulator.Seed.M2MClientSecret, "wrong-secret", "STYTCH_SECRET"},
			})
			emulator.RequireCount(t, "", 1)
		})
	}
}

func TestAccM2MToken(t *testing.T) {
	t.Parallel()

	emulator := tftest.Start(t)
	seed := emulator.Seed

	accept(t, resource.TestStep{
		// Of the project only its id is needed.
		Config: emulator.Expand(`
provider "stytchoauth" {
  project_id = "<consumer_project_id>"
  base_url   = "<base_url>"
}

ephemeral "stytchoauth_m2m_token" "this" {
  client_id     = "<consumer_m2m_client_id>"
  client_secret = "<consumer_m2m_client_secret>"
  scopes        = ["read:users"]
}

provider "echo" {
  data = ephemeral.stytchoauth_m2m_token.this
}

resource "echo" "m2m_token" {}
`),
		ConfigStateChecks: []statecheck.StateCheck{expectEcho("m2m_token", tftest.Object{
			"client_id": seed.ConsumerM2MClientID, "client_secret": seed.ConsumerM2MClientSecret,
			"scopes": []string{"read:users"}, "open_after": nil, "token_type": "bearer", "expires_in": 3600,
			"access_token": issuedToken(emulator, stytchmock.AccessToken, seed.ConsumerM2MClientID, "read:users"),
			"request_id":   anyRequestID(), "status_code": 200,
		})},
	})
}
