// SPDX-License-Identifier: MPL-2.0

package client

import (
	"context"
	"net/http"
	"net/url"
	"strconv"
)

// IdentityProvider is one whose tokens Stytch keeps for a Member after a login
// (https://stytch.com/docs/b2b/api/get-microsoft-access-token and its neighbours).
type IdentityProvider struct {
	// Name is Stytch's name of it in paths, for instance `microsoft`.
	Name string
	// Title is its name in prose, for instance `Microsoft`.
	Title string
	// Registrations says that a Member can be registered with it more than once, so that tokens come as a list.
	Registrations bool
	// RefreshToken says that Stytch can be asked for the refresh token.
	RefreshToken bool
	// Fields are those that its tokens have.
	Fields []TokenField
}

// TokenField is a field of a [Token] as one identity provider has it.
type TokenField struct {
	Name string
	// Required says that Stytch promises it in every answer.
	Required bool
}

// promised and possible are the two sorts of fields.
func promised(name string) TokenField { return TokenField{Name: name, Required: true} }
func possible(name string) TokenField { return TokenField{Name: name} }

// MemberIdentityProviders returns every identity provider of a B2B project: the one place that says what is
// particular about each.
func MemberIdentityProviders() []IdentityProvider {
	return []IdentityProvider{
		{
			// Google One Tap gives no access token, so Google's may be missing.
			Name: "google", Title: "Google", RefreshToken: true,
			Fields: []TokenField{
				promised("provider_subject"), possible("access_token"), possible("access_token_expires_in"),
				promised("id_token"), promised("scopes"), possible("refresh_token"),
			},
		},
		{
			Name: "microsoft", Title: "Microsoft", RefreshToken: true,
			Fields: []TokenField{
				promised("provider_subject"), promised("access_token"), promised("access_token_expires_in"),
				promised("id_token"), promised("scopes"), possible("refresh_token"),
			},
		},
		{
			// The tenant id is only filled in where there is exactly one. Stytch's example shows
			// access_token_expires_in and provider_tenant_ids, its schema does not.
			Name: "slack", Title: "Slack", Registrations: true,
			Fields: []TokenField{
				promised("provider_subject"), possible("provider_tenant_id"), possible("provider_tenant_ids"),
				promised("access_token"), possible("access_token_expires_in"), promised("scopes"),
				promised("bot_access_token"), promised("bot_scopes"),
			},
		},
		{
			Name: "hubspot", Title: "HubSpot", Registrations: true, RefreshToken: true,
			Fields: []TokenField{
				promised("provider_subject"), possible("provider_tenant_id"), promised("access_token"),
				promised("access_token_expires_in"), promised("scopes"), possible("refresh_token"),
			},
		},
		{
			Name: "github", Title: "GitHub", Registrations: true,
			Fields: []TokenField{
				promised("provider_subject"), promised("provider_tenant_ids"), promised("access_token"),
				promised("scopes"),
			},
		},
	}
}

// Token is what Stytch keeps of one login with an identity provider. A field that Stytch leaves out is nil.
type Token struct {
	ProviderSubject      *string  `json:"provider_subject"`
	ProviderTenantID     *string  `json:"provider_tenant_id"`
	ProviderTenantIDs    []string `json:"provider_tenant_ids"`
	AccessToken          *string  `json:"access_token"`
	AccessTokenExpiresIn *int64   `json:"access_token_expires_in"` // In seconds from the answer on.
	IDToken              *string  `json:"id_token"`
	RefreshToken         *string  `json:"refresh_token"`
	Scopes               []string `json:"scopes"`
	BotAccessToken       *string  `json:"bot_access_token"`
	BotScopes            []string `json:"bot_scopes"`
}

// MemberTokens is the answer to [Client.MemberTokens]. Either Token or Registrations is filled, as the identity
// provider has it.
type MemberTokens struct {
	Envelope
	Token

	ProviderType  *string `json:"provider_type"`
	Registrations []Token `json:"registrations"`
}

// MemberTokensRequest says whose tokens are read.
type MemberTokensRequest struct {
	// OrganizationID is the Organization's id, slug or external id; MemberID the Member's id or external id.
	OrganizationID, MemberID string
	// IncludeRefreshToken is sent only when it is set.
	IncludeRefreshToken *bool
}

// MemberTokens reads the tokens that Stytch keeps for a Member. Stytch may refresh the access token on the way. An id
// that cannot stand in a path fails with [KindInvalid], an answer without a field that the identity provider promises
// with [KindAnswer], and what Stytch refuses, such as a Member without tokens, with [KindAPI].
func (c *Client) MemberTokens(
	ctx context.Context, provider IdentityProvider, request MemberTokensRequest,
) (*MemberTokens, error) {
	query := url.Values{}
	if request.IncludeRefreshToken != nil {
		query.Set("include_refresh_token", strconv.FormatBool(*request.IncludeRefreshToken))
	}

	tokens := &MemberTokens{}

	err := c.do(ctx, call{
		method:   http.MethodGet,
		route:    "/v1/b2b/organizations/{organization_id}/members/{member_id}/oauth_providers/" + provider.Name,
		values:   []string{request.OrganizationID, request.MemberID},
		query:    query.Encode(),
		basic:    true,
		repeat:   repeatRead,
		result:   tokens,
		required: provider.required(),
	})
	if err != nil {
		return nil, err
	}

	return tokens, nil
}

// required are the fields that an answer of this identity provider must hold.
func (p IdentityProvider) required() []string {
	required := []string{"request_id", "status_code", "provider_type"}
	prefix := ""

	if p.Registrations {
		required = append(required, "registrations")
		prefix = "registrations[]."
	}

	for _, field := range p.Fields {
		if field.Required {
			required = append(required, prefix+field.Name)
		}
	}

	return required
}
