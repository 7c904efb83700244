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

// theirReader is who reads tokens in the SDK, and theirRequest what it is asked with.
type (
	theirReader  = b2b.OrganizationsMembersOAuthProvidersClient
	theirRequest = oauthproviders.ProviderInformationParams
)

// theirProvider is an identity provider as the SDK has it.
type theirProvider struct {
	// token is the type that has the fields of a token.
	token reflect.Type
	read  func(context.Context, *theirReader, *theirRequest) (any, error)
	// onlyOurs are the fields of a token that our client has, and the SDK does not.
	onlyOurs []string
	// noRefreshToken says that the SDK does not ask about refresh tokens, which it otherwise always does.
	noRefreshToken bool
}

// theirProviders are those of the SDK, which has a method and types for each: one that a new version brings is added
// here. What only our client has is not compared.
func theirProviders() map[string]theirProvider {
	return map[string]theirProvider{
		"google":    {token: reflect.TypeFor[oauthproviders.GoogleResponse](), read: asking((*theirReader).Google)},
		"microsoft": {token: reflect.TypeFor[oauthproviders.MicrosoftResponse](), read: asking((*theirReader).Microsoft)},
		"hubspot":   {token: reflect.TypeFor[organizations.HubspotProviderInfo](), read: asking((*theirReader).Hubspot)},
		"github":    {token: reflect.TypeFor[organizations.GithubProviderInfo](), read: asking((*theirReader).Github)},
		"slack": {
			token: reflect.TypeFor[organizations.SlackProviderInfo](),
			read: func(ctx context.Context, reader *theirReader, asked *theirRequest) (any, error) {
				return reader.Slack(ctx,
					&oauthproviders.SlackParams{OrganizationID: asked.OrganizationID, MemberID: asked.MemberID})
			},
			// Stytch's published example of Slack's tokens has them, its schema does not.
			onlyOurs:       []string{"access_token_expires_in", "provider_tenant_ids"},
			noRefreshToken: true,
		},
	}
}

// asking makes one kind of function of the SDK's methods, whose answers have a type each.
func asking[Answer any](
	method func(*theirReader, context.Context, *theirRequest) (*Answer, error),
) func(context.Context, *theirReader, *theirRequest) (any, error) {
	return func(ctx context.Context, reader *theirReader, asked *theirRequest) (any, error) {
		return method(reader, ctx, asked)
	}
}

// sharedProviders are the identity providers that both clients have.
func sharedProviders() []client.IdentityProvider {
	theirs := theirProviders()

	return slices.DeleteFunc(client.MemberIdentityProviders(), func(provider client.IdentityProvider) bool {
		_, have := theirs[provider.Name]

		return !have
	})
}

// The client may be ahead of the SDK, but not behind.
func TestIdentityProvidersAreThoseOfTheSDK(t *testing.T) {
	t.Parallel()

	theirs := theirProviders()

	for _, provider := range client.MemberIdentityProviders() {
		known, have := theirs[provider.Name]
		delete(theirs, provider.Name)

		t.Run(provider.Name, func(t *testing.T) {
			t.Parallel()

			if !have {
				t.Skipf("the SDK has no %s: there is nothing to compare it with", provider.Title)
			}

			want := names(known.token)
			for _, ofTheEnvelope := range []string{"request_id", "status_code", "provider_type"} {
				delete(want, ofTheEnvelope)
			}

			ours, all := map[string]string{}, names(reflect.TypeFor[client.Token]())
			for _, field := range provider.Fields {
				ours[field.Name] = all[field.Name]
			}

			sameNames(t, ours, want, known.onlyOurs, nil)
		})
	}

	if len(theirs) > 0 {
		t.Errorf("we know nothing of %v", slices.Sorted(maps.Keys(theirs)))
	}
}

// The emulator's table is written from Stytch's documentation, and lists the same identity providers as the client's.
func TestEmulatorHasEveryIdentityProvider(t *testing.T) {
	t.Parallel()

	p := meet(t)

	for _, provider := range client.MemberIdentityProviders() {
		if _, err := p.oursB2B.MemberTokens(t.Context(), provider, client.MemberTokensRequest{
			OrganizationID: p.fixture.OrganizationID, MemberID: p.fixture.MemberID,
		}); err != nil {
			t.Errorf("no tokens of %s: add it to memberProviders of the emulator: %v", provider.Title, err)
		}

		if _, err := p.oursB2B.StartRedirect(t.Context(), client.StartRequest{
			Flow: client.FlowMember, Provider: provider.Name, PublicToken: p.fixture.PublicToken,
			OrganizationID: p.fixture.OrganizationID,
		}); err != nil {
			t.Errorf("no login with %s: %v", provider.Title, err)
		}
	}
}
