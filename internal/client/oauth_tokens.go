// SPDX-License-Identifier: MPL-2.0

package client

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
)

// The endpoints of RFC 6749 section 3.2 and RFC 7009 section 2, in the form that works on every host of Stytch's.
const (
	routeToken  = "/v1/public/{project_id}/oauth2/token"
	routeRevoke = "/v1/public/{project_id}/oauth2/revoke"
)

// ClientCredentials are those of a Connected App or an M2M client. They go out in the body, where RFC 6749
// section 2.3.1 allows them; the project's own credentials are not sent to these endpoints.
type ClientCredentials struct {
	ClientID string
	// ClientSecret is empty for a public client.
	ClientSecret string
}

// form begins the body of a request with the credentials.
func (c ClientCredentials) form() url.Values {
	form := url.Values{}
	setUnlessEmpty(form, "client_id", c.ClientID)
	setUnlessEmpty(form, "client_secret", c.ClientSecret)

	return form
}

// CodeExchange is a token request with an authorization code (RFC 6749 section 4.1.3).
type CodeExchange struct {
	ClientCredentials

	Code string
	// RedirectURI is the one that the code was asked for with.
	RedirectURI string
	// CodeVerifier is set if the code was asked for with a code challenge (RFC 7636 section 4.5).
	CodeVerifier string
}

// OAuthTokens is the answer of the token endpoint (RFC 6749 section 5.1). What the grant does not give is nil.
type OAuthTokens struct {
	Envelope

	AccessToken *string `json:"access_token"`
	TokenType   *string `json:"token_type"`
	// ExpiresIn is in seconds.
	ExpiresIn    *int64  `json:"expires_in"`
	Scope        *string `json:"scope"`
	RefreshToken *string `json:"refresh_token"`
	IDToken      *string `json:"id_token"`
}

// ExchangeCode redeems an authorization code. A code is good for one use, so this is sent once whatever happens
// (https://stytch.com/docs/b2b/api/connected-app-token).
func (c *Client) ExchangeCode(ctx context.Context, exchange CodeExchange) (*OAuthTokens, error) {
	form := exchange.form()
	form.Set("grant_type", "authorization_code")
	setUnlessEmpty(form, "code", exchange.Code)
	setUnlessEmpty(form, "redirect_uri", exchange.RedirectURI)
	setUnlessEmpty(form, "code_verifier", exchange.CodeVerifier)

	return c.token(ctx, form, exchange.ClientSecret, exchange.Code, exchange.CodeVerifier)
}

// M2MToken gets an access token for an M2M client (RFC 6749 section 4.4). Without scopes it is good for all that
// the client has (https://stytch.com/docs/api/get-m2m-token).
func (c *Client) M2MToken(ctx context.Context, credentials ClientCredentials, scopes []string) (*OAuthTokens, error) {
	form := credentials.form()
	form.Set("grant_type", "client_credentials")
	setUnlessEmpty(form, "scope", strings.Join(scopes, " "))

	return c.token(ctx, form, credentials.ClientSecret)
}

// token asks the token endpoint, once. Only what RFC 6749 requires of the answer is required here, for tokens that
// were issued must not be lost.
func (c *Client) token(ctx context.Context, form url.Values, secrets ...string) (*OAuthTokens, error) {
	tokens := &OAuthTokens{}

	err := c.do(ctx, call{
		method: http.MethodPost, route: routeToken, values: []string{c.config.ProjectID}, form: form,
		repeat: repeatNever, secrets: secrets, result: tokens, required: []string{"access_token", "token_type"},
	})
	if err != nil {
		return nil, err
	}

	return tokens, nil
}

// RevokeToken revokes an access or a refresh token (RFC 7009). The hint says which of them it is, as section 2.1
// has it: `access_token` or `refresh_token`. To revoke one twice does no harm, so this is sent again like a read.
func (c *Client) RevokeToken(ctx context.Context, credentials ClientCredentials, token, hint string) error {
	form := credentials.form()
	form.Set("token", token)
	form.Set("token_type_hint", hint)

	revoked := &revocation{}

	return c.do(ctx, call{
		method: http.MethodPost, route: routeRevoke, values: []string{c.config.ProjectID}, form: form,
		repeat: repeatRead, secrets: []string{credentials.ClientSecret, token}, result: revoked, read: revoked.read,
	})
}

// revocation is the answer of the revocation endpoint.
type revocation struct {
	Envelope
}

// read takes the request's id, if there is one. The status says all that there is to know, and clients ignore the
// body (RFC 7009 section 2.2).
func (r *revocation) read(got answer) error {
	if err := json.Unmarshal(got.body, r); err != nil {
		r.Envelope = Envelope{}
	}

	return nil
}

// setUnlessEmpty leaves out what is not set.
func setUnlessEmpty(form url.Values, name, value string) {
	if value != "" {
		form.Set(name, value)
	}
}
