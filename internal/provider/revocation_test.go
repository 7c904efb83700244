// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"io"
	"maps"
	"net/http"
	"testing"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/stytchmock"
	"github.com/stytch-community/terraform-provider-stytchoauth/internal/tftest"
)

// openedToRevoke is tokens that are to be revoked at close.
func openedToRevoke(
	t *testing.T, emulator *tftest.Emulator, served *tftest.Protocol, confidential bool, scopes ...string,
) tftest.Opened {
	t.Helper()

	opened, diagnostics := served.Open(connectedAppTokens,
		with(authorized(t, emulator, served, confidential, scopes...), tftest.Object{"revoke_on_close": true}))
	diagnostics.RequireNone(t)

	return opened
}

// requireRevoked fails unless every token that was issued is revoked, or none is.
func requireRevoked(t *testing.T, emulator *tftest.Emulator, want bool) {
	t.Helper()

	for _, token := range emulator.IssuedTokens() {
		if token.Revoked != want {
			t.Errorf("the %s token is revoked: %t, want %t", token.Kind, token.Revoked, want)
		}
	}
}

// Both tokens are revoked, the refresh token first, with the client's own credentials. To close twice does no harm.
func TestRevokeOnClose(t *testing.T) {
	t.Parallel()

	for name, confidential := range map[string]bool{"public": false, "confidential": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			emulator := tftest.Start(t)
			served := forProject(t, emulator, stytchmock.B2B)
			opened := openedToRevoke(t, emulator, served, confidential, "openid", "offline_access")

			requireRevoked(t, emulator, false)
			emulator.RequireCount(t, stytchmock.RouteRevoke, 0)

			served.Close(opened).RequireNone(t)
			requireRevoked(t, emulator, true)

			client := map[string]string{"client_id": emulator.Seed.ClientID}
			if confidential {
				client = map[string]string{
					"client_id": emulator.Seed.ConfidentialClientID, "client_secret": emulator.Seed.ConfidentialClientSecret,
				}
			}

			emulator.RequireCount(t, stytchmock.RouteRevoke, 2)

			for i, kind := range []string{"refresh_token", "access_token"} {
				request := tftest.Request{Request: emulator.RequestsTo(stytchmock.RouteRevoke)[i]}
				want := map[string]string{"token_type_hint": kind}
				want["token"], _ = opened.Result[kind].(string)

				maps.Copy(want, client)

				request.RequireForm(t, want)
				request.RequireNoCredentials(t, emulator.Seed.Secret)

				if path := "/v1/public/" + emulator.Seed.ProjectID + "/oauth2/revoke"; request.Path != path {
					t.Errorf("path %s, want %s", request.Path, path)
				}
			}

			served.Close(opened).RequireNone(t)
			requireRevoked(t, emulator, true)
		})
	}
}

// Without a refresh token there is one token to revoke.
func TestRevokeOnCloseWithoutRefreshToken(t *testing.T) {
	t.Parallel()

	emulator := tftest.Start(t)
	served := forProject(t, emulator, stytchmock.B2B)

	served.Close(openedToRevoke(t, emulator, served, true, "openid")).RequireNone(t)
	requireRevoked(t, emulator, true)

	form := emulator.One(t, stytchmock.RouteRevoke).Form(t)
	requireEqual(t, form["token_type_hint"], "access_token")
}

// Only true revokes.
func TestRevokeOnCloseOff(t *testing.T) {
	t.Parallel()

	emulator := tftest.Start(t)
	served := forProject(t, emulator, stytchmock.B2B)

	for _, off := range []any{false, nil} {
		opened, diagnostics := served.Open(connectedAppTokens,
			with(authorized(t, emulator, served, true, "openid"), tftest.Object{"revoke_on_close": off}))
		diagnostics.RequireNone(t)
		served.Close(opened).RequireNone(t)
	}

	requireRevoked(t, emulator, false)
	emulator.RequireCount(t, stytchmock.RouteRevoke, 0)
}

// A revocation that fails is a warning, for the work is done. It says which client's tokens stay good, and neither
// of them. One that fails does not keep the other from being revoked.
func TestRevokeOnCloseFails(t *testing.T) {
	t.Parallel()

	const (
		both = "The refresh token and access token of Connected App"
		stay = "may be valid until they expire"
	)

	// Of the two, only the access token.
	access := func(status int) stytchmock.Fault {
		return stytchmock.Fault{Respond: func(w http.ResponseWriter, r *http.Request) {
			if r.FormValue("token_type_hint") == "access_token" {
				w.WriteHeader(status)
				_, _ = io.WriteString(w, `{"error":"an_error"}`)

				return
			}

			_, _ = io.WriteString(w, `{"request_id":"request-id-test-1","status_code":200}`)
		}}
	}

	refused := stytchmock.Fault{Status: http.StatusBadRequest, Body: `{"error":"invalid_client"}`}

	for name, test := range map[string]struct {
		fault stytchmock.Fault
		times int
		says  []string
	}{
		"both":   {stytchmock.Fault{Status: http.StatusInternalServerError, Body: `{}`}, -1, []string{both, "500", stay}},
		"first":  {refused, 1, []string{"The refresh token of Connected App", "invalid_client", stay}},
		"reset":  {stytchmock.Fault{Reset: true}, -1, []string{both, "connection", stay}},
		"second": {access(http.StatusForbidden), -1, []string{"The access token of Connected App", "403 Forbidden: an_error", stay}},
		// It went with its refresh token.
		"second, gone": {access(http.StatusNotFound), -1, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			emulator := tftest.Start(t)
			served := forProject(t, emulator, stytchmock.B2B)
			opened := openedToRevoke(t, emulator, served, true, "openid", "offline_access")
			emulator.Inject(stytchmock.RouteRevoke, test.times, test.fault)

			want := tftest.Fault{
				Summary: "Tokens Not Revoked", Says: append(test.says, emulator.Seed.ConfidentialClientID),
			}

			for _, kind := range []string{"access_token", "refresh_token", "client_secret"} {
				secret, _ := opened.Result[kind].(string)
				want.Hides = append(want.Hides, secret)
			}

			diagnostics := served.Close(opened)
			emulator.RequireCount(t, stytchmock.RouteRevoke, 2)

			if test.says == nil {
				diagnostics.RequireNone(t)

				return
			}

			diagnostics.RequireWarning(t, want)
		})
	}
}

// An exchange that fails has nothing to revoke, and Terraform does not close what was not opened.
func TestRevokeOnCloseAfterFailedOpen(t *testing.T) {
	t.Parallel()

	emulator := tftest.Start(t)
	served := forProject(t, emulator, stytchmock.B2B)

	opened, diagnostics := served.Open(connectedAppTokens, tftest.Object{
		"client_id": emulator.Seed.ClientID, "redirect_uri": emulator.Seed.RedirectURI, "code": "another",
		"revoke_on_close": true,
	})
	diagnostics.RequireError(t, tftest.Fault{Says: []string{"invalid_grant"}})
	served.Close(opened).RequireNone(t)
	emulator.RequireCount(t, stytchmock.RouteRevoke, 0)
}
