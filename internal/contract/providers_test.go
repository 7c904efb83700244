// SPDX-License-Identifier: MPL-2.0

package contract_test

import (
	"context"
	"maps"
	"reflect"
	"slices"
	"testing"

	"github.com/stytchauth/stytch-go/v16/stytch/b2b"
	"github.com/stytchauth/stytch-go/v16/stytch/b2b/organizations"
	"github.com/stytchauth/stytch-go/v16/stytch/b2b/organizations/members/oauthproviders"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/client"
)

type (
	sdkTokensClient  = b2b.OrganizationsMembersOAuthProvidersClient
	sdkTokensRequest = oauthproviders.ProviderInformationParams
)

// sdkProvider is an identity provider as the SDK has it.
type sdkProvider struct {
	// token is the type that has the fields of a token.
	token reflect.Type
	read  func(context.Context, *sdkTokensClient, *sdkTokensRequest) (any, error)
	// oursOnly are the fields of a token that our client has, and the SDK does not.
	oursOnly []string
	// noRefreshToken says that the SDK does not send include_refresh_token, which it otherwise always does.
	noRefreshToken bool
}

// sdkProviders returns those of the SDK, which has a method and types for each: one that a new version brings is added
// here. What only our client has is not compared.
func sdkProviders() map[string]sdkProvider {
	return map[string]sdkProvider{
		"google":    {token: reflect.TypeFor[oauthproviders.GoogleResponse](), read: reading((*sdkTokensClient).Google)},
		"microsoft": {token: reflect.TypeFor[oauthproviders.MicrosoftResponse](), read: reading((*sdkTokensClient).Microsoft)},
		"hubspot":   {token: reflect.TypeFor[organizations.HubspotProviderInfo](), read: reading((*sdkTokensClient).Hubspot)},
		"github":    {token: reflect.TypeFor[organizations.GithubProviderInfo](), read: reading((*sdkTokensClient).Github)},
		"slack": {
			token: reflect.TypeFor[organizations.SlackProviderInfo](),
			read: func(ctx context.Context, tokens *sdkTokensClient, r *sdkTokensRequest) (any, error) {
				return tokens.Slack(ctx, &oauthproviders.SlackParams{OrganizationID: r.OrganizationID, MemberID: r.MemberID})
			},
			// Stytch's published example of Slack's tokens has them, its schema does not.
			oursOnly:       []string{"access_token_expires_in", "provider_tenant_ids"},
			noRefreshToken: true,
		},
	}
}

// reading gives the SDK's methods, whose results have a type each, one type.
func reading[Result any](
	method func(*sdkTokensClient, context.Context, *sdkTokensRequest) (*Result, error),
) func(context.Context, *sdkTokensClient, *sdkTokensRequest) (any, error) {
	return func(ctx context.Context, tokens *sdkTokensClient, r *sdkTokensRequest) (any, error) {
		return method(tokens, ctx, r)
	}
}

// The client may be ahead of the SDK, but not behind.
func TestIdentityProvidersAreThoseOfTheSDK(t *testing.T) {
	t.Parallel()

	sdk := sdkProviders()
	for _, provider := range client.MemberIdentityProviders() {
		known, have := sdk[provider.Name]
		delete(sdk, provider.Name)
		t.Run(provider.Name, func(t *testing.T) {
			t.Parallel()

			if !have {
				t.Skipf("the SDK has no %s: there is nothing to compare it with", provider.Title)
			}
			want := fieldsOf(known.token)
			for _, envelope := range []string{"request_id", "status_code", "provider_type"} {
				delete(want, envelope)
			}
			ours, all := map[string]string{}, fieldsOf(reflect.TypeFor[client.Token]())
			for _, field := range provider.Fields {
				ours[field.Name] = all[field.Name]
			}
			assertSameFields(t, ours, want, known.oursOnly, nil)
		})
	}
	if len(sdk) > 0 {
		t.Errorf("our client does not have %v", slices.Sorted(maps.Keys(sdk)))
	}
}

// The emulator's table is written from Stytch's documentation, and lists the same identity providers as the client's.
func TestEmulatorHasEveryIdentityProvider(t *testing.T) {
	t.Parallel()

	c := newClients(t)
	for _, provider := range client.MemberIdentityProviders() {
		if _, err := c.b2b.MemberTokens(t.Context(), provider, client.MemberTokensRequest{
			OrganizationID: c.fixture.OrganizationID, MemberID: c.fixture.MemberID,
		}); err != nil {
			t.Errorf("no tokens of %s: add it to memberProviders of the emulator: %v", provider.Title, err)
		}
		if _, err := c.b2b.StartRedirect(t.Context(), client.StartRequest{
			Flow: client.FlowMember, Provider: provider.Name, PublicToken: c.fixture.PublicToken,
			OrganizationID: c.fixture.OrganizationID,
		}); err != nil {
			t.Errorf("no login with %s: %v", provider.Title, err)
		}
	}
}
