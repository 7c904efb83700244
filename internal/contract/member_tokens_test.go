// SPDX-License-Identifier: MPL-2.0

package contract_test

import (
	"fmt"
	"net/http"
	"slices"
	"testing"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/client"
	"github.com/stytch-community/terraform-provider-stytchoauth/internal/stytchmock"
)

// sharedProviders returns the identity providers that both clients have.
func sharedProviders() []client.IdentityProvider {
	sdk := sdkProviders()

	return slices.DeleteFunc(client.MemberIdentityProviders(), func(provider client.IdentityProvider) bool {
		_, have := sdk[provider.Name]

		return !have
	})
}

// memberTokens reads a member's tokens with both clients.
func (c *clients) memberTokens(
	t *testing.T, provider client.IdentityProvider, request client.MemberTokensRequest,
) (ours *client.MemberTokens, sdk any, ourErr, sdkErr error) {
	t.Helper()

	ours, ourErr = c.b2b.MemberTokens(t.Context(), provider, request)
	sdk, sdkErr = sdkProviders()[provider.Name].read(t.Context(), c.sdkB2B.Organizations.Members.OAuthProviders,
		&sdkTokensRequest{
			OrganizationID: request.OrganizationID, MemberID: request.MemberID,
			IncludeRefreshToken: request.IncludeRefreshToken != nil && *request.IncludeRefreshToken,
		})

	return ours, sdk, ourErr, sdkErr
}

func TestMemberTokens(t *testing.T) {
	t.Parallel()

	c := newClients(t)
	f := c.fixture
	include, exclude := true, false
	requests := []client.MemberTokensRequest{
		{OrganizationID: f.OrganizationID, MemberID: f.MemberID},
		{OrganizationID: f.OrganizationSlug, MemberID: f.MemberID},
		{OrganizationID: f.OrganizationExternalID, MemberID: f.MemberExternalID},
		{OrganizationID: f.OrganizationID, MemberID: f.MemberID, IncludeRefreshToken: &include},
		{OrganizationID: f.OrganizationID, MemberID: f.MemberID, IncludeRefreshToken: &exclude},
	}
	for _, provider := range sharedProviders() {
		for i, request := range requests {
			if request.IncludeRefreshToken != nil && !provider.RefreshToken {
				continue
			}
			name := fmt.Sprintf("%s, request %d", provider.Name, i)
			ours, sdk, ourErr, sdkErr := c.memberTokens(t, provider, request)
			if ourErr != nil || sdkErr != nil {
				t.Fatalf("%s: ours %v, the SDK's %v", name, ourErr, sdkErr)
			}
			assertSameResult(t, name, ours, sdk, nil, nil)
			// The SDK sends include_refresh_token wherever it has it; our client only where it is given.
			var sdkOnly map[string]any
			if request.IncludeRefreshToken == nil && !sdkProviders()[provider.Name].noRefreshToken {
				sdkOnly = map[string]any{"include_refresh_token": "false"}
			}
			c.assertSameRequest(t, name, nil, sdkOnly)

			token := ours.Token
			if provider.Registrations {
				token = ours.Registrations[0]
			}
			if (token.RefreshToken != nil) != (request.IncludeRefreshToken == &include) {
				t.Errorf("%s: there is a refresh token: %t", name, token.RefreshToken != nil)
			}
		}
	}
}

// A member who only used Google One Tap has no access token.
func TestMemberTokensWithoutAnAccessToken(t *testing.T) {
	t.Parallel()

	c := newClients(t)
	providers := sharedProviders()
	google := providers[slices.IndexFunc(providers, func(p client.IdentityProvider) bool { return p.Name == "google" })]
	ours, sdk, ourErr, sdkErr := c.memberTokens(t, google, client.MemberTokensRequest{
		OrganizationID: c.fixture.OrganizationID, MemberID: c.fixture.MemberIDOneTap,
	})
	if ourErr != nil || sdkErr != nil {
		t.Fatalf("ours %v, the SDK's %v", ourErr, sdkErr)
	}
	assertSameResult(t, "One Tap", ours, sdk, nil, nil)
	if ours.AccessToken != nil || ours.AccessTokenExpiresIn != nil {
		t.Errorf("an access token where there is none: %+v", ours.Token)
	}
}

func TestMemberTokensErrors(t *testing.T) {
	t.Parallel()

	c := newClients(t)
	for name, test := range map[string]struct {
		change func(*stytchmock.Fixture)
		status int
		want   string
	}{
		"wrong secret": {
			func(f *stytchmock.Fixture) { f.Secret += "x" }, http.StatusUnauthorized, "unauthorized_credentials",
		},
		"another project": {
			func(f *stytchmock.Fixture) { f.ProjectID = f.ConsumerProjectID }, http.StatusUnauthorized, "unauthorized_credentials",
		},
		"Consumer project": {
			func(f *stytchmock.Fixture) { f.ProjectID, f.Secret = f.ConsumerProjectID, f.ConsumerSecret },
			http.StatusBadRequest, "invalid_b2b_endpoint",
		},
		"unknown organization": {
			func(f *stytchmock.Fixture) { f.OrganizationID = "organization-test-0" }, http.StatusNotFound, "organization_not_found",
		},
		"unknown member": {
			func(f *stytchmock.Fixture) { f.MemberID = "member-test-0" }, http.StatusNotFound, "member_not_found",
		},
		"member without tokens": {
			func(f *stytchmock.Fixture) { f.MemberID = f.MemberIDWithoutTokens },
			http.StatusNotFound, "member_oauth_token_not_found",
		},
	} {
		changed := c.with(t, test.change)
		for _, provider := range sharedProviders() {
			_, _, ours, sdk := changed.memberTokens(t, provider, client.MemberTokensRequest{
				OrganizationID: changed.fixture.OrganizationID, MemberID: changed.fixture.MemberID,
			})
			assertSameError(t, name+", "+provider.Name, ours, sdk, test.status, test.want)
		}
	}
}
