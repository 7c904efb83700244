// SPDX-License-Identifier: MPL-2.0

package client_test

import (
	"net/http"
	"reflect"
	"strings"
	"testing"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/client"
)

func TestMemberTokensRequest(t *testing.T) {
	t.Parallel()

	for name, test := range map[string]struct {
		provider string
		request  client.MemberTokensRequest
		want     string
	}{
		"plain": {
			provider: "microsoft",
			request:  client.MemberTokensRequest{OrganizationID: "organization-test-1", MemberID: "member-test-1"},
			want:     "/v1/b2b/organizations/organization-test-1/members/member-test-1/oauth_providers/microsoft",
		},
		"refresh token": {
			provider: "google",
			request:  client.MemberTokensRequest{OrganizationID: "o", MemberID: "m", IncludeRefreshToken: new(true)},
			want:     "/v1/b2b/organizations/o/members/m/oauth_providers/google?include_refresh_token=true",
		},
		"no refresh token": {
			provider: "hubspot",
			request:  client.MemberTokensRequest{OrganizationID: "o", MemberID: "m", IncludeRefreshToken: new(false)},
			want:     "/v1/b2b/organizations/o/members/m/oauth_providers/hubspot?include_refresh_token=false",
		},
		"slug and external id": {
			provider: "slack",
			request:  client.MemberTokensRequest{OrganizationID: "acme~inc.", MemberID: "okta|ada.lovelace"},
			want:     "/v1/b2b/organizations/acme~inc./members/okta%7Cada.lovelace/oauth_providers/slack",
		},
		"what could leave its place": {
			provider: "github",
			request:  client.MemberTokensRequest{OrganizationID: "../../v1", MemberID: "a/b?c#d%2Fe"},
			want: "/v1/b2b/organizations/..%2F..%2Fv1/members/a%2Fb%3Fc%23d%252Fe" +
				"/oauth_providers/github",
		},
		"unicode": {
			provider: "github",
			request:  client.MemberTokensRequest{OrganizationID: "zoë", MemberID: "日本"},
			want:     "/v1/b2b/organizations/zo%C3%AB/members/%E6%97%A5%E6%9C%AC/oauth_providers/github",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			// The answer does not matter here.
			c, record := serve(t, stytchError(404, "member_not_found"))

			_, err := c.MemberTokens(t.Context(), identityProvider(t, test.provider), test.request)
			fails(t, err, client.KindAPI)

			got := record.only(t)
			if got.Method != http.MethodGet || got.Target != test.want || got.Body != "" {
				t.Errorf("%s %s %q, want GET %s", got.Method, got.Target, got.Body, test.want)
			}
		})
	}
}

func TestMemberTokensAnswer(t *testing.T) {
	t.Parallel()

	envelope := func(id string) client.Envelope {
		return client.Envelope{RequestID: &id, StatusCode: new(int64(200))}
	}

	for name, test := range map[string]struct {
		provider, answer string
		want             client.MemberTokens
	}{
		"everything": {
			provider: "google", answer: googleTokens,
			want: client.MemberTokens{
				Envelope: envelope("request-id-test-1"), ProviderType: new("Google"),
				Token: client.Token{
					ProviderSubject: new("10769"), AccessToken: new("ya29.access"),
					AccessTokenExpiresIn: new(int64(3599)), IDToken: new("id.token.value"),
					Scopes: []string{"openid", "email"}, RefreshToken: new("1//refresh"),
				},
			},
		},
		"only what is promised": {
			provider: "google",
			answer: `{"request_id":"r","status_code":200,"provider_type":"Google","provider_subject":"",
				"id_token":"i","scopes":[]}`,
			want: client.MemberTokens{
				Envelope: envelope("r"), ProviderType: new("Google"),
				Token: client.Token{ProviderSubject: new(""), IDToken: new("i"), Scopes: []string{}},
			},
		},
		"null for what is not promised": {
			provider: "google",
			answer: `{"request_id":"r","status_code":200,"provider_type":"Google","provider_subject":"s",
				"id_token":"i","scopes":["a"],"access_token":null,"access_token_expires_in":null,
				"refresh_token":null,"provider_tenant_ids":null,"error_details":{"new":["field"]}}`,
			want: client.MemberTokens{
				Envelope: envelope("r"), ProviderType: new("Google"),
				Token: client.Token{ProviderSubject: new("s"), IDToken: new("i"), Scopes: []string{"a"}},
			},
		},
		"no registration": {
			provider: "hubspot",
			answer:   `{"request_id":"r","status_code":200,"provider_type":"HubSpot","registrations":[]}`,
			want: client.MemberTokens{
				Envelope: envelope("r"), ProviderType: new("HubSpot"), Registrations: []client.Token{},
			},
		},
		"registrations in order": {
			provider: "slack", answer: slackTokens,
			want: client.MemberTokens{
				Envelope: envelope("request-id-test-2"), ProviderType: new("Slack"),
				Registrations: []client.Token{
					{
						ProviderSubject: new("U1"), ProviderTenantID: new("T1"), AccessToken: new("xoxp-1"),
						Scopes: []string{"users:read"}, BotAccessToken: new("xoxb-1"), BotScopes: []string{"chat:write"},
					},
					{
						ProviderSubject: new("U2"), ProviderTenantIDs: []string{"T2", "T3"}, AccessToken: new("xoxp-2"),
						AccessTokenExpiresIn: new(int64(43200)), Scopes: []string{}, BotAccessToken: new("xoxb-2"),
						BotScopes: []string{},
					},
				},
			},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			c, _ := serve(t, reply(200, test.answer))

			got, err := c.MemberTokens(t.Context(), identityProvider(t, test.provider),
				client.MemberTokensRequest{OrganizationID: "o", MemberID: "m"})
			if err != nil {
				t.Fatal(err)
			}

			if !reflect.DeepEqual(*got, test.want) {
				t.Errorf("got  %s\nwant %s", asJSON(t, got), asJSON(t, test.want))
			}
		})
	}
}

// What is not promised may be missing, or null.
func TestFieldThatIsNotPromised(t *testing.T) {
	t.Parallel()

	promises := promises()

	for _, provider := range client.MemberIdentityProviders() {
		promised := map[string]bool{}
		for _, field := range promises[provider.Name+" tokens"] {
			promised[field[strings.LastIndex(field, ".")+1:]] = true
		}

		for _, field := range provider.Fields {
			if promised[field.Name] || len(promised) == 0 {
				continue
			}

			path := []any{field.Name}
			if provider.Registrations {
				path = []any{"registrations", 1, field.Name}
			}

			for _, value := range []any{absent, nil} {
				c, _ := serve(t, reply(200, without(t, tokensAnswer(provider), value, path...)))

				if _, err := c.MemberTokens(t.Context(), provider,
					client.MemberTokensRequest{OrganizationID: "o", MemberID: "m"}); err != nil {
					t.Errorf("%s without %s: %v", provider.Name, field.Name, err)
				}
			}
		}
	}
}
