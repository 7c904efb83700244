// SPDX-License-Identifier: MPL-2.0

package client

import (
	"context"
	"net/http"
	"net/url"
	"strconv"
)

// IdentityProvider is an identity provider whose tokens Stytch stores when a Member logs in with it
// (https://stytch.com/docs/b2b/api/get-microsoft-access-token and its neighbours).
type IdentityProvider struct {
	// Name is its name in Stytch's paths, for instance `microsoft`.
	Name string
	// Title is its name in prose, for instance `Microsoft`.
	Title string
	// Registrations reports whether a Member can have several registrations with it, so that tokens come as a list.
	Registrations bool
	// RefreshToken reports whether Stytch can be asked for the refresh token.
	RefreshToken bool
	// Fields are the fields of its tokens.
	Fields []TokenField
}

// TokenField is a field of a [Token] as one identity provider has it.
type TokenField struct {
	Name string
	// Required reports whether Stytch promises the field in every response.
	Required bool
}

// required and optional return the two kinds of fields.
func required(name string) TokenField { return TokenField{Name: name, Required: true} }
func optional(name string) TokenField { return TokenField{Name: name} }

// MemberIdentityProviders returns every identity provider of a B2B project. All that differs between them is here.
func MemberIdentityProviders() []IdentityProvider {
	return []IdentityProvider{
		{
			// A login with Google One Tap gives no access token.
			Name: "google", Title: "Google", RefreshToken: true,
			Fields: []TokenField{
				required("provider_subject"), optional("access_token"), optional("access_token_expires_in"),
				required("id_token"), required("scopes"), optional("refresh_token"),
			},
		},
		{
			Name: "microsoft", Title: "Microsoft", RefreshToken: true,
			Fields: []TokenField{
				required("provider_subject"), required("access_token"), required("access_token_expires_in"),
				required("id_token"), required("scopes"), optional("refresh_token"),
			},
		},
		{
			// The tenant id is only set if there is exactly one. access_token_expires_in and provider_tenant_ids are in
			// Stytch's example, but not in its schema.
			Name: "slack", Title: "Slack", Registrations: true,
			Fields: []TokenField{
				required("provider_subject"), optional("provider_tenant_id"), optional("provider_tenant_ids"),
				required("access_token"), optional("access_token_expires_in"), required("scopes"),
				required("bot_access_token"), required("bot_scopes"),
			},
		},
		{
			Name: "hubspot", Title: "HubSpot", Registrations: true, RefreshToken: true,
			Fields: []TokenField{
				required("provider_subject"), optional("provider_tenant_id"), required("access_token"),
				required("access_token_expires_in"), required("scopes"), optional("refresh_token"),
			},
		},
		{
			Name: "github", Title: "GitHub", Registrations: true,
			Fields: []TokenField{
				required("provider_subject"), required("provider_tenant_ids"), required("access_token"),
				required("scopes"),
			},
		},
	}
}

// Token is what Stytch stores of one login with an identity provider. A field that Stytch leaves out is nil.
type Token struct {
	ProviderSubject      *string  `json:"provider_subject"`
	ProviderTenantID     *string  `json:"provider_tenant_id"`
	ProviderTenantIDs    []string `json:"provider_tenant_ids"`
	AccessToken          *string  `json:"access_token"`
	AccessTokenExpiresIn *int64   `json:"access_token_expires_in"` // In seconds from the response on.
	IDToken              *string  `json:"id_token"`
	RefreshToken         *string  `json:"refresh_token"`
	Scopes               []string `json:"scopes"`
	BotAccessToken       *string  `json:"bot_access_token"`
	BotScopes            []string `json:"bot_scopes"`
}

// MemberTokens is the response of [Client.MemberTokens]. Token or Registrations is set, depending on the identity
// provider.
type MemberTokens struct {
	Envelope
	Token

	ProviderType  *string `json:"provider_type"`
	Registrations []Token `json:"registrations"`
}

// MemberTokensRequest names the Member whose tokens are read.
type MemberTokensRequest struct {
	// OrganizationID is the id, slug or external id of the Organization, MemberID the id or external id of the Member.
	OrganizationID, MemberID string
	// IncludeRefreshToken is only sent if it is not nil.
	IncludeRefreshToken *bool
}

// MemberTokens reads the tokens that Stytch stores for a Member. Stytch may refresh the access token first. An id that
// cannot be part of a path is a [KindInvalid] error, a response without a promised field [KindInvalidResponse], and an
// error of Stytch's, such as for a Member without tokens, [KindAPI].
func (c *Client) MemberTokens(
	ctx context.Context, provider IdentityProvider, request MemberTokensRequest,
) (*MemberTokens, error) {
	query := url.Values{}
	if request.IncludeRefreshToken != nil {
		query.Set("include_refresh_token", strconv.FormatBool(*request.IncludeRefreshToken))
	}

	tokens := &MemberTokens{}

	err := c.do(ctx, call{
		method:    http.MethodGet,
		route:     "/v1/b2b/organizations/{organization_id}/members/{member_id}/oauth_providers/" + provider.Name,
		values:    []string{request.OrganizationID, request.MemberID},
		query:     query.Encode(),
		basicAuth: true,
		retry:     retryAlways,
		result:    tokens,
		required:  provider.requiredFields(),
	})
	if err != nil {
		return nil, err
	}

	return tokens, nil
}

// requiredFields returns the fields that a response for this identity provider must have.
func (p IdentityProvider) requiredFields() []string {
	fields := []string{"request_id", "status_code", "provider_type"}
	prefix := ""

	if p.Registrations {
		fields = append(fields, "registrations")
		prefix = "registrations[]."
	}

	for _, field := range p.Fields {
		if field.Required {
			fields = append(fields, prefix+field.Name)
		}
	}

	return fields
}
