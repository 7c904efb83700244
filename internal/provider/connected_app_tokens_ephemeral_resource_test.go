// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"io"
	"maps"
	"net/http"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/stytchmock"
	"github.com/stytch-community/terraform-provider-stytchoauth/internal/tftest"
)

const connectedAppTokens = "stytchoauth_connected_app_tokens"

// codeFor authorizes a Connected App, and returns the arguments to exchange its code with: a public app's with PKCE,
// a confidential app's with its secret.
func codeFor(
	t *testing.T, emulator *tftest.Emulator, served *tftest.Protocol, confidential bool, scopes ...string,
) tftest.Object {
	t.Helper()

	request := with(memberConsentArguments(emulator.Seed), tftest.Object{"consent_granted": true, "scopes": scopes})
	arguments := tftest.Object{"redirect_uri": emulator.Seed.RedirectURI}

	if confidential {
		arguments["client_id"] = emulator.Seed.ConfidentialClientID
		arguments["client_secret"] = emulator.Seed.ConfidentialClientSecret
	} else {
		arguments["client_id"] = emulator.Seed.ClientID
		arguments["code_verifier"] = verifier
		request["code_challenge"] = challenge
	}

	request["client_id"] = arguments["client_id"]

	opened, diagnostics := served.Open("stytchoauth_member_authorization", request)
	diagnostics.RequireNone(t)

	arguments["code"] = opened.Result["authorization_code"]

	return arguments
}

// The request is a form with the client's own credentials, and without the project's.
func TestConnectedAppTokens(t *testing.T) {
	t.Parallel()

	for name, confidential := range map[string]bool{"public": false, "confidential": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			emulator := tftest.Start(t)
			served := forProject(t, emulator, stytchmock.B2B)
			arguments := codeFor(t, emulator, served, confidential, "openid", "offline_access", "read:documents")

			served.ValidateEphemeral(connectedAppTokens, arguments).RequireNone(t)

			opened, diagnostics := served.Open(connectedAppTokens, arguments)
			diagnostics.RequireNone(t)

			form := map[string]string{"grant_type": "authorization_code"}
			for name, value := range arguments {
				form[name], _ = value.(string)
			}

			request := emulator.One(t, stytchmock.RouteToken)
			request.RequireForm(t, form)
			request.RequireNoCredentials(t, emulator.Seed.Secret)
			requireEqual(t, request.Path, "/v1/public/"+emulator.Seed.ProjectID+"/oauth2/token")

			issued := emulator.IssuedTokens()
			if len(issued) != 2 || opened.Result["id_token"] == nil {
				t.Fatalf("issued %+v, id_token %v", issued, opened.Result["id_token"])
			}

			requireResult(t, opened.Result, with(arguments, tftest.Object{
				"access_token": issued[0].Value, "refresh_token": issued[1].Value, "id_token": opened.Result["id_token"],
				"token_type": "bearer", "expires_in": int64(3600), "scope": "openid offline_access read:documents",
			}))
		})
	}
}

// RFC 6749 section 5.1 requires no more of a response than this.
func TestConnectedAppTokensOfShortResponse(t *testing.T) {
	t.Parallel()

	emulator := tftest.Start(t)
	served := forProject(t, emulator, stytchmock.B2B)
	arguments := codeFor(t, emulator, served, true, "read:documents")

	emulator.Inject(stytchmock.RouteToken, 1, stytchmock.Fault{
		Status: http.StatusOK, Body: `{"access_token":"a","token_type":"bearer"}`,
	})

	opened, diagnostics := served.Open(connectedAppTokens, arguments)
	diagnostics.RequireNone(t)
	requireEqual(t, with(opened.Result), with(arguments, tftest.Object{"access_token": "a", "token_type": "bearer"}))
}

// The project's credentials are not sent, so they are not to blame for what goes wrong.
func TestConnectedAppTokensErrors(t *testing.T) {
	t.Parallel()

	for name, test := range map[string]struct {
		change tftest.Object
		at     string
		says   []string
	}{
		"wrong verifier": {
			tftest.Object{"code_verifier": verifier + "-"},
			"",
			[]string{"invalid_grant", "A code is good once"},
		},
		"no verifier": {
			tftest.Object{"code_verifier": nil}, "", []string{"invalid_grant", "`code_verifier` is not set"},
		},
		"wrong secret": {
			tftest.Object{"client_secret": "s3cret"},
			"client_id",
			[]string{"invalid_client", "Check `client_id` and `client_secret`"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			emulator := tftest.Start(t)
			served := forProject(t, emulator, stytchmock.B2B)

			_, diagnostics := served.Open(connectedAppTokens,
				with(codeFor(t, emulator, served, false, "openid"), test.change))
			diagnostics.RequireError(t, tftest.Fault{
				At: test.at, Summary: "Unable to Exchange Authorization Code",
				Says:  append(test.says, `Connected App "`+emulator.Seed.ClientID+`"`),
				Hides: []string{verifier, emulator.Seed.Secret, "STYTCH_SECRET", "M2M"},
			})
		})
	}
}

func TestConnectedAppTokensSpendsCodeOnce(t *testing.T) {
	t.Parallel()

	emulator := tftest.Start(t)
	served := forProject(t, emulator, stytchmock.B2B)
	arguments := codeFor(t, emulator, served, true, "openid")

	_, diagnostics := served.Open(connectedAppTokens, arguments)
	diagnostics.RequireNone(t)

	_, diagnostics = served.Open(connectedAppTokens, arguments)
	diagnostics.RequireError(t, tftest.Fault{
		Says: []string{"invalid_grant", "has been used", "the code was used already"},
	})
}

// openedToRevoke opens tokens that Close is to revoke.
func openedToRevoke(
	t *testing.T, emulator *tftest.Emulator, served *tftest.Protocol, confidential bool, scopes ...string,
) tftest.Opened {
	t.Helper()

	opened, diagnostics := served.Open(connectedAppTokens,
		with(codeFor(t, emulator, served, confidential, scopes...), tftest.Object{"revoke_on_close": true}))
	diagnostics.RequireNone(t)

	return opened
}

// requireRevoked checks that all tokens that were issued are revoked, or none.
func requireRevoked(t *testing.T, emulator *tftest.Emulator, want bool) {
	t.Helper()

	for _, token := range emulator.IssuedTokens() {
		if token.Revoked != want {
			t.Errorf("the %s token is revoked: %t, want %t", token.Kind, token.Revoked, want)
		}
	}
}

// The refresh token is revoked first, and both with the client's own credentials.
func TestRevokeOnClose(t *testing.T) {
	t.Parallel()

	for name, confidential := range map[string]bool{"public": false, "confidential": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			emulator := tftest.Start(t)
			served := forProject(t, emulator, stytchmock.B2B)
			opened := openedToRevoke(t, emulator, served, confidential, "openid", "offline_access")

			requireRevoked(t, emulator, false)
			served.Close(opened).RequireNone(t)
			requireRevoked(t, emulator, true)
			emulator.RequireCount(t, stytchmock.RouteRevoke, 2)

			client := map[string]string{"client_id": emulator.Seed.ClientID}
			if confidential {
				client = map[string]string{
					"client_id": emulator.Seed.ConfidentialClientID, "client_secret": emulator.Seed.ConfidentialClientSecret,
				}
			}

			for i, kind := range []string{"refresh_token", "access_token"} {
				token, _ := opened.Result[kind].(string)
				form := map[string]string{"token": token, "token_type_hint": kind}
				maps.Copy(form, client)

				request := tftest.Request{Request: emulator.RequestsTo(stytchmock.RouteRevoke)[i]}
				request.RequireForm(t, form)
				request.RequireNoCredentials(t, emulator.Seed.Secret)
			}

			// Another Close does no harm.
			served.Close(opened).RequireNone(t)
		})
	}
}

// Without revoke_on_close nothing is kept for Close, and nothing is revoked.
func TestRevokeOnCloseOff(t *testing.T) {
	t.Parallel()

	emulator := tftest.Start(t)
	served := forProject(t, emulator, stytchmock.B2B)

	for _, off := range []any{false, nil} {
		opened, diagnostics := served.Open(connectedAppTokens,
			with(codeFor(t, emulator, served, true, "offline_access"), tftest.Object{"revoke_on_close": off}))
		diagnostics.RequireNone(t)

		if token, _ := opened.Result["access_token"].(string); tftest.Contains(string(opened.Private), token) {
			t.Error("the access token is kept")
		}

		served.Close(opened).RequireNone(t)
	}

	requireRevoked(t, emulator, false)
}

// A revocation that fails is a warning, which names the client and shows no secret. If one token cannot be revoked, the
// other one is all the same.
func TestRevokeOnCloseFails(t *testing.T) {
	t.Parallel()

	// accessToken is a fault of the access token's revocation alone.
	accessToken := func(status int) stytchmock.Fault {
		return stytchmock.Fault{Respond: func(w http.ResponseWriter, r *http.Request) {
			if r.FormValue("token_type_hint") == "access_token" {
				w.WriteHeader(status)
				_, _ = io.WriteString(w, `{"error":"an_error"}`)

				return
			}

			_, _ = io.WriteString(w, `{"request_id":"request-id-test-1","status_code":200}`)
		}}
	}

	for name, test := range map[string]struct {
		fault stytchmock.Fault
		times int
		says  []string
	}{
		"both": {
			stytchmock.Fault{Status: http.StatusInternalServerError, Body: `{}`},
			-1,
			[]string{"the refresh token and access token of Connected App", "500"},
		},
		"the refresh token": {
			stytchmock.Fault{Status: http.StatusBadRequest, Body: `{"error":"invalid_client"}`},
			1,
			[]string{"the refresh token of Connected App", "invalid_client"},
		},
		"the access token": {
			accessToken(http.StatusForbidden), -1, []string{"the access token of Connected App", "403 Forbidden", "an_error"},
		},
		"the access token, revoked with the refresh token": {accessToken(http.StatusNotFound), -1, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			emulator := tftest.Start(t)
			served := forProject(t, emulator, stytchmock.B2B)
			opened := openedToRevoke(t, emulator, served, true, "openid", "offline_access")
			emulator.Inject(stytchmock.RouteRevoke, test.times, test.fault)

			diagnostics := served.Close(opened)
			emulator.RequireCount(t, stytchmock.RouteRevoke, 2)

			if test.says == nil {
				diagnostics.RequireNone(t)

				return
			}

			want := tftest.Fault{
				Summary: "Tokens Not Revoked",
				Says:    append(test.says, "stays valid until it expires", emulator.Seed.ConfidentialClientID),
			}

			for _, name := range []string{"access_token", "refresh_token", "client_secret"} {
				secret, _ := opened.Result[name].(string)
				want.Hides = append(want.Hides, secret)
			}

			diagnostics.RequireWarning(t, want)
		})
	}
}

// A token is given up after five seconds, however long a request may take otherwise.
func TestRevokeOnCloseWithoutResponse(t *testing.T) {
	t.Parallel()

	emulator := tftest.Start(t)
	served := configured(t, with(emulator.Settings(stytchmock.B2B), tftest.Object{"request_timeout": "10m"}))
	opened := openedToRevoke(t, emulator, served, true, "openid")
	emulator.Inject(stytchmock.RouteRevoke, -1, stytchmock.Fault{Delay: time.Hour})

	served.Close(opened).RequireWarning(t, tftest.Fault{
		Summary: "Tokens Not Revoked", Says: []string{"got no response from 127.0.0.1", "longer than 5s"},
	})
}

// The whole exchange in one run: a verifier, an authorization, its tokens and their claims. The tokens are revoked at
// the end.
func TestAccConnectedAppTokens(t *testing.T) {
	t.Parallel()

	emulator := tftest.Start(t)

	accept(t, resource.TestStep{
		Config: emulator.B2B(`
ephemeral "stytchoauth_pkce" "this" {}

ephemeral "stytchoauth_member_authorization" "this" {
  organization_id = "<organization_id>"
  member_id       = "<member_id>"
  client_id       = "<client_id>"
  redirect_uri    = "<redirect_uri>"
  scopes          = ["openid", "offline_access"]
  consent_granted = true
  code_challenge  = ephemeral.stytchoauth_pkce.this.code_challenge
}

ephemeral "stytchoauth_connected_app_tokens" "this" {
  client_id       = "<client_id>"
  redirect_uri    = "<redirect_uri>"
  code            = ephemeral.stytchoauth_member_authorization.this.authorization_code
  code_verifier   = ephemeral.stytchoauth_pkce.this.code_verifier
  revoke_on_close = true
}

ephemeral "stytchoauth_m2m_token" "this" {
  client_id     = "<m2m_client_id>"
  client_secret = "<m2m_client_secret>"
}

provider "echo" {
  data = {
    scope         = ephemeral.stytchoauth_connected_app_tokens.this.scope
    refresh_token = ephemeral.stytchoauth_connected_app_tokens.this.refresh_token
    subject       = provider::stytchoauth::jwt_claims(ephemeral.stytchoauth_connected_app_tokens.this.id_token).sub
    m2m_token     = ephemeral.stytchoauth_m2m_token.this.access_token
  }
}

resource "echo" "tokens" {}
`),
		ConfigStateChecks: []statecheck.StateCheck{
			statecheck.ExpectKnownValue("echo.tokens", tfjsonpath.New("data"), knownvalue.ObjectExact(
				map[string]knownvalue.Check{
					"scope": knownvalue.StringExact("openid offline_access"), "refresh_token": knownvalue.NotNull(),
					"subject": knownvalue.StringExact(emulator.Seed.MemberID), "m2m_token": knownvalue.NotNull(),
				})),
		},
	})

	for _, token := range emulator.IssuedTokens() {
		if token.ClientID == emulator.Seed.ClientID && !token.Revoked {
			t.Errorf("the %s token is not revoked", token.Kind)
		}
	}

	for _, code := range emulator.Codes() {
		if !code.Used {
			t.Error("a code was not exchanged")
		}
	}
}
