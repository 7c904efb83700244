// SPDX-License-Identifier: MPL-2.0

package client_test

import (
	"context"
	"strings"
	"testing"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/client"
	"github.com/stytch-community/terraform-provider-stytchoauth/internal/tftest"
)

// benchmarkAnswers are answers of the size that Stytch's are, by the name of the identity provider.
var benchmarkAnswers = map[string]string{
	"microsoft": `{"request_id":"request-id-test-55555555-5555-4555-8555-555555555555","status_code":200,
		"provider_type":"Microsoft","provider_subject":"33333333-3333-4333-8333-333333333333",
		"access_token":"` + strings.Repeat("access-", 100) + `","access_token_expires_in":3599,
		"id_token":"` + strings.Repeat("id-", 250) + `","scopes":["openid","profile","email","offline_access"]}`,
	"slack": `{"request_id":"request-id-test-55555555-5555-4555-8555-555555555555","status_code":200,
		"provider_type":"Slack","registrations":[{"provider_subject":"U0AAAAAAAAA","provider_tenant_id":"T0AAAAAAAAA",
		"access_token":"xoxp-` + strings.Repeat("0", 70) + `","scopes":["openid","profile","email"],
		"bot_access_token":"xoxb-` + strings.Repeat("0", 50) + `","bot_scopes":["chat:write","channels:read"]}]}`,
}

func BenchmarkNew(b *testing.B) {
	b.ReportAllocs()

	for b.Loop() {
		client.New(client.Config{ProjectID: projectID, Secret: secret})
	}
}

func BenchmarkMemberTokens(b *testing.B) {
	request := client.MemberTokensRequest{OrganizationID: "organization-test-1", MemberID: "member-test-1"}

	for _, provider := range client.MemberIdentityProviders() {
		answer, ok := benchmarkAnswers[provider.Name]
		if !ok {
			continue
		}

		b.Run(provider.Name, func(b *testing.B) {
			b.ReportAllocs()

			// As the provider does: to observe is part of what a read costs.
			c := newClient(b, tftest.AnswerAlways(b, answer), func(config *client.Config) {
				config.Observe = func(context.Context, client.Attempt) {}
			})

			for b.Loop() {
				if _, err := c.MemberTokens(b.Context(), provider, request); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkStartURL(b *testing.B) {
	b.ReportAllocs()

	c := client.New(client.Config{})
	request := client.StartRequest{
		Flow: client.FlowMember, Provider: "google", PublicToken: "public-token-test-1", OrganizationID: "organization-test-1",
		LoginRedirectURL: "https://app.example.com/login?next=/", CustomScopes: []string{"openid", "email"},
		ProviderParams: map[string]string{"login_hint": "ada@example.com", "prompt": "consent"},
	}

	for b.Loop() {
		if _, err := c.StartURL(request); err != nil {
			b.Fatal(err)
		}
	}
}
