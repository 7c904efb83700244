// SPDX-License-Identifier: MPL-2.0

package client

import (
	"context"
	"net/http"
	"net/url"
	"reflect"
	"testing"
)

func TestTokenAndRevocationRequests(t *testing.T) {
	t.Parallel()

	const (
		token  = "/v1/public/" + projectID + "/oauth2/token"
		revoke = "/v1/public/" + projectID + "/oauth2/revoke"
	)

	confidential := ClientCredentials{ClientID: "c", ClientSecret: clientSecret}

	for name, test := range map[string]struct {
		send   func(ctx context.Context, c *Client) (any, error)
		target string
		want   url.Values
	}{
		"code of a confidential client": {
			func(ctx context.Context, c *Client) (any, error) {
				return c.ExchangeCode(ctx, CodeExchange{
					ClientCredentials: confidential, Code: code, RedirectURI: "https://app.example.com/cb?a=b c",
					CodeVerifier: codeVerifier,
				})
			}, token,
			url.Values{
				"grant_type": {"authorization_code"}, "client_id": {"c"}, "client_secret": {clientSecret}, "code": {code},
				"redirect_uri": {"https://app.example.com/cb?a=b c"}, "code_verifier": {codeVerifier},
			},
		},
		"code of a public client": {
			func(ctx context.Context, c *Client) (any, error) {
				return c.ExchangeCode(ctx, CodeExchange{
					ClientCredentials: ClientCredentials{ClientID: "c"}, Code: "x", RedirectURI: "r",
				})
			}, token,
			url.Values{"grant_type": {"authorization_code"}, "client_id": {"c"}, "code": {"x"}, "redirect_uri": {"r"}},
		},
		"M2M": {
			func(ctx context.Context, c *Client) (any, error) {
				return c.M2MToken(ctx, confidential, []string{"a:b", "c"})
			}, token,
			url.Values{
				"grant_type": {"client_credentials"}, "client_id": {"c"}, "client_secret": {clientSecret}, "scope": {"a:b c"},
			},
		},
		"M2M with all scopes": {
			func(ctx context.Context, c *Client) (any, error) { return c.M2MToken(ctx, confidential, nil) }, token,
			url.Values{"grant_type": {"client_credentials"}, "client_id": {"c"}, "client_secret": {clientSecret}},
		},
		"revocation": {
			func(ctx context.Context, c *Client) (any, error) {
				return nil, c.RevokeToken(ctx, ClientCredentials{ClientID: "c"}, "token+/=", "refresh_token")
			}, revoke,
			url.Values{"client_id": {"c"}, "token": {"token+/="}, "token_type_hint": {"refresh_token"}},
		},
	} {
		inBubble(t, respond(200, tokenResponse), func(t *testing.T, e *testEnv) {
			if _, err := test.send(t.Context(), e.client); err != nil {
				t.Fatalf("%s: %v", name, err)
			}

			got := e.only(t)
			if got.Method != http.MethodPost || got.Target != test.target ||
				got.Header.Get("Content-Type") != "application/x-www-form-urlencoded" {
				t.Errorf("%s: %+v", name, got)
			}

			if form, err := url.ParseQuery(got.Body); err != nil || !reflect.DeepEqual(form, test.want) {
				t.Errorf("%s: form %v, %v, want %v", name, form, err, test.want)
			}
		})
	}
}

func TestTokenResponse(t *testing.T) {
	t.Parallel()

	for response, want := range map[string]string{
		tokenResponse: tokenResponse,
		`{"access_token":"a","token_type":"bearer","refresh_token":null}`: `{"request_id":null,"status_code":null,
			"access_token":"a","token_type":"bearer","expires_in":null,"scope":null,"refresh_token":null,"id_token":null}`,
	} {
		inBubble(t, respond(200, response), func(t *testing.T, e *testEnv) {
			got, err := e.client.ExchangeCode(t.Context(), CodeExchange{})
			if err != nil || !sameJSON(t, toJSON(t, got), want) {
				t.Errorf("got %s, %v, want %s", toJSON(t, got), err, want)
			}
		})
	}
}

// Only the status of a revocation matters.
func TestRevocationResponse(t *testing.T) {
	t.Parallel()

	for _, body := range []string{``, `null`, `[]`, `<html>`, `{"request_id":5}`} {
		inBubble(t, respond(200, body), func(t *testing.T, e *testEnv) {
			if err := e.client.RevokeToken(t.Context(), ClientCredentials{}, "t", "access_token"); err != nil {
				t.Errorf("%q: %v", body, err)
			}
		})
	}
}

func TestTokenWithoutProject(t *testing.T) {
	t.Parallel()

	inBubble(t, respond(200, tokenResponse), func(t *testing.T, e *testEnv) {
		_, err := e.client.M2MToken(t.Context(), ClientCredentials{}, nil)

		failure := requireError(t, err, KindInvalid)
		if failure.Reason != "project_id must not be empty" || e.dialed() > 0 {
			t.Errorf("%+v", *failure)
		}
	}, func(config *Config) { config.ProjectID = "" })
}
