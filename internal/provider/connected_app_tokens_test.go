// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"net/http"
	"testing"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/stytchmock"
	"github.com/stytch-community/terraform-provider-stytchoauth/internal/tftest"
)

const (
	connectedAppTokens = "stytchoauth_connected_app_tokens"
	// verifier is that of challenge, from RFC 7636 appendix B.
	verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
)

// authorized is a code for a client, with the arguments to exchange it.
func authorized(
	t *testing.T, emulator *tftest.Emulator, served *tftest.Protocol, confidential bool, scopes ...string,
) tftest.Object {
	t.Helper()

	clientID := emulator.Seed.ClientID
	exchange := tftest.Object{"redirect_uri": emulator.Seed.RedirectURI}
	request := with(memberConsentArguments(emulator.Seed), tftest.Object{"consent_granted": true, "scopes": scopes})

	if confidential {
		clientID = emulator.Seed.ConfidentialClientID
		exchange["client_secret"] = emulator.Seed.ConfidentialClientSecret
	} else {
		request["code_challenge"] = challenge
		exchange["code_verifier"] = verifier
	}

	request["client_id"] = clientID

	opened, diagnostics := served.Open("stytchoauth_member_authorization", request)
	diagnostics.RequireNone(t)

	return with(exchange, tftest.Object{"client_id": clientID, "code": opened.Result["authorization_code"]})
}

// The exchange is a form with the client's own credentials; the project's secret stays at home.
func TestConnectedAppTokens(t *testing.T) {
	t.Parallel()

	for name, confidential := range map[string]bool{"public, with PKCE": false, "confidential": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			emulator := tftest.Start(t)
			served := forProject(t, emulator, stytchmock.B2B)
			arguments := authorized(t, emulator, served, confidential, "openid", "offline_access", "read:documents")

			served.ValidateEphemeral(connectedAppTokens, arguments).RequireNone(t)

			opened, diagnostics := served.Open(connectedAppTokens, arguments)
			diagnostics.RequireNone(t)

			request := emulator.One(t, stytchmock.RouteToken)
			if want := "/v1/public/" + emulator.Seed.ProjectID + "/oauth2/token"; request.Path != want {
				t.Errorf("path %s, want %s", request.Path, want)
			}

			form := map[string]string{"grant_type": "authorization_code"}
			for name, value := range arguments {
				form[name], _ = value.(string)
			}

			request.RequireForm(t, form)
			request.RequireNoCredentials(t, emulator.Seed.Secret)

			issued := emulator.IssuedTokens()
			if len(issued) != 2 {
				t.Fatalf("issued %+v", issued)
			}

			idToken, _ := opened.Result["id_token"].(string)
			claims, failure := served.Call("jwt_claims", idToken)

			if failure != nil {
				t.Fatal(failure.Text)
			}

			object, _ := claims.(tftest.Object)
			requireEqual(t, object["sub"], any(emulator.Seed.MemberID))

			requireResult(t, opened.Result, with(arguments, tftest.Object{
				"access_token": issued[0].Value, "refresh_token": issued[1].Value, "id_token": idToken, "token_type": "bearer",
				"expires_in": int64(3600), "scope": "openid offline_access read:documents",
			}))

			// Without revoke_on_close there is nothing to keep, and nothing to do at the end.
			served.Close(opened).RequireNone(t)
			emulator.RequireCount(t, stytchmock.RouteRevoke, 0)

			if tftest.Contains(string(opened.Private), issued[0].Value) {
				t.Error("the access token is kept for nothing")
			}
		})
	}
}

// What the grant does not give is null.
func TestConnectedAppTokensLeavesOut(t *testing.T) {
	t.Parallel()

	emulator := tftest.Start(t)
	served := forProject(t, emulator, stytchmock.B2B)
	arguments := authorized(t, emulator, served, true, "read:documents")

	opened, diagnostics := served.Open(connectedAppTokens, arguments)
	diagnostics.RequireNone(t)
	requireResult(t, opened.Result, with(arguments, tftest.Object{
		"access_token": emulator.IssuedTokens()[0].Value, "token_type": "bearer", "expires_in": int64(3600),
		"scope": "read:documents",
	}))

	// RFC 6749 section 5.1 requires no more than this.
	emulator.Inject(stytchmock.RouteToken, 1, stytchmock.Fault{
		Status: http.StatusOK, Body: `{"access_token":"a","token_type":"bearer"}`,
	})

	opened, diagnostics = served.Open(connectedAppTokens, arguments)
	diagnostics.RequireNone(t)
	requireEqual(t, with(opened.Result), with(arguments, tftest.Object{"access_token": "a", "token_type": "bearer"}))

	emulator.Inject(stytchmock.RouteToken, 1, stytchmock.Fault{Status: http.StatusOK, Body: `{}`})

	_, diagnostics = served.Open(connectedAppTokens, arguments)
	diagnostics.RequireError(t, tftest.Fault{
		Says: []string{"promises: access_token, token_type", "may have been done all the same"},
	})
}
