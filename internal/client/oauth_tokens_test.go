// SPDX-License-Identifier: MPL-2.0

package client_test

import (
	"context"
	"net/http"
	"net/url"
	"reflect"
	"testing"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/client"
)

const (
	tokenPath  = "/v1/public/" + projectID + "/oauth2/token"
	revokePath = "/v1/public/" + projectID + "/oauth2/revoke"

	clientSecret = "client+secret/of=an&app"
	theCode      = "code/to=exchange+once"
	theVerifier  = "verifier-0123456789-0123456789-0123456789-abc"

	tokenAnswer = `{"request_id":"r","status_code":200,"access_token":"eyJ.a.t","token_type":"bearer","expires_in":3600,
		"scope":"openid email","refresh_token":"wUU","id_token":"eyJ.i.t"}`
)

// exchangeCode redeems a code for a confidential client.
func exchangeCode(ctx context.Context, c *client.Client) (*client.OAuthTokens, error) {
	return c.ExchangeCode(ctx, client.CodeExchange{
		ClientCredentials: client.ClientCredentials{ClientID: "connected-app-test-1", ClientSecret: clientSecret},
		Code:              theCode, RedirectURI: "https://app.example.com/cb?a=b c", CodeVerifier: theVerifier,
	})
}

func TestTokenRequests(t *testing.T) {
	t.Parallel()

	for name, test := range map[string]struct {
		send func(ctx context.Context, c *client.Client) error
		path string
		want url.Values
	}{
		"code, of a confidential client": {
			send: func(ctx context.Context, c *client.Client) error {
				_, err := exchangeCode(ctx, c)

				return err
			},
			path: tokenPath,
			want: url.Values{
				"grant_type": {"authorization_code"}, "client_id": {"connected-app-test-1"}, "client_secret": {clientSecret},
				"code": {theCode}, "redirect_uri": {"https://app.example.com/cb?a=b c"}, "code_verifier": {theVerifier},
			},
		},
		"code, of a public client": {
			send: func(ctx context.Context, c *client.Client) error {
				_, err := c.ExchangeCode(ctx, client.CodeExchange{
					ClientCredentials: client.ClientCredentials{ClientID: "c"}, Code: "x", RedirectURI: "r",
				})

				return err
			},
			path: tokenPath,
			want: url.Values{"grant_type": {"authorization_code"}, "client_id": {"c"}, "code": {"x"}, "redirect_uri": {"r"}},
		},
		"client credentials": {
			send: func(ctx context.Context, c *client.Client) error {
				_, err := c.M2MToken(ctx, client.ClientCredentials{ClientID: "m", ClientSecret: clientSecret}, []string{"a:b", "c"})

				return err
			},
			path: tokenPath,
			want: url.Values{
				"grant_type": {"client_credentials"}, "client_id": {"m"}, "client_secret": {clientSecret}, "scope": {"a:b c"},
			},
		},
		"client credentials, all scopes": {
			send: func(ctx context.Context, c *client.Client) error {
				_, err := c.M2MToken(ctx, client.ClientCredentials{ClientID: "m", ClientSecret: "s"}, nil)

				return err
			},
			path: tokenPath,
			want: url.Values{"grant_type": {"client_credentials"}, "client_id": {"m"}, "client_secret": {"s"}},
		},
		"revocation": {
			send: func(ctx context.Context, c *client.Client) error {
				return c.RevokeToken(ctx, client.ClientCredentials{ClientID: "c"}, "token+/=", "refresh_token")
			},
			path: revokePath,
			want: url.Values{"client_id": {"c"}, "token": {"token+/="}, "token_type_hint": {"refresh_token"}},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			c, record := serve(t, reply(200, tokenAnswer))

			if err := test.send(t.Context(), c); err != nil {
				t.Fatal(err)
			}

			got := record.only(t)
			if got.Method != http.MethodPost || got.Target != test.path {
				t.Errorf("%s %s, want POST %s", got.Method, got.Target, test.path)
			}

			if form, err := url.ParseQuery(got.Body); err != nil || !reflect.DeepEqual(form, test.want) {
				t.Errorf("form %v, %v, want %v", form, err, test.want)
			}

			if kind := got.Header.Get("Content-Type"); kind != "application/x-www-form-urlencoded" {
				t.Errorf("Content-Type %q", kind)
			}

			if len(got.Header.Values("Authorization")) > 0 {
				t.Error("the project's credentials went to an endpoint that takes those of a client")
			}
		})
	}
}

func TestTokenAnswers(t *testing.T) {
	t.Parallel()

	const bare = `{"request_id":null,"status_code":null,"access_token":"a","token_type":"bearer","expires_in":null,
		"scope":null,"refresh_token":null,"id_token":null}`

	for answer, want := range map[string]string{
		tokenAnswer: tokenAnswer,
		`{"access_token":"a","token_type":"bearer","refresh_token":null}`: bare,
	} {
		c, _ := serve(t, reply(200, answer))

		got, err := exchangeCode(t.Context(), c)
		if err != nil {
			t.Fatal(err)
		}

		if canonical(t, asJSON(t, got)) != canonical(t, want) {
			t.Errorf("got %s, want %s", asJSON(t, got), want)
		}
	}

	for _, answer := range []string{`{}`, `null`, `{"access_token":"a"}`, `{"token_type":"bearer","access_token":null}`} {
		c, record := serve(t, reply(200, answer), retries(3))

		_, err := exchangeCode(t.Context(), c)
		if got := failure(t, err, client.KindAnswer); !got.MaybeDone {
			t.Errorf("%s: %+v", answer, *got)
		}

		record.only(t)
	}
}
