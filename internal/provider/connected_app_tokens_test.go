// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"net/http"
	"testing"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/acctest"
	"github.com/stytch-community/terraform-provider-stytchoauth/internal/stytchmock"
)

const (
	connectedAppTokens = "stytchoauth_connected_app_tokens"
	// verifier is that of challenge, from RFC 7636 appendix B.
	verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
)

// authorized is a code for a client, with the arguments to exchange it.
func authorized(
	t *testing.T, emulator *acctest.Emulator, served *acctest.Protocol, confidential bool, scopes ...string,
) acctest.Object {
	t.Helper()

	clientID := emulator.Seed.ClientID
	exchange := acctest.Object{"redirect_uri": emulator.Seed.RedirectURI}
	request := with(memberConsentArguments(emulator.Seed), acctest.Object{"consent_granted": true, "scopes": scopes})

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

	return with(exchange, acctest.Object{"client_id": clientID, "code": opened.Result["authorization_code"]})
}

// The exchange is a form with the client's own credentials; the project's secret stays at home.
func TestConnectedAppTokens(t *testing.T) {
	t.Parallel()

	for name, confidential := range map[string]bool{"public, with PKCE": false, "confidential": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			emulator := acctest.Start(t)
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

			object, _ := claims.(acctest.Object)
			requireEqual(t, object["sub"], any(emulator.Seed.MemberID))

			requireResult(t, opened.Result, with(arguments, acctest.Object{
				"access_token": issued[0].Value, "refresh_token": issued[1].Value, "id_token": idToken, "token_type": "bearer",
				"expires_in": int64(3600), "scope": "openid offline_access read:documents",
			}))

			// Without revoke_on_close there is nothing to keep, and nothing to do at the end.
			served.Close(opened).RequireNone(t)
			emulator.RequireCount(t, stytchmock.RouteRevoke, 0)

			if acctest.Contains(string(opened.Private), issued[0].Value) {
				t.Error("the access token is kept for nothing")
			}
		})
	}
}

// What the grant does not give is null.
func TestConnectedAppTokensLeavesOut(t *testing.T) {
	t.Parallel()

	emulator := acctest.Start(t)
	served := forProject(t, emulator, stytchmock.B2B)
	arguments := authorized(t, emulator, served, true, "read:documents")

	opened, diagnostics := served.Open(connectedAppTokens, arguments)
	diagnostics.RequireNone(t)
	requireResult(t, opened.Result, with(arguments, acctest.Object{
		"access_token": emulator.IssuedTokens()[0].Value, "token_type": "bearer", "expires_in": int64(3600),
		"scope": "read:documents",
	}))

	// RFC 6749 section 5.1 requires no more than this.
	emulator.Inject(stytchmock.RouteToken, 1, stytchmock.Fault{
		Status: http.StatusOK, Body: `{"access_token":"a","token_type":"bearer"}`,
	})

	opened, diagnostics = served.Open(connectedAppTokens, arguments)
	diagnostics.RequireNone(t)
	requireEqual(t, with(opened.Result), with(arguments, acctest.Object{"access_token": "a", "token_type": "bearer"}))

	emulator.Inject(stytchmock.RouteToken, 1, stytchmock.Fault{Status: http.StatusOK, Body: `{}`})

	_, diagnostics = served.Open(connectedAppTokens, arguments)
	diagnostics.RequireError(t, acctest.Fault{
		Says: []string{"promises: access_token, token_type", "may have been done all the same"},
	})
}

// What goes wrong is said in OAuth's words, and is never blamed on the project's credentials.
func TestConnectedAppTokensErrors(t *testing.T) {
	t.Parallel()

	const (
		aboutCode   = "An authorization code is good for one use"
		aboutClient = "Check `client_id` and `client_secret`"
	)

	for name, test := range map[string]struct {
		change acctest.Object
		fault  *stytchmock.Fault
		says   []string
	}{
		"wrong verifier": {
			acctest.Object{"code_verifier": verifier + "-"},
			nil,
			[]string{"invalid_grant", "does not match the code_challenge", aboutCode},
		},
		"no verifier": {
			acctest.Object{"code_verifier": nil}, nil, []string{"invalid_grant", "code_verifier is required", aboutCode},
		},
		"another redirect URI": {
			acctest.Object{"redirect_uri": "https://app.example.com/other"}, nil, []string{"invalid_grant", aboutCode},
		},
		"another code": {acctest.Object{"code": "another"}, nil, []string{"invalid_grant", "unknown", aboutCode}},
		"another client": {
			acctest.Object{"client_id": "connected-app-test-1"},
			nil,
			[]string{"invalid_client", aboutClient, `client "connected-app-test-1"`},
		},
		"secret of a public client": {
			acctest.Object{"client_secret": "a-secret"}, nil, []string{"invalid_client", aboutClient},
		},
		"401": {
			nil, &stytchmock.Fault{Status: http.StatusUnauthorized, Body: `{"error_type":"something_new"}`},
			[]string{"something_new", aboutClient},
		},
		"401 of the kind that the API gives": {
			nil, &stytchmock.Fault{Status: http.StatusUnauthorized, Body: `{"error_type":"unauthorized_credentials"}`},
			[]string{"unauthorized_credentials", aboutClient},
		},
		"404": {
			nil, &stytchmock.Fault{Status: http.StatusNotFound, Body: `{"error_type":"route_not_found"}`},
			[]string{"part of the token endpoint's path", "`base_url`"},
		},
		"idp code not found": {
			nil, &stytchmock.Fault{Status: http.StatusNotFound, Body: `{"error_type":"idp_auth_code_not_found"}`},
			[]string{"idp_auth_code_not_found", aboutCode},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			emulator := acctest.Start(t)
			served := forProject(t, emulator, stytchmock.B2B)
			arguments := with(authorized(t, emulator, served, false, "openid"), test.change)

			if test.fault != nil {
				emulator.Inject(stytchmock.RouteToken, 1, *test.fault)
			}

			code, _ := arguments["code"].(string)

			_, diagnostics := served.Open(connectedAppTokens, arguments)
			diagnostics.RequireError(t, acctest.Fault{
				Summary: "Unable to Exchange Authorization Code", Says: test.says,
				Hides: []string{verifier, emulator.Seed.Secret, "STYTCH_SECRET", code},
			})
			emulator.RequireCount(t, stytchmock.RouteToken, 1)
		})
	}
}

// A code is spent by being sent: it is sent once, whatever comes of it, and says so when it is sent again.
func TestConnectedAppTokensSpendsCodeOnce(t *testing.T) {
	t.Parallel()

	emulator := acctest.Start(t)
	served := configured(t, emulator.Settings(stytchmock.B2B))
	arguments := authorized(t, emulator, served, true, "openid")

	emulator.Inject(stytchmock.RouteToken, 1, stytchmock.Fault{
		Status: http.StatusServiceUnavailable, Body: `{}`, Process: true,
	})

	_, diagnostics := served.Open(connectedAppTokens, arguments)
	diagnostics.RequireError(t, acctest.Fault{Says: []string{"503", "may have been done all the same"}})
	emulator.RequireCount(t, stytchmock.RouteToken, 1)

	_, diagnostics = served.Open(connectedAppTokens, arguments)
	diagnostics.RequireError(t, acctest.Fault{
		Says: []string{"invalid_grant", "has been used", "`open_after = timestamp()` gives one in each apply"},
	})
}
