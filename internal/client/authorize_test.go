// SPDX-License-Identifier: MPL-2.0

package client_test

import (
	"net/http"
	"testing"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/client"
)

func TestAuthorizeRequest(t *testing.T) {
	t.Parallel()

	for name, test := range map[string]struct {
		product      client.Product
		request      client.AuthorizeRequest
		target, want string
	}{
		"member, all of it": {
			product: client.B2B, target: "/v1/b2b/idp/oauth/authorize",
			request: client.AuthorizeRequest{
				PreflightRequest: client.PreflightRequest{
					Subject:  client.Subject{OrganizationID: "acme", MemberID: "okta|ada"},
					ClientID: "c", RedirectURI: "r", ResponseType: "code", Scopes: []string{"openid"}, Prompt: "consent",
				},
				ConsentGranted: true, State: "s", Nonce: "n", CodeChallenge: "cc", Resources: []string{"https://a", "https://b"},
			},
			want: `{"organization_id":"acme","member_id":"okta|ada","client_id":"c","redirect_uri":"r",
				"response_type":"code","scopes":["openid"],"prompt":"consent","consent_granted":true,"state":"s",
				"nonce":"n","code_challenge":"cc","resources":["https://a","https://b"]}`,
		},
		"a refusal, and no scope": {
			product: client.Consumer, target: "/v1/idp/oauth/authorize",
			request: client.AuthorizeRequest{
				PreflightRequest: client.PreflightRequest{
					Subject: client.Subject{SessionJWT: "a.b.c"}, ClientID: "c", RedirectURI: "r", ResponseType: "code",
				},
				Resources: []string{},
			},
			want: `{"session_jwt":"a.b.c","client_id":"c","redirect_uri":"r","response_type":"code","scopes":[],
				"consent_granted":false,"resources":[]}`,
		},
		"nothing": {
			product: client.B2B, target: "/v1/b2b/idp/oauth/authorize",
			want: `{"client_id":"","redirect_uri":"","response_type":"","scopes":[],"consent_granted":false}`,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			c, record := serve(t, reply(200, authorizeAnswer))

			if _, err := c.Authorize(t.Context(), test.product, test.request); err != nil {
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

// grant asks for a code, with consent or without.
func grant(consent bool) client.AuthorizeRequest {
	return client.AuthorizeRequest{PreflightRequest: authorization(), ConsentGranted: consent}
}

func TestAuthorizeTakesTheCode(t *testing.T) {
	t.Parallel()

	const base = `{"request_id":"r","status_code":200,"redirect_uri":"https://app.example.com/cb`

	for name, test := range map[string]struct{ answer, want string }{
		"from both":               {base + `?code=one&state=s","authorization_code":"one"}`, "one"},
		"from its field":          {base + `","authorization_code":"one"}`, "one"},
		"from its field first":    {base + `?code=two","authorization_code":"one"}`, "one"},
		"from the URI":            {base + `?state=s&code=two"}`, "two"},
		"from the URI, for null":  {base + `?code=two","authorization_code":null}`, "two"},
		"from the URI, for empty": {base + `?code=two","authorization_code":""}`, "two"},
		"decoded":                 {base + `?code=t%2Fw+o%3D"}`, "t/w o="},
		"from another scheme": {
			`{"request_id":"r","status_code":200,"redirect_uri":"com.example.app:/cb?code=two"}`, "two",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			c, _ := serve(t, reply(200, test.answer))

			got, err := c.Authorize(t.Context(), client.B2B, grant(true))
			if err != nil {
				t.Fatal(err)
			}

			if got.AuthorizationCode == nil || *got.AuthorizationCode != test.want || got.OAuthError != nil {
				t.Errorf("got %s, want the code %s", asJSON(t, got), test.want)
			}
		})
	}
}
