// SPDX-License-Identifier: MPL-2.0

package contract_test

import (
	"net/http"
	"testing"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/client"
	"github.com/stytch-community/terraform-provider-stytchoauth/internal/stytchmock"
)

// failingAuthorization is a request that fails, and how.
type failingAuthorization struct {
	spoil  func(*stytchmock.Fixture)
	change func(*client.AuthorizeRequest)
	status int
	want   string
}

// failingAuthorizations are requests that Stytch refuses to answer, each by its name.
func failingAuthorizations() map[string]failingAuthorization {
	return map[string]failingAuthorization{
		"wrong secret": {
			spoil: func(f *stytchmock.Fixture) {
				f.Secret, f.ConsumerSecret = "secret-test-wrong", "secret-test-wrong"
			},
			status: http.StatusUnauthorized, want: "unauthorized_credentials",
		},
		"unknown Connected App": {
			change: func(r *client.AuthorizeRequest) { r.ClientID = "connected-app-test-0" },
			status: http.StatusNotFound, want: "connected_app_not_found",
		},
		"unregistered redirect URI": {
			change: func(r *client.AuthorizeRequest) { r.RedirectURI = "https://evil.example.com/" },
			status: http.StatusUnauthorized, want: "connected_app_supplied_redirect_url_not_found_in_client",
		},
		"unknown session": {
			change: func(r *client.AuthorizeRequest) { r.Subject = client.Subject{SessionToken: "session-token-unknown"} },
			status: http.StatusNotFound, want: "session_not_found",
		},
		"malformed scope": {
			change: func(r *client.AuthorizeRequest) { r.Scopes = []string{"two scopes"} },
			status: http.StatusBadRequest, want: "oauth_invalid_scope_requested",
		},
	}
}

func TestAuthorizationFailures(t *testing.T) {
	t.Parallel()

	for _, product := range products() {
		t.Run(product.name, func(t *testing.T) {
			t.Parallel()

			met := meet(t)

			for name, test := range failingAuthorizations() {
				p := met.spoiled(t, test.spoil)

				request := product.request(p)
				if test.change != nil {
					test.change(&request)
				}

				c, kind := product.ours(p)

				_, ours := c.Preflight(t.Context(), kind, request.PreflightRequest)
				_, theirs := product.preflight(t.Context(), p, request.PreflightRequest)

				sameFailure(t, name, ours, theirs, test.status, test.want)
				p.sameQuestion(t, name, nil, nil)

				_, ours = c.Authorize(t.Context(), kind, request)
				_, theirs = product.authorize(t.Context(), p, request)

				sameFailure(t, name, ours, theirs, test.status, test.want)
				p.sameQuestion(t, name, nil, nil)
			}

			if codes := met.emulator.Codes(); len(codes) > 0 {
				t.Errorf("%d codes were minted", len(codes))
			}
		})
	}
}
