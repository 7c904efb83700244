// SPDX-License-Identifier: MPL-2.0

package client_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"testing"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/client"
	"github.com/stytch-community/terraform-provider-stytchoauth/internal/tftest/canned"
)

// Whole answers of Stytch's, with every field that its reference pages name.
const (
	googleTokens = `{"request_id":"request-id-test-1","status_code":200,"provider_type":"Google",
		"provider_subject":"10769","access_token":"ya29.access","access_token_expires_in":3599,
		"id_token":"id.token.value","scopes":["openid","email"],"refresh_token":"1//refresh"}`
	slackTokens = `{"request_id":"request-id-test-2","status_code":200,"provider_type":"Slack","registrations":[
		{"provider_subject":"U1","provider_tenant_id":"T1","access_token":"xoxp-1","scopes":["users:read"],
		 "bot_access_token":"xoxb-1","bot_scopes":["chat:write"]},
		{"provider_subject":"U2","provider_tenant_id":null,"provider_tenant_ids":["T2","T3"],"access_token":"xoxp-2",
		 "access_token_expires_in":43200,"scopes":[],"bot_access_token":"xoxb-2","bot_scopes":[]}]}`
	attachAnswer    = `{"request_id":"request-id-test-5","status_code":200,"oauth_attach_token":"attach-token"}`
	preflightAnswer = `{"request_id":"request-id-test-6","status_code":200,"member_id":"member-test-1",
		"user_id":"user-test-1","client":{"client_id":"connected-app-test-1","client_name":"Acme CLI",
		"client_description":"","client_type":"third_party_public","logo_url":"https://app.example.com/logo.png"},
		"consent_required":true,"scope_results":[
		{"scope":"openid","description":"Sign in","is_grantable":true},
		{"scope":"write:documents","description":"","is_grantable":false}]}`
	authorizeAnswer = `{"request_id":"request-id-test-7","status_code":200,"authorization_code":"the-code",
		"redirect_uri":"https://app.example.com/callback?code=the-code&state=s"}`
	redirectAnswer = `{"request_id":"request-id-test-8","status_code":302,
		"redirect_url":"https://accounts.google.com/o/oauth2/auth?state=fresh"}`
)

// someCall is a call of the client's, as tests that concern all of them make it.
type someCall struct {
	name string
	// mints says that the call makes something new each time.
	mints bool
	// basic says that the project's credentials go with it.
	basic bool
	// answer is a whole one.
	answer string
	send   func(ctx context.Context, c *client.Client) (any, error)
}

// identityProvider finds an identity provider by its name.
func identityProvider(tb testing.TB, name string) client.IdentityProvider {
	tb.Helper()

	for _, provider := range client.MemberIdentityProviders() {
		if provider.Name == name {
			return provider
		}
	}

	tb.Fatalf("no identity provider %q", name)

	return client.IdentityProvider{}
}

// tokensAnswer is a whole answer with an identity provider's tokens, and with two registrations where there can be some.
func tokensAnswer(provider client.IdentityProvider) string {
	answer := canned.Tokens(provider, nil, nil)
	answer["request_id"], answer["status_code"] = "request-id-test-1", http.StatusOK

	written, err := json.Marshal(answer)
	if err != nil {
		panic(err)
	}

	return string(written)
}

// readTokens is the plainest of reads.
func readTokens(ctx context.Context, c *client.Client) error {
	_, err := c.MemberTokens(ctx, client.MemberIdentityProviders()[0],
		client.MemberTokensRequest{OrganizationID: "organization-test-1", MemberID: "member-test-1"})

	return err
}

// mintToken is the plainest of calls that must not run twice.
func mintToken(ctx context.Context, c *client.Client) error {
	_, err := c.Attach(ctx, client.AttachRequest{Provider: "google", UserID: "user-test-1"})

	return err
}

// authorization is a request for one that has no optional field.
func authorization() client.PreflightRequest {
	return client.PreflightRequest{
		Subject:  client.Subject{OrganizationID: "organization-test-1", MemberID: "member-test-1"},
		ClientID: "connected-app-test-1", RedirectURI: "https://app.example.com/callback", ResponseType: "code",
		Scopes: []string{"openid"},
	}
}

// everyCall lists the calls that ask Stytch for JSON, and the one that asks for a redirect.
func everyCall() []someCall {
	calls := []someCall{
		{
			name: "attach", mints: true, basic: true, answer: attachAnswer,
			send: func(ctx context.Context, c *client.Client) (any, error) {
				return c.Attach(ctx, client.AttachRequest{Provider: "google", UserID: "user-test-1"})
			},
		},
		{
			name: "start redirect", answer: redirectAnswer,
			send: func(ctx context.Context, c *client.Client) (any, error) {
				return c.StartRedirect(ctx, client.StartRequest{
					Flow: client.FlowUser, Provider: "google", PublicToken: "public-token-test-1",
				})
			},
		},
	}

	for name, product := range map[string]client.Product{"B2B": client.B2B, "Consumer": client.Consumer} {
		calls = append(calls, someCall{
			name: name + " preflight", basic: true, answer: preflightAnswer,
			send: func(ctx context.Context, c *client.Client) (any, error) {
				return c.Preflight(ctx, product, authorization())
			},
		}, someCall{
			name: name + " authorize", mints: true, basic: true, answer: authorizeAnswer,
			send: func(ctx context.Context, c *client.Client) (any, error) {
				return c.Authorize(ctx, product,
					client.AuthorizeRequest{PreflightRequest: authorization(), ConsentGranted: true})
			},
		})
	}

	for _, provider := range client.MemberIdentityProviders() {
		calls = append(calls, someCall{
			name: provider.Name + " tokens", basic: true, answer: tokensAnswer(provider),
			send: func(ctx context.Context, c *client.Client) (any, error) {
				return c.MemberTokens(ctx, provider,
					client.MemberTokensRequest{OrganizationID: "organization-test-1", MemberID: "member-test-1"})
			},
		})
	}

	return calls
}

// failure asserts that a call failed with the client's own error, of a kind.
func failure(t *testing.T, err error, kind client.Kind) *client.Error {
	t.Helper()

	got, ok := errors.AsType[*client.Error](err)
	if !ok {
		t.Fatalf("got %T: %v, want a *client.Error", err, err)
	}

	if got.Kind != kind {
		t.Fatalf("kind %q, want %q: %v", got.Kind, kind, err)
	}

	return got
}

// fails is failure where the kind says it all.
func fails(t *testing.T, err error, kind client.Kind) {
	t.Helper()

	_ = failure(t, err, kind)
}

// stytchError answers with an error in Stytch's envelope.
func stytchError(status int, errorType string) http.HandlerFunc {
	return reply(status, fmt.Sprintf(`{"status_code":%d,"request_id":"request-id-test-e","error_type":%q,
		"error_message":"The message.","error_url":"https://stytch.com/docs/api/errors/%d"}`, status, errorType, status))
}
