// SPDX-License-Identifier: MPL-2.0

package client

import (
	"context"
	"net/http"
	"net/http/httptest"
	"slices"
	"testing"
)

// identityProvider returns the identity provider of this name.
func identityProvider(t *testing.T, name string) IdentityProvider {
	t.Helper()

	all := MemberIdentityProviders()

	i := slices.IndexFunc(all, func(provider IdentityProvider) bool { return provider.Name == name })
	if i < 0 {
		t.Fatalf("no identity provider %q", name)
	}

	return all[i]
}

func TestMemberTokensRequest(t *testing.T) {
	t.Parallel()

	for _, test := range []struct {
		provider string
		request  MemberTokensRequest
		want     string
	}{
		{
			"microsoft",
			MemberTokensRequest{OrganizationID: "organization-test-1", MemberID: "member-test-1"},
			"organization-test-1/members/member-test-1/oauth_providers/microsoft",
		},
		{
			"google",
			MemberTokensRequest{OrganizationID: "o", MemberID: "m", IncludeRefreshToken: new(true)},
			"o/members/m/oauth_providers/google?include_refresh_token=true",
		},
		{
			"hubspot",
			MemberTokensRequest{OrganizationID: "o", MemberID: "m", IncludeRefreshToken: new(false)},
			"o/members/m/oauth_providers/hubspot?include_refresh_token=false",
		},
		{
			"slack",
			MemberTokensRequest{OrganizationID: "acme~inc.", MemberID: "okta|ada.lovelace"},
			"acme~inc./members/okta%7Cada.lovelace/oauth_providers/slack",
		},
		{
			"github",
			MemberTokensRequest{OrganizationID: "../../v1", MemberID: "a/b?c#d%2Fe"},
			"..%2F..%2Fv1/members/a%2Fb%3Fc%23d%252Fe/oauth_providers/github",
		},
	} {
		// The response does not matter here.
		inBubble(t, stytchError(404, "member_not_found"), func(t *testing.T, e *testEnv) {
			_, err := e.client.MemberTokens(t.Context(), identityProvider(t, test.provider), test.request)
			_ = requireError(t, err, KindAPI)

			requireRequest(t, e, http.MethodGet, "/v1/b2b/organizations/"+test.want, "")
		})
	}
}

func TestMemberTokensResponse(t *testing.T) {
	t.Parallel()

	const (
		none = `"provider_subject":null,"provider_tenant_id":null,"provider_tenant_ids":null,"access_token":null,
			"access_token_expires_in":null,"id_token":null,"refresh_token":null,"scopes":null,"bot_access_token":null,
			"bot_scopes":null`
		slack = `{"request_id":"r","status_code":200,"provider_type":"Slack","registrations":[
			{"provider_subject":"U1","provider_tenant_id":"T1","provider_tenant_ids":null,"access_token":"xoxp-1",
			"access_token_expires_in":null,"id_token":null,"refresh_token":null,"scopes":["users:read"],
			"bot_access_token":"xoxb-1","bot_scopes":["chat:write"]},
			{"provider_subject":"U2","provider_tenant_id":null,"provider_tenant_ids":["T2","T3"],"access_token":"xoxp-2",
			"access_token_expires_in":43200,"id_token":null,"refresh_token":null,"scopes":[],"bot_access_token":"xoxb-2",
			"bot_scopes":[]}],` + none + `}`
	)

	for name, test := range map[string]struct{ provider, response, want string }{
		"all fields": {
			"google", googleTokens, `{"request_id":"request-id-test-1","status_code":200,"provider_type":"Google",
				"provider_subject":"10769","provider_tenant_id":null,"provider_tenant_ids":null,"access_token":"ya29.access",
				"access_token_expires_in":3599,"id_token":"id.token.value","refresh_token":"1//refresh",
				"scopes":["openid","email"],"bot_access_token":null,"bot_scopes":null,"registrations":null}`,
		},
		"null for what is not promised, and a new field": {
			"google", `{"request_id":"r","status_code":200,"provider_type":"Google","provider_subject":"s","id_token":"i",
				"scopes":["a"],"access_token":null,"access_token_expires_in":null,"refresh_token":null,"new":{"field":[1]}}`,
			`{"request_id":"r","status_code":200,"provider_type":"Google","provider_subject":"s",
				"provider_tenant_id":null,"provider_tenant_ids":null,"access_token":null,"access_token_expires_in":null,
				"id_token":"i","refresh_token":null,"scopes":["a"],"bot_access_token":null,"bot_scopes":null,
				"registrations":null}`,
		},
		"no registrations": {
			"hubspot", `{"request_id":"r","status_code":200,"provider_type":"HubSpot","registrations":[]}`,
			`{"request_id":"r","status_code":200,"provider_type":"HubSpot","registrations":[],` + none + `}`,
		},
		"registrations in order": {"slack", slack, slack},
	} {
		inBubble(t, respond(200, test.response), func(t *testing.T, e *testEnv) {
			got, err := e.client.MemberTokens(t.Context(), identityProvider(t, test.provider),
				MemberTokensRequest{OrganizationID: "o", MemberID: "m"})
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}

			if !sameJSON(t, toJSON(t, got), test.want) {
				t.Errorf("%s: got %s", name, toJSON(t, got))
			}
		})
	}
}

func BenchmarkMemberTokens(b *testing.B) {
	server := httptest.NewServer(respond(200, googleTokens))
	b.Cleanup(server.Close)

	// As in the provider, which logs attempts.
	c := newTestClient(b, server.URL, func(config *Config) { config.Observe = func(context.Context, Attempt) {} })

	b.ReportAllocs()

	for b.Loop() {
		if err := readTokens(b.Context(), c); err != nil {
			b.Fatal(err)
		}
	}
}
