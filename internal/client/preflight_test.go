// SPDX-License-Identifier: MPL-2.0

package client_test

import (
	"net/http"
	"testing"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/client"
)

func TestPreflightRequest(t *testing.T) {
	t.Parallel()

	for name, test := range map[string]struct {
		product      client.Product
		request      client.PreflightRequest
		target, want string
	}{
		"member, all of it": {
			product: client.B2B, target: "/v1/b2b/idp/oauth/authorize/start",
			request: client.PreflightRequest{
				Subject:  client.Subject{OrganizationID: "acme", MemberID: "okta|ada"},
				ClientID: "connected-app-test-1", RedirectURI: "https://app.example.com/cb?a=b&c", ResponseType: "code",
				Scopes: []string{"openid", "read:documents"}, Prompt: "consent",
			},
			want: `{"organization_id":"acme","member_id":"okta|ada","client_id":"connected-app-test-1",
				"redirect_uri":"https://app.example.com/cb?a=b&c","response_type":"code",
				"scopes":["openid","read:documents"],"prompt":"consent"}`,
		},
		"user": {
			product: client.Consumer, target: "/v1/idp/oauth/authorize/start",
			request: client.PreflightRequest{
				Subject:  client.Subject{UserID: "user-test-1"},
				ClientID: "c", RedirectURI: "r", ResponseType: "code", Scopes: []string{"openid"},
			},
			want: `{"user_id":"user-test-1","client_id":"c","redirect_uri":"r","response_type":"code",
				"scopes":["openid"]}`,
		},
		"session token": {
			product: client.B2B, target: "/v1/b2b/idp/oauth/authorize/start",
			request: client.PreflightRequest{
				Subject:  client.Subject{SessionToken: "session-token"},
				ClientID: "c", RedirectURI: "r", ResponseType: "code", Scopes: []string{"openid"},
			},
			want: `{"session_token":"session-token","client_id":"c","redirect_uri":"r","response_type":"code",
				"scopes":["openid"]}`,
		},
		"session JWT": {
			product: client.Consumer, target: "/v1/idp/oauth/authorize/start",
			request: client.PreflightRequest{
				Subject:  client.Subject{SessionJWT: "a.b.c"},
				ClientID: "c", RedirectURI: "r", ResponseType: "code", Scopes: []string{"openid"},
			},
			want: `{"session_jwt":"a.b.c","client_id":"c","redirect_uri":"r","response_type":"code",
				"scopes":["openid"]}`,
		},
		"scopes are sent where there are none": {
			product: client.B2B, target: "/v1/b2b/idp/oauth/authorize/start",
			want: `{"client_id":"","redirect_uri":"","response_type":"","scopes":[]}`,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			c, record := serve(t, reply(200, preflightAnswer))

			if _, err := c.Preflight(t.Context(), test.product, test.request); err != nil {
				t.Fatal(err)
			}

			got := record.only(t)
			if got.Method != http.MethodPost || got.Target != test.target {
				t.Errorf("%s %s, want POST %s", got.Method, got.Target, test.target)
			}

			if canonical(t, got.Body) != canonical(t, test.want) {
				t.Errorf("body %s, want %s", got.Body, test.want)
			}
		})
	}
}

func TestPreflightAnswer(t *testing.T) {
	t.Parallel()

	c, _ := serve(t, reply(200, preflightAnswer))

	got, err := c.Preflight(t.Context(), client.B2B, authorization())
	if err != nil {
		t.Fatal(err)
	}

	if canonical(t, asJSON(t, got)) != canonical(t, preflightAnswer) {
		t.Errorf("got %s, want %s", asJSON(t, got), preflightAnswer)
	}
}

func TestPreflightWithoutALogo(t *testing.T) {
	t.Parallel()

	for _, value := range []any{absent, nil} {
		c, _ := serve(t, reply(200, without(t, preflightAnswer, value, "client", "logo_url")))

		got, err := c.Preflight(t.Context(), client.B2B, authorization())
		if err != nil {
			t.Fatal(err)
		}

		if got.Client.LogoURL != nil {
			t.Errorf("logo_url %v became %q, want nil", value, *got.Client.LogoURL)
		}
	}
}

func TestRequireGrantable(t *testing.T) {
	t.Parallel()

	for name, test := range map[string]struct{ results, want string }{
		"no scope": {results: `[]`},
		"all of them": {
			results: `[{"scope":"openid","description":"","is_grantable":true}]`,
		},
		"none of them": {
			results: `[{"scope":"a","description":"","is_grantable":false},
				{"scope":"b","description":"","is_grantable":false}]`,
			want: "a, b",
		},
		"one of them, with what a terminal obeys and what is secret": {
			results: `[{"scope":"openid","description":"","is_grantable":true},
				{"scope":"\u001b[31mred\u0007 ` + secret + `","description":"","is_grantable":false}]`,
			want: "[31mred (redacted)",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			c, record := serve(t, reply(200, grantable(test.results)))

			err := c.RequireGrantable(t.Context(), client.B2B, authorization())
			if test.want == "" {
				if err != nil {
					t.Error(err)
				}

				return
			}

			got := failure(t, err, client.KindNotGrantable)
			if got.Reason != test.want || got.RequestID != "r" || got.StatusCode != http.StatusOK || got.Attempts != 1 {
				t.Errorf("got %+v, want the scopes %s", *got, test.want)
			}

			want := "POST /v1/b2b/idp/oauth/authorize/start: 200 OK: " + test.want + " (request_id r)"
			if got.Error() != want {
				t.Errorf("text %q, want %q", got.Error(), want)
			}

			if sent := record.only(t); sent.Target != "/v1/b2b/idp/oauth/authorize/start" {
				t.Errorf("asked %s", sent.Target)
			}
		})
	}
}

// grantable is the answer of a preflight with these scope_results.
func grantable(results string) string {
	return `{"request_id":"r","status_code":200,"member_id":"m","consent_required":false,"client":{"client_id":"",
		"client_name":"","client_description":"","client_type":""},"scope_results":` + results + `}`
}

func TestRequireGrantableFailsAsThePreflightDoes(t *testing.T) {
	t.Parallel()

	c, _ := serve(t, stytchError(404, "connected_app_not_found"))

	got := failure(t, c.RequireGrantable(t.Context(), client.B2B, authorization()), client.KindAPI)
	if got.Type != "connected_app_not_found" {
		t.Errorf("got %+v", *got)
	}
}

func TestFieldNamedTwice(t *testing.T) {
	t.Parallel()

	// To Go, names of another case are the same field; to the check of what is there, they are not.
	c, _ := serve(t, reply(200, grantable(
		`[{"scope":"a","description":"","is_grantable":true,"IS_GRANTABLE":null,"SCOPE":null}]`)))

	fails(t, c.RequireGrantable(t.Context(), client.B2B, authorization()), client.KindAnswer)
}
