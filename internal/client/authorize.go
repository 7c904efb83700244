// SPDX-License-Identifier: MPL-2.0

package client

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"unicode/utf8"
)

// Product is one of Stytch's two products. A project belongs to one of them, and refuses the calls of the other.
type Product struct {
	preflight, authorize string
	// subject is the field of a preflight's response that identifies the Member or User.
	subject string
}

// The products.
var (
	// B2B has Members in Organizations.
	B2B = Product{
		preflight: "/v1/b2b/idp/oauth/authorize/start", authorize: "/v1/b2b/idp/oauth/authorize", subject: "member_id",
	}
	// Consumer has Users.
	Consumer = Product{
		preflight: "/v1/idp/oauth/authorize/start", authorize: "/v1/idp/oauth/authorize", subject: "user_id",
	}
)

// Subject is on whose behalf a Connected App is authorized: exactly one of OrganizationID with MemberID (B2B),
// UserID (Consumer), SessionToken, and SessionJWT.
type Subject struct {
	OrganizationID string `json:"organization_id,omitzero"`
	MemberID       string `json:"member_id,omitzero"`
	UserID         string `json:"user_id,omitzero"`
	SessionToken   string `json:"session_token,omitzero"`
	SessionJWT     string `json:"session_jwt,omitzero"`
}

// PreflightRequest is an authorization request (RFC 6749 section 4.1.1), as both steps of an authorization take it.
type PreflightRequest struct {
	Subject

	ClientID     string   `json:"client_id"`
	RedirectURI  string   `json:"redirect_uri"`
	ResponseType string   `json:"response_type"`
	Scopes       []string `json:"scopes"`
	Prompt       string   `json:"prompt,omitzero"`
}

// secrets returns what no error may show.
func (r PreflightRequest) secrets() []string {
	return []string{r.SessionToken, r.SessionJWT}
}

// withScopes returns the request with a list of scopes that is sent even if it is empty.
func (r PreflightRequest) withScopes() PreflightRequest {
	if r.Scopes == nil {
		r.Scopes = []string{}
	}

	return r
}

// Preflight is the response of [Client.Preflight].
type Preflight struct {
	Envelope

	MemberID        *string             `json:"member_id"`
	UserID          *string             `json:"user_id"`
	Client          *ConnectedAppPublic `json:"client"`
	ConsentRequired *bool               `json:"consent_required"`
	ScopeResults    []ScopeResult       `json:"scope_results"`
}

// ConnectedAppPublic is what a consent page shows of a Connected App.
type ConnectedAppPublic struct {
	ClientID          *string `json:"client_id"`
	ClientName        *string `json:"client_name"`
	ClientDescription *string `json:"client_description"`
	ClientType        *string `json:"client_type"`
	LogoURL           *string `json:"logo_url"`
}

// ScopeResult reports whether the subject can grant a scope to the Connected App.
type ScopeResult struct {
	Scope       *string `json:"scope"`
	Description *string `json:"description"`
	IsGrantable *bool   `json:"is_grantable"`
}

// Preflight checks an authorization request. The response says which scopes can be granted and whether consent is
// required. Nothing is changed (https://stytch.com/docs/b2b/api/connected-apps-oauth-authorize-start).
func (c *Client) Preflight(ctx context.Context, product Product, request PreflightRequest) (*Preflight, error) {
	preflight := &Preflight{}

	err := c.do(ctx, call{
		method:    http.MethodPost,
		route:     product.preflight,
		json:      request.withScopes(),
		basicAuth: true,
		retry:     retryAlways,
		secrets:   request.secrets(),
		result:    preflight,
		required: []string{
			"request_id", "status_code", product.subject, "client.client_id", "client.client_name",
			"client.client_description", "client.client_type", "consent_required",
			"scope_results", "scope_results[].scope", "scope_results[].description", "scope_results[].is_grantable",
		},
	})
	if err != nil {
		return nil, err
	}

	return preflight, nil
}

// RequireGrantable makes a preflight and returns a [KindNotGrantable] error if any scope cannot be granted. Its Reason
// lists those scopes.
func (c *Client) RequireGrantable(
	ctx context.Context, product Product, request PreflightRequest,
) (*Preflight, error) {
	preflight, err := c.Preflight(ctx, product, request)
	if err != nil {
		return nil, err
	}

	var scopes []string

	clean := c.redactorFor(request.secrets()).clean

	for _, result := range preflight.ScopeResults {
		if !*result.IsGrantable {
			scopes = append(scopes, *result.Scope)
		}
	}

	if len(scopes) == 0 {
		return preflight, nil
	}

	return nil, &Error{
		Kind: KindNotGrantable, Method: http.MethodPost, Route: product.preflight, Host: c.apiURL().Host,
		StatusCode: int(*preflight.StatusCode), RequestID: clean(preflight.requestID()),
		Reason: clean(strings.Join(scopes, ", ")), Attempts: 1,
	}
}

// AuthorizeRequest is an authorization request with the subject's decision.
type AuthorizeRequest struct {
	PreflightRequest

	// ConsentGranted is always sent, also if it is false.
	ConsentGranted bool   `json:"consent_granted"`
	State          string `json:"state,omitzero"`
	Nonce          string `json:"nonce,omitzero"`
	// CodeChallenge is an S256 challenge (RFC 7636), the only method that Stytch supports.
	CodeChallenge string `json:"code_challenge,omitzero"`
	// Resources are resource indicators (RFC 8707). An empty list is sent, nil is not.
	Resources []string `json:"resources,omitzero"`

	// Awaited lets a request that was sent get its response although the call is being canceled.
	Awaited bool `json:"-"`
}

// Authorization is the response of [Client.Authorize].
type Authorization struct {
	Envelope

	// CallbackURI is where the subject's browser would be redirected, with the code or an error.
	CallbackURI *string `json:"redirect_uri"`
	// AuthorizationCode is single-use; nil if there is none.
	AuthorizationCode *string `json:"authorization_code"`

	// OAuthError and OAuthErrorDescription are `error` and `error_description` of the callback URI, nil if there are
	// none.
	OAuthError            *string `json:"-"`
	OAuthErrorDescription *string `json:"-"`
}

// Authorize submits the subject's decision on an authorization request, and creates a code if consent is granted. Each
// call creates another one, so a call that may have taken effect is not sent again. If consent is granted and Stytch
// refuses all the same, that is a [KindRefused] error; without consent, the refusal is the expected result
// (https://stytch.com/docs/b2b/api/connected-apps-oauth-authorize).
func (c *Client) Authorize(
	ctx context.Context, product Product, request AuthorizeRequest,
) (*Authorization, error) {
	authorization := &Authorization{}
	request.PreflightRequest = request.withScopes()

	err := c.do(ctx, call{
		method:    http.MethodPost,
		route:     product.authorize,
		json:      request,
		basicAuth: true,
		retry:     retryIfUnsent,
		awaited:   request.Awaited,
		secrets:   request.secrets(),
		result:    authorization,
		read:      func(got response) error { return authorization.read(got, request.ConsentGranted) },
	})
	if err != nil {
		return nil, err
	}

	return authorization, nil
}

// read reads the response and its callback URI.
func (a *Authorization) read(got response, consent bool) error {
	if err := got.decode(a, []string{"request_id", "status_code", "redirect_uri"}); err != nil {
		return err
	}

	if err := a.readCallback(); err != nil {
		return err
	}

	switch {
	case !consent:
		return nil
	case a.OAuthError != nil:
		return &Error{Kind: KindRefused, Type: *a.OAuthError, Message: deref(a.OAuthErrorDescription)}
	case a.AuthorizationCode == nil:
		return errors.New("the response grants consent without an authorization_code")
	}

	return nil
}

// readCallback reads code, error and error_description from the callback URI (RFC 6749 sections 4.1.2 and 4.1.2.1).
// The code of the field authorization_code comes first.
func (a *Authorization) readCallback() error {
	callback, err := url.Parse(*a.CallbackURI)
	if err != nil || callback.Scheme == "" {
		return errors.New("the response's redirect_uri is not an absolute URI")
	}

	if a.OAuthError, err = callbackParameter(callback.RawQuery, "error"); err != nil {
		return err
	}

	if a.OAuthErrorDescription, err = callbackParameter(callback.RawQuery, "error_description"); err != nil {
		return err
	}

	if deref(a.AuthorizationCode) == "" {
		a.AuthorizationCode, err = callbackParameter(callback.RawQuery, "code")
	}

	return err
}

// callbackParameter returns one parameter of a query, nil if it is missing or empty. It ignores the others: a Connected
// App's redirect URI may have parameters of its own, which url.ParseQuery might refuse.
func callbackParameter(query, name string) (*string, error) {
	for query != "" {
		var pair string

		pair, query, _ = strings.Cut(query, "&")
		key, value, _ := strings.Cut(pair, "=")

		if key, err := url.QueryUnescape(key); err != nil || key != name {
			continue
		}

		value, err := url.QueryUnescape(value)

		switch {
		case err != nil || !utf8.ValidString(value):
			return nil, fmt.Errorf("the parameter %s of the response's redirect_uri is malformed", name)
		case value == "":
			return nil, nil //nolint:nilnil // An empty parameter counts as missing.
		}

		return &value, nil
	}

	return nil, nil //nolint:nilnil // A missing parameter is no error.
}
