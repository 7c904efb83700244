// SPDX-License-Identifier: MPL-2.0

package client

import (
	"context"
	"net/http"
	"strings"
)

// Product is one of Stytch's two products. A project is of one of them, and the other one's calls are refused.
type Product struct {
	preflight, authorize string
	// subject is the field of a preflight's answer that names who is asked.
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

// PreflightRequest is what both steps of an authorization are asked (RFC 6749 section 4.1.1).
type PreflightRequest struct {
	Subject

	ClientID     string   `json:"client_id"`
	RedirectURI  string   `json:"redirect_uri"`
	ResponseType string   `json:"response_type"`
	Scopes       []string `json:"scopes"`
	Prompt       string   `json:"prompt,omitzero"`
}

// secrets are what no text may repeat.
func (r PreflightRequest) secrets() []string {
	return []string{r.SessionToken, r.SessionJWT}
}

// withScopes makes sure that scopes are sent even if there are none.
func (r PreflightRequest) withScopes() PreflightRequest {
	if r.Scopes == nil {
		r.Scopes = []string{}
	}

	return r
}

// Preflight is the answer to [Client.Preflight].
type Preflight struct {
	Envelope

	MemberID        *string       `json:"member_id"`
	UserID          *string       `json:"user_id"`
	Client          *ConnectedApp `json:"client"`
	ConsentRequired *bool         `json:"consent_required"`
	ScopeResults    []ScopeResult `json:"scope_results"`
}

// ConnectedApp is what anyone may know of a Connected App.
type ConnectedApp struct {
	ClientID          *string `json:"client_id"`
	ClientName        *string `json:"client_name"`
	ClientDescription *string `json:"client_description"`
	ClientType        *string `json:"client_type"`
	LogoURL           *string `json:"logo_url"`
}

// ScopeResult says whether a scope can be granted to the Connected App by that subject.
type ScopeResult struct {
	Scope       *string `json:"scope"`
	Description *string `json:"description"`
	IsGrantable *bool   `json:"is_grantable"`
}

// Preflight checks a request for authorization and says which scopes can be granted, and whether consent is
// needed. It changes nothing (https://stytch.com/docs/b2b/api/connected-apps-oauth-authorize-start).
func (c *Client) Preflight(ctx context.Context, product Product, request PreflightRequest) (*Preflight, error) {
	preflight := &Preflight{}

	err := c.do(ctx, call{
		method:  http.MethodPost,
		route:   product.preflight,
		json:    request.withScopes(),
		basic:   true,
		repeat:  repeatRead,
		secrets: request.secrets(),
		result:  preflight,
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

// RequireGrantable makes a preflight, and fails with [KindNotGrantable] if there is a scope that cannot be granted.
// The error names each.
func (c *Client) RequireGrantable(ctx context.Context, product Product, request PreflightRequest) error {
	preflight, err := c.Preflight(ctx, product, request)
	if err != nil {
		return err
	}

	var scopes []string

	clean := c.redactor(request.secrets()).clean

	for _, result := range preflight.ScopeResults {
		if !*result.IsGrantable {
			scopes = append(scopes, clean(*result.Scope))
		}
	}

	if len(scopes) == 0 {
		return nil
	}

	return &Error{
		Kind: KindNotGrantable, Method: http.MethodPost, Route: product.preflight, Host: c.apiURL().Host,
		StatusCode: int(*preflight.StatusCode), RequestID: clean(preflight.requestID()),
		Reason: strings.Join(scopes, ", "), Attempts: 1,
	}
}
