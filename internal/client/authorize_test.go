// SPDX-License-Identifier: MPL-2.0

package client

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"testing"
)

func TestPreflightAndAuthorizeRequests(t *testing.T) {
	t.Parallel()

	preflight := func(product Product, request PreflightRequest) func(context.Context, *Client) error {
		return func(ctx context.Context, c *Client) error {
			_, err := c.Preflight(ctx, product, request)

			return err
		}
	}
	authorize := func(product Product, request AuthorizeRequest) func(context.Context, *Client) error {
		return func(ctx context.Context, c *Client) error {
			_, err := c.Authorize(ctx, product, request)

			return err
		}
	}
	member := PreflightRequest{
		Subject: Subject{OrganizationID: "acme", MemberID: "okta|ada"}, ClientID: "connected-app-test-1",
		RedirectURI: "https://app.example.com/cb?a=b&c", ResponseType: "code", Scopes: []string{"openid", "read:documents"},
		Prompt: "consent",
	}
	of := func(subject Subject) PreflightRequest {
		return PreflightRequest{Subject: subject, ClientID: "c", RedirectURI: "r", ResponseType: "code", Scopes: []string{"s"}}
	}

	const (
		rest       = `"client_id":"c","redirect_uri":"r","response_type":"code","scopes":["s"]`
		memberBody = `"organization_id":"acme","member_id":"okta|ada","client_id":"connected-app-test-1",
			"redirect_uri":"https://app.example.com/cb?a=b&c","response_type":"code",
			"scopes":["openid","read:documents"],"prompt":"consent"`
	)

	for name, test := range map[string]struct {
		send         func(context.Context, *Client) error
		target, want string
	}{
		"preflight of a member": {preflight(B2B, member), "/v1/b2b/idp/oauth/authorize/start", `{` + memberBody + `}`},
		"preflight of a user": {
			preflight(Consumer, of(Subject{UserID: "u"})), "/v1/idp/oauth/authorize/start", `{"user_id":"u",` + rest + `}`,
		},
		"preflight with a session token": {
			preflight(B2B, of(Subject{SessionToken: "t"})), "/v1/b2b/idp/oauth/authorize/start",
			`{"session_token":"t",` + rest + `}`,
		},
		"preflight with a session JWT": {
			preflight(Consumer, of(Subject{SessionJWT: "a.b.c"})), "/v1/idp/oauth/authorize/start",
			`{"session_jwt":"a.b.c",` + rest + `}`,
		},
		"preflight with nothing": {
			preflight(B2B, PreflightRequest{}), "/v1/b2b/idp/oauth/authorize/start",
			`{"client_id":"","redirect_uri":"","response_type":"","scopes":[]}`,
		},
		"authorization of a member": {
			authorize(B2B, AuthorizeRequest{
				PreflightRequest: member, ConsentGranted: true, State: "s", Nonce: "n", CodeChallenge: "cc",
				Resources: []string{"https://a", "https://b"},
			}),
			"/v1/b2b/idp/oauth/authorize",
			`{` + memberBody + `,"consent_granted":true,"state":"s","nonce":"n","code_challenge":"cc",
				"resources":["https://a","https://b"]}`,
		},
		"authorization without consent": {
			authorize(Consumer, AuthorizeRequest{PreflightRequest: of(Subject{UserID: "u"}), Resources: []string{}}),
			"/v1/idp/oauth/authorize", `{"user_id":"u",` + rest + `,"consent_granted":false,"resources":[]}`,
		},
		"authorization with nothing": {
			authorize(B2B, AuthorizeRequest{}), "/v1/b2b/idp/oauth/authorize",
			`{"client_id":"","redirect_uri":"","response_type":"","scopes":[],"consent_granted":false}`,
		},
	} {
		// The response does not matter here.
		inBubble(t, stytchError(404, "connected_app_not_found"), func(t *testing.T, e *testEnv) {
			if failure := requireError(t, test.send(t.Context(), e.client), KindAPI); failure.Type != "connected_app_not_found" {
				t.Errorf("%s: %+v", name, *failure)
			}

			requireRequest(t, e, http.MethodPost, test.target, test.want)
		})
	}
}

func TestPreflightResponse(t *testing.T) {
	t.Parallel()

	inBubble(t, respond(200, preflightResponse), func(t *testing.T, e *testEnv) {
		got, err := e.client.Preflight(t.Context(), B2B, PreflightRequest{})
		if err != nil || !sameJSON(t, toJSON(t, got), preflightResponse) {
			t.Errorf("got %s, %v", toJSON(t, got), err)
		}
	})
}

func TestRequireGrantable(t *testing.T) {
	t.Parallel()

	const response = `{"request_id":"r","status_code":200,"member_id":"m","consent_required":false,"client":{"client_id":"",
		"client_name":"","client_description":"","client_type":""},"scope_results":[%s]}`

	for name, test := range map[string]struct{ results, want string }{
		"no scopes":  {``, ``},
		"all scopes": {`{"scope":"openid","description":"","is_grantable":true}`, ``},
		"none of two": {
			`{"scope":"a","description":"","is_grantable":false},{"scope":"b","description":"","is_grantable":false}`, `a, b`,
		},
		"one of two, with control characters and a secret": {
			`{"scope":"openid","description":"","is_grantable":true},
				{"scope":"\u001b[31mred\u0007 ` + secret + `","description":"","is_grantable":false}`,
			`[31mred (redacted)`,
		},
		"more than can be read": {
			strings.Repeat(`{"scope":"abcdefgh","description":"","is_grantable":false},`, 500) +
				`{"scope":"z","description":"","is_grantable":false}`,
			strings.Repeat("abcdefgh, ", maxTextLength/10) + "…",
		},
	} {
		inBubble(t, respond(200, fmt.Sprintf(response, test.results)), func(t *testing.T, e *testEnv) {
			_, err := e.client.RequireGrantable(t.Context(), B2B, PreflightRequest{})

			e.only(t)

			if test.want == "" {
				if err != nil {
					t.Errorf("%s: %v", name, err)
				}

				return
			}

			want := Error{
				Kind: KindNotGrantable, Method: http.MethodPost, Route: "/v1/b2b/idp/oauth/authorize/start",
				Host: "localhost", StatusCode: 200, RequestID: "r", Reason: test.want, Attempts: 1,
			}
			if failure := requireError(t, err, KindNotGrantable); *failure != want {
				t.Errorf("%s:\ngot  %+v\nwant %+v", name, *failure, want)
			}
		})
	}

	inBubble(t, stytchError(404, "connected_app_not_found"), func(t *testing.T, e *testEnv) {
		_, err := e.client.RequireGrantable(t.Context(), B2B, PreflightRequest{})
		failure := requireError(t, err, KindAPI)
		if failure.Type != "connected_app_not_found" {
			t.Errorf("%+v", *failure)
		}
	})
}

func TestAuthorizeResponse(t *testing.T) {
	t.Parallel()

	const (
		absolute = "the response's redirect_uri is not an absolute URI"
		lacks    = "the response lacks what Stytch's API promises: redirect_uri"
		noCode   = "the response grants consent without an authorization_code"
		denied   = `"https://app.example.com/cb?error=access_denied&error_description=The+user%20said+no.&state=s"`
	)

	malformed := func(name string) string {
		return "the parameter " + name + " of the response's redirect_uri is malformed"
	}

	for name, test := range map[string]struct {
		// fields are those after request_id and status_code.
		fields  string
		refused bool // Consent is not granted.
		code    string
		// kind and reason are those of the error.
		kind   Kind
		reason string
	}{
		"code in both places":          {fields: `"redirect_uri":"https://a/cb?code=one&state=s","authorization_code":"one"`, code: "one"},
		"code in its field":            {fields: `"redirect_uri":"https://a/cb","authorization_code":"one"`, code: "one"},
		"another code in its field":    {fields: `"redirect_uri":"https://a/cb?code=two","authorization_code":"one"`, code: "one"},
		"code in the URI":              {fields: `"redirect_uri":"https://a/cb?state=s&code=two"`, code: "two"},
		"code in the URI, null":        {fields: `"redirect_uri":"https://a/cb?code=two","authorization_code":null`, code: "two"},
		"code in the URI, empty":       {fields: `"redirect_uri":"https://a/cb?code=two","authorization_code":""`, code: "two"},
		"code in the URI, encoded":     {fields: `"redirect_uri":"https://a/cb?code=t%2Fw+o%3D"`, code: "t/w o="},
		"code in the URI twice":        {fields: `"redirect_uri":"https://a/cb?code=one&code=two&error="`, code: "one"},
		"code beside odd parameters":   {fields: `"redirect_uri":"https://a/cb?a;b&%zz=1&=&code=two"`, code: "two"},
		"code in a URI without a host": {fields: `"redirect_uri":"com.example.app:/cb?code=two"`, code: "two"},
		"code in an opaque URI":        {fields: `"redirect_uri":"urn:ietf:wg:oauth:2.0:oob?code=two"`, code: "two"},
		"no consent":                   {fields: `"redirect_uri":` + denied, refused: true},
		"no consent, and no error":     {fields: `"redirect_uri":"https://a/cb"`, refused: true},
		"refused all the same":         {fields: `"redirect_uri":` + denied, kind: KindRefused},
		"no URI":                       {fields: `"a":1`, kind: KindInvalidResponse, reason: lacks},
		"null":                         {fields: `"redirect_uri":null`, kind: KindInvalidResponse, reason: lacks},
		"a URI and null":               {fields: `"redirect_uri":"https://a/?code=1","REDIRECT_URI":null`, kind: KindInvalidResponse, reason: lacks},
		"empty URI":                    {fields: `"redirect_uri":""`, kind: KindInvalidResponse, reason: absolute},
		"relative URI":                 {fields: `"redirect_uri":"/cb?code=1"`, kind: KindInvalidResponse, reason: absolute},
		"control character":            {fields: `"redirect_uri":"https://a/\u0000?code=1"`, kind: KindInvalidResponse, reason: absolute},
		"malformed code":               {fields: `"redirect_uri":"https://a/?code=%zz"`, kind: KindInvalidResponse, reason: malformed("code")},
		"code that is not UTF-8":       {fields: `"redirect_uri":"https://a/?code=%ff"`, kind: KindInvalidResponse, reason: malformed("code")},
		"malformed error":              {fields: `"redirect_uri":"https://a/?error=%zz"`, kind: KindInvalidResponse, reason: malformed("error")},
		"malformed description": {
			fields: `"redirect_uri":"https://a/?error_description=%"`, kind: KindInvalidResponse,
			reason: malformed("error_description"),
		},
		"no code at all": {fields: `"redirect_uri":"https://a/?state=s"`, kind: KindInvalidResponse, reason: noCode},
		"code in a fragment": {
			fields: `"redirect_uri":"https://a/#code=1"`, kind: KindInvalidResponse, reason: noCode,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			response := `{"request_id":"r","status_code":200,` + test.fields + `}`

			inBubble(t, respond(200, response), func(t *testing.T, e *testEnv) {
				got, err := e.client.Authorize(t.Context(), Consumer, AuthorizeRequest{ConsentGranted: !test.refused})

				switch test.kind {
				case "":
					if err != nil || deref(got.AuthorizationCode) != test.code || (got.AuthorizationCode == nil) != (test.code == "") {
						t.Errorf("got %s, %v", toJSON(t, got), err)
					}

					if name == "no consent" && (deref(got.OAuthError) != "access_denied" ||
						deref(got.OAuthErrorDescription) != "The user said no.") {
						t.Errorf("error %v, description %v", got.OAuthError, got.OAuthErrorDescription)
					}
				case KindRefused:
					want := "POST /v1/idp/oauth/authorize: refused: 200 OK: access_denied: The user said no. (request_id r)"
					if failure := requireError(t, err, KindRefused); failure.Error() != want || failure.MayHaveTakenEffect {
						t.Errorf("%+v, want %q", *failure, want)
					}
				default:
					failure := requireError(t, err, test.kind)
					if failure.Reason != test.reason || failure.RequestID != "r" || !failure.MayHaveTakenEffect {
						t.Errorf("%+v, want the reason %q", *failure, test.reason)
					}
				}

				e.only(t)
			})
		})
	}
}
