// SPDX-License-Identifier: MPL-2.0

package contract_test

import (
	"context"
	"fmt"
	"net/http"
	"testing"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/client"
	"github.com/stytch-community/terraform-provider-stytchoauth/internal/stytchmock"
)

// theirTokens asks the SDK for a member's tokens.
func (p *parties) theirTokens(ctx context.Context, name, organization, member string, refresh bool) (any, error) {
	provider, have := theirProviders()[name]
	if !have {
		return nil, fmt.Errorf("the SDK has no %s", name)
	}

	return provider.read(ctx, p.theirsB2B.Organizations.Members.OAuthProviders, &theirRequest{
		OrganizationID: organization, MemberID: member, IncludeRefreshToken: refresh,
	})
}

func TestMemberTokens(t *testing.T) {
	t.Parallel()

	p := meet(t)

	for _, provider := range sharedProviders() {
		// The SDK sends include_refresh_token wherever it has it; ours sends what it is given.
		always := map[string]any{"include_refresh_token": "false"}
		if theirProviders()[provider.Name].noRefreshToken {
			always = nil
		}

		for organization, member := range map[string]string{
			p.fixture.OrganizationID:         p.fixture.MemberID,
			p.fixture.OrganizationSlug:       p.fixture.MemberID,
			p.fixture.OrganizationExternalID: p.fixture.MemberExternalID,
		} {
			what := provider.Name + " of " + organization

			ours, err := p.oursB2B.MemberTokens(t.Context(), provider,
				client.MemberTokensRequest{OrganizationID: organization, MemberID: member})
			if err != nil {
				t.Fatalf("%s: %v", what, err)
			}

			theirs, err := p.theirTokens(t.Context(), provider.Name, organization, member, false)
			if err != nil {
				t.Fatalf("%s: %v", what, err)
			}

			sameAnswer(t, what, ours, theirs, nil, nil)
			p.sameQuestion(t, what, nil, always)
		}
	}
}

func TestMemberTokensWithRefreshToken(t *testing.T) {
	t.Parallel()

	p := meet(t)

	for _, provider := range sharedProviders() {
		if !provider.RefreshToken {
			continue
		}

		for _, include := range []bool{true, false} {
			what := fmt.Sprint(provider.Name, " with a refresh token: ", include)

			ours, err := p.oursB2B.MemberTokens(t.Context(), provider, client.MemberTokensRequest{
				OrganizationID: p.fixture.OrganizationID, MemberID: p.fixture.MemberID, IncludeRefreshToken: &include,
			})
			if err != nil {
				t.Fatalf("%s: %v", what, err)
			}

			theirs, err := p.theirTokens(t.Context(), provider.Name, p.fixture.OrganizationID, p.fixture.MemberID, include)
			if err != nil {
				t.Fatalf("%s: %v", what, err)
			}

			sameAnswer(t, what, ours, theirs, nil, nil)
			p.sameQuestion(t, what, nil, nil)

			got := ours.Token
			if provider.Registrations {
				got = ours.Registrations[0]
			}

			if (got.RefreshToken != nil) != include {
				t.Errorf("%s: got one: %t", what, got.RefreshToken != nil)
			}
		}
	}
}

func TestMemberTokensWithoutAnAccessToken(t *testing.T) {
	t.Parallel()

	p := meet(t)

	ours, err := p.oursB2B.MemberTokens(t.Context(), provider(t, "google"), client.MemberTokensRequest{
		OrganizationID: p.fixture.OrganizationID, MemberID: p.fixture.MemberIDOneTap,
	})
	if err != nil {
		t.Fatal(err)
	}

	theirs, err := p.theirTokens(t.Context(), "google", p.fixture.OrganizationID, p.fixture.MemberIDOneTap, false)
	if err != nil {
		t.Fatal(err)
	}

	sameAnswer(t, "One Tap", ours, theirs, nil, nil)

	if ours.AccessToken != nil || ours.AccessTokenExpiresIn != nil {
		t.Errorf("an access token where there is none: %+v", ours.Token)
	}
}

func TestMemberTokensFailures(t *testing.T) {
	t.Parallel()

	met := meet(t)

	for name, test := range map[string]struct {
		spoil  func(*stytchmock.Fixture)
		status int
		want   string
	}{
		"wrong secret": {
			func(f *stytchmock.Fixture) { f.Secret += "x" },
			http.StatusUnauthorized, "unauthorized_credentials",
		},
		"another project": {
			func(f *stytchmock.Fixture) { f.ProjectID = f.ConsumerProjectID },
			http.StatusUnauthorized, "unauthorized_credentials",
		},
		"unknown organization": {
			func(f *stytchmock.Fixture) { f.OrganizationID = "organization-test-0" },
			http.StatusNotFound, "organization_not_found",
		},
		"unknown member": {
			func(f *stytchmock.Fixture) { f.MemberID = "member-test-0" },
			http.StatusNotFound, "member_not_found",
		},
		"member without tokens": {
			func(f *stytchmock.Fixture) { f.MemberID = f.MemberIDWithoutTokens },
			http.StatusNotFound, "member_oauth_token_not_found",
		},
	} {
		p := met.spoiled(t, test.spoil)

		for _, provider := range sharedProviders() {
			_, ours := p.oursB2B.MemberTokens(t.Context(), provider, client.MemberTokensRequest{
				OrganizationID: p.fixture.OrganizationID, MemberID: p.fixture.MemberID,
			})
			_, theirs := p.theirTokens(t.Context(), provider.Name, p.fixture.OrganizationID, p.fixture.MemberID, false)

			sameFailure(t, name+"/"+provider.Name, ours, theirs, test.status, test.want)
		}
	}
}
