// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/client"
)

// What to do, by Stytch's error type, or by status where the type says nothing.
func TestAdvice(t *testing.T) {
	t.Parallel()

	const b2b, consumer = "/v1/b2b/idp/oauth/authorize", "/v1/oauth/attach"

	for name, test := range map[string]struct {
		failure client.Error
		says    []string
	}{
		"credentials": {
			client.Error{StatusCode: 401, Type: "unauthorized_credentials"},
			[]string{"`project_id`", "`secret`", "STYTCH_PROJECT_ID", "STYTCH_SECRET"},
		},
		"placeholder credentials":       {client.Error{StatusCode: 401, Type: "unauthorized_credentials_homepage"}, []string{"STYTCH_SECRET"}},
		"malformed credentials":         {client.Error{StatusCode: 400, Type: "invalid_authorization_header"}, []string{"STYTCH_SECRET"}},
		"any other 401":                 {client.Error{StatusCode: 401, Type: "something_new"}, []string{"STYTCH_PROJECT_ID", "STYTCH_SECRET"}},
		"401 without a type":            {client.Error{StatusCode: 401}, []string{"STYTCH_SECRET"}},
		"live id in test":               {client.Error{StatusCode: 400, Type: "live_id_used_in_test_environment"}, []string{"same environment"}},
		"wrong stack":                   {client.Error{StatusCode: 400, Type: "wrong_stack_live"}, []string{"same environment"}},
		"B2B call, Consumer project":    {client.Error{StatusCode: 400, Type: "invalid_b2b_endpoint", Route: b2b}, []string{"works with B2B projects", "Consumer project"}},
		"Consumer call, B2B project":    {client.Error{StatusCode: 400, Type: "invalid_consumer_endpoint", Route: consumer}, []string{"works with Consumer projects", "B2B project"}},
		"the other name, B2B call":      {client.Error{StatusCode: 400, Type: "invalid_consumer_endpoint", Route: b2b}, []string{"works with B2B projects"}},
		"the other name, Consumer call": {client.Error{StatusCode: 400, Type: "invalid_b2b_endpoint", Route: consumer}, []string{"works with Consumer projects"}},
		"organization":                  {client.Error{StatusCode: 404, Type: "organization_not_found"}, []string{"Check `organization_id`"}},
		"member":                        {client.Error{StatusCode: 404, Type: "member_not_found"}, []string{"Check `member_id`"}},
		"user":                          {client.Error{StatusCode: 404, Type: "user_not_found"}, []string{"Check `user_id`"}},
		"session":                       {client.Error{StatusCode: 404, Type: "session_not_found"}, []string{"session that is still active"}},
		"no token":                      {client.Error{StatusCode: 404, Type: "member_oauth_token_not_found"}, []string{"has to log in with that provider first"}},
		"no refresh token":              {client.Error{StatusCode: 400, Type: "missing_oauth_refresh_token"}, []string{"log in with that provider once more"}},
		"refresh failed":                {client.Error{StatusCode: 400, Type: "unable_to_refresh_oauth_token"}, []string{"log in with that provider once more"}},
		"not configured":                {client.Error{StatusCode: 404, Type: "default_provider_not_allowed"}, []string{"Configure the identity provider", "of your own"}},
		"redirect URL":                  {client.Error{StatusCode: 400, Type: "no_match_for_provided_oauth_url"}, []string{"Register each redirect URL"}},
		"connected app":                 {client.Error{StatusCode: 404, Type: "connected_app_not_found"}, []string{"Check `client_id`"}},
		"app not allowed":               {client.Error{StatusCode: 403, Type: "connected_app_not_allowed_for_org"}, []string{"Connected Apps settings"}},
		"consent revoked, with a 401":   {client.Error{StatusCode: 401, Type: "connected_app_consent_revoked"}, []string{"granted anew"}},
		"redirect URI, with a 401": {
			client.Error{StatusCode: 401, Type: "connected_app_supplied_redirect_url_not_found_in_client"},
			[]string{"Register the `redirect_uri` on the Connected App"},
		},
		"PKCE":               {client.Error{StatusCode: 400, Type: "pkce_required_for_idp_authorization_flow"}, []string{"set `code_challenge`"}},
		"scope":              {client.Error{StatusCode: 400, Type: "oauth_invalid_scope_requested"}, []string{"Ask for scopes that"}},
		"any other 400":      {client.Error{StatusCode: 400, Type: "something_new"}, []string{"Check the arguments against what Stytch says"}},
		"any other 403":      {client.Error{StatusCode: 403, Type: "something_new"}, []string{"a policy of it"}},
		"any other 404":      {client.Error{StatusCode: 404, Type: "route_not_found"}, []string{"Check the ids", "`base_url`"}},
		"rate limit":         {client.Error{StatusCode: 429, Type: "too_many_requests"}, []string{"Run again later", "-parallelism"}},
		"429 of a proxy":     {client.Error{StatusCode: 429}, []string{"Run again later", "-parallelism"}},
		"waited in vain":     {client.Error{RateLimited: true}, []string{"Run again later", "-parallelism"}},
		"500":                {client.Error{StatusCode: 500, Type: "internal_server_error", Transient: true}, []string{"https://status.stytch.com", "`max_retries`"}},
		"599":                {client.Error{StatusCode: 599}, []string{"https://status.stytch.com"}},
		"500, perhaps done":  {client.Error{StatusCode: 500, MayHaveTakenEffect: true}, []string{"https://status.stytch.com", "may have been done all the same"}},
		"a status like none": {client.Error{StatusCode: 418}, []string{"Check the arguments, and the provider's `base_url`"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			failure := test.failure
			failure.Kind = client.KindAPI

			_, paragraphs := told(t, reading().failed(&failure))
			for _, part := range test.says {
				if !strings.Contains(paragraphs[1], part) {
					t.Errorf("what to do %q, want %q in it", paragraphs[1], part)
				}
			}
		})
	}
}

// A rate limit that was waited for in vain says so, whatever came last.
func TestAdviceOnRateLimit(t *testing.T) {
	t.Parallel()

	for waited, want := range map[time.Duration]string{
		client.MaxRateLimitWait: "The wait for the rate limit to pass was given up after 5 minutes.",
		time.Second:              "Another request has waited 5 minutes for the rate limit to pass, so this one did not wait as long.",
	} {
		_, paragraphs := told(t, reading().failed(&client.Error{
			Kind: client.KindAPI, Host: "h", StatusCode: 429, Type: "too_many_requests", RateLimited: true, Waited: waited,
			Attempts: 40,
		}))

		want = "h responded with 429 Too Many Requests: too_many_requests. " + want
		if !strings.HasPrefix(paragraphs[0], want) || !strings.Contains(paragraphs[2], "attempts: 40") {
			t.Errorf("paragraphs %q", paragraphs)
		}
	}
}

// The token endpoint is not sent the project's credentials, so they are never to blame there.
func TestAdviceOnTokenEndpoint(t *testing.T) {
	t.Parallel()

	exchange := tokenTask("Exchange", "Authorization Code", types.StringValue("connected-app-1"))

	for name, test := range map[string]struct {
		failure client.Error
		says    string
	}{
		"401":                 {client.Error{StatusCode: 401}, adviceClient},
		"401, credentials":    {client.Error{StatusCode: 401, Type: "unauthorized_credentials"}, adviceClient},
		"401, new":            {client.Error{StatusCode: 401, Type: "something_new"}, adviceClient},
		"invalid_client":      {client.Error{StatusCode: 400, Type: "invalid_client"}, adviceClient},
		"unauthorized_client": {client.Error{StatusCode: 400, Type: "unauthorized_client"}, adviceClient},
		"invalid_grant":       {client.Error{StatusCode: 400, Type: "invalid_grant"}, adviceCode},
		"code not found":      {client.Error{StatusCode: 404, Type: "idp_auth_code_not_found"}, adviceCode},
		"invalid_scope":       {client.Error{StatusCode: 400, Type: "invalid_scope"}, adviceScopes},
		"404":                 {client.Error{StatusCode: 404, Type: "route_not_found"}, "which is part of the token endpoint's path"},
		"503":                 {client.Error{StatusCode: 503}, adviceServerFault},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			failure := test.failure
			failure.Kind = client.KindAPI

			_, paragraphs := told(t, exchange.failed(&failure))
			if !strings.Contains(paragraphs[1], test.says) || strings.Contains(paragraphs[1], "STYTCH_SECRET") {
				t.Errorf("what to do %q, want %q", paragraphs[1], test.says)
			}
		})
	}
}

// Who has no token yet is told with which identity provider to log in, and where.
func TestAdviceOnMissingToken(t *testing.T) {
	t.Parallel()

	for _, provider := range client.MemberIdentityProviders() {
		read := memberTokens{provider: provider}.task(client.MemberTokensRequest{OrganizationID: "acme", MemberID: "ada"})

		summary, paragraphs := told(t, read.failed(&client.Error{
			Kind: client.KindAPI, StatusCode: 404, Type: "member_oauth_token_not_found",
		}))
		if summary != "Unable to Read Member's "+provider.Title+" Tokens" ||
			!strings.Contains(paragraphs[1], "has to log in with "+provider.Title+" first") ||
			!strings.Contains(paragraphs[1], "stytchoauth_member_start_url") {
			t.Errorf("%s: %s: %q", provider.Name, summary, paragraphs)
		}
	}
}
