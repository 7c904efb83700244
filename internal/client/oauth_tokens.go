// SPDX-License-Identifier: MPL-2.0

package client

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
)

// The token endpoint (RFC 6749 section 3.2) and the revocation endpoint (RFC 7009 section 2), with the paths that exist
// on all of Stytch's hosts.
const (
	routeToken  = "/v1/public/{project_id}/oauth2/token"
	routeRevoke = "/v1/public/{project_id}/oauth2/revoke"
)

// ClientCredentials are those of a Connected App or an M2M client. They are sent in the body (RFC 6749 section 2.3.1);
// the project's own credentials are not sent to these endpoints.
type ClientCredentials struct {
	ClientID string
	// ClientSecret is empty for a public client.
	ClientSecret string
}

// form returns a request body with the credentials.
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
	// RedirectURI is the redirect_uri of the authorization request.
	RedirectURI string
	// CodeVerifier is required if that request had a code challenge (RFC 7636 section 4.5).
	CodeVerifier string
	// Awaited lets a request that was sent get its response although the call is being canceled.
	Awaited bool
}

// OAuthTokens is the response of the token endpoint (RFC 6749 section 5.1). What the grant does not include is nil.
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

// ExchangeCode exchanges an authorization code for tokens. A code is single-use, so the request is never sent again
// (https://stytch.com/docs/b2b/api/connected-app-token).
func (c *Client) ExchangeCode(ctx context.Context, exchange CodeExchange) (*OAuthTokens, error) {
	form := exchange.form()
	form.Set("grant_type", "authorization_code")
	setUnlessEmpty(form, "code", exchange.Code)
	setUnlessEmpty(form, "redirect_uri", exchange.RedirectURI)
	setUnlessEmpty(form, "code_verifier", exchange.CodeVerifier)

	return c.token(ctx, form, exchange.Awaited, exchange.ClientSecret, exchange.Code, exchange.CodeVerifier)
}

// M2MToken gets an access token for an M2M client (RFC 6749 section 4.4), by default with all of the client's scopes
// (https://stytch.com/docs/api/get-m2m-token).
func (c *Client) M2MToken(ctx context.Context, credentials ClientCredentials, scopes []string) (*OAuthTokens, error) {
	form := credentials.form()
	form.Set("grant_type", "client_credentials")
	setUnlessEmpty(form, "scope", strings.Join(scopes, " "))

	return c.token(ctx, form, false, credentials.ClientSecret)
}

// token sends a token request, once. It requires no more of the response than RFC 6749 does, so that tokens that were
// issued are not lost.
func (c *Client) token(ctx context.Context, form url.Values, awaited bool, secrets ...string) (*OAuthTokens, error) {
	tokens := &OAuthTokens{}

	err := c.do(ctx, call{
		method: http.MethodPost, route: routeToken, values: []string{c.config.ProjectID}, form: form,
		retry: retryNever, awaited: awaited, secrets: secrets, result: tokens,
		required: []string{"access_token", "token_type"},
	})
	if err != nil {
		return nil, err
	}

	return tokens, nil
}

// RevokeToken revokes a token (RFC 7009). The hint is its type as in section 2.1, `access_token` or `refresh_token`. An
// interrupt of the process does not stop it: tokens that nobody needs must not stay valid.
func (c *Client) RevokeToken(ctx context.Context, credentials ClientCredentials, token, hint string) error {
	form := credentials.form()
	form.Set("token", token)
	form.Set("token_type_hint", hint)

	revoked := &revocation{}

	return c.Uninterrupted().do(ctx, call{
		method: http.MethodPost, route: routeRevoke, values: []string{c.config.ProjectID}, form: form,
		retry: retryAlways, secrets: []string{credentials.ClientSecret, token}, result: revoked, read: revoked.read,
	})
}

// revocation is the response of the revocation endpoint.
type revocation struct {
	Envelope
}

// read reads the request's id, if there is one. Only the status matters: clients ignore the body (RFC 7009 section 2.2).
func (r *revocation) read(got response) error {
	if err := json.Unmarshal(got.body, r); err != nil {
		r.Envelope = Envelope{}
	}

	return nil
}

// setUnlessEmpty sets a parameter unless its value is empty.
func setUnlessEmpty(form url.Values, name, value string) {
	if value != "" {
		form.Set(name, value)
	}
}
