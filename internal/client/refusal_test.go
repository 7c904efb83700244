// SPDX-License-Identifier: MPL-2.0

package client_test

import (
	"net/http"
	"testing"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/client"
)

// refusedAnswer is how Stytch answers a refusal: a 200 whose URI says why.
const refusedAnswer = `{"request_id":"request-id-test-9","status_code":200,"redirect_uri":
	"https://app.example.com/cb?error=access_denied&error_description=The+user+denied%20the+request.&state=s"}`

func TestRefusalWithoutConsentIsAResult(t *testing.T) {
	t.Parallel()

	c, _ := serve(t, reply(200, refusedAnswer))

	got, err := c.Authorize(t.Context(), client.B2B, grant(false))
	if err != nil {
		t.Fatal(err)
	}

	if got.OAuthError == nil || *got.OAuthError != "access_denied" ||
		got.OAuthErrorDescription == nil || *got.OAuthErrorDescription != "The user denied the request." ||
		got.AuthorizationCode != nil {
		t.Errorf("got %s, error %v, description %v", asJSON(t, got), got.OAuthError, got.OAuthErrorDescription)
	}
}

func TestRefusalDespiteConsentIsAnError(t *testing.T) {
	t.Parallel()

	c, record := serve(t, reply(200, refusedAnswer), retries(3))

	_, err := c.Authorize(t.Context(), client.Consumer, grant(true))

	got := failure(t, err, client.KindRefused)
	if got.Type != "access_denied" || got.Message != "The user denied the request." ||
		got.RequestID != "request-id-test-9" || got.StatusCode != http.StatusOK || got.MaybeDone || got.Attempts != 1 {
		t.Errorf("got %+v", *got)
	}

	want := "POST /v1/idp/oauth/authorize: 200 OK: access_denied: The user denied the request. " +
		"(request_id request-id-test-9)"
	if got.Error() != want {
		t.Errorf("text %q, want %q", got.Error(), want)
	}

	record.only(t)
}

func TestRefusalIsCleaned(t *testing.T) {
	t.Parallel()

	c, _ := serve(t, reply(200, `{"request_id":"r\u001b[0m","status_code":200,"redirect_uri":
		"https://app.example.com/cb?error=%1B%5B31mdenied&error_description=for%0Athe-session-token%00"}`))

	request := grant(true)
	request.Subject = client.Subject{SessionToken: "the-session-token"}

	_, err := c.Authorize(t.Context(), client.B2B, request)

	got := failure(t, err, client.KindRefused)
	if got.Type != "[31mdenied" || got.Message != "for (redacted)" || got.RequestID != "r[0m" {
		t.Errorf("got %+v", *got)
	}
}

func TestAuthorizationThatCannotBeRead(t *testing.T) {
	t.Parallel()

	const base = `{"request_id":"r","status_code":200,"redirect_uri":`

	const lacks = "the answer lacks what Stytch's API promises: redirect_uri: missing"

	for name, test := range map[string]struct{ answer, want string }{
		"no URI":         {`{"request_id":"r","status_code":200}`, lacks},
		"null":           {base + `null}`, lacks},
		"empty":          {base + `""}`, "the answer's redirect_uri is not an absolute URI"},
		"relative":       {base + `"/cb?code=1"}`, "the answer's redirect_uri is not an absolute URI"},
		"control":        {base + `"https://a/\u0000?code=1"}`, "the answer's redirect_uri is not an absolute URI"},
		"bad query":      {base + `"https://a/?code=%zz"}`, "the parameter code of the answer's redirect_uri is malformed"},
		"no code at all": {base + `"https://a/?state=s"}`, "the answer grants consent without an authorization_code"},
		"said twice":     {base + `"https://a/?code=1","REDIRECT_URI":null}`, lacks},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			c, record := serve(t, reply(200, test.answer), retries(3))

			_, err := c.Authorize(t.Context(), client.B2B, grant(true))

			got := failure(t, err, client.KindAnswer)
			if got.Reason != test.want || !got.MaybeDone {
				t.Errorf("got %+v, want the reason %q", *got, test.want)
			}

			record.only(t)
		})
	}
}
