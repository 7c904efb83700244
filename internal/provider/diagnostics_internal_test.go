// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/client"
)

// readSlackTokens is the operation that fails in these tests.
func readSlackTokens() operation {
	return operation{verb: "Read", noun: "Member's Slack Tokens", object: `Member "ada" of Organization "acme"`}
}

// onlyError returns the summary and the paragraphs of the only diagnostic, an error.
func onlyError(t *testing.T, diags diag.Diagnostics) (summary string, paragraphs []string) {
	t.Helper()

	if len(diags) != 1 || diags[0].Severity() != diag.SeverityError {
		t.Fatalf("diagnostics %v", diags)
	}

	return diags[0].Summary(), strings.Split(diags[0].Detail(), "\n\n")
}

// A diagnostic says what happened, to what, what to do, and what Stytch's support asks for.
func TestDiagnosticInFull(t *testing.T) {
	t.Parallel()

	failure := &client.Error{
		Kind: client.KindAPI, Method: "GET", Route: "/v1/b2b/organizations/{organization_id}", Host: "test.stytch.com",
		StatusCode: 404, Type: "organization_not_found", Message: "The Organization could not be found.",
		Details: `{"a":"b"}`, URL: "https://stytch.com/docs/b2b/api/errors/404#organization_not_found",
		RequestID: "request-id-test-1", Attempts: 1,
	}

	summary, paragraphs := onlyError(t, readSlackTokens().diagnostics(fmt.Errorf("wrapped: %w", failure)))
	if summary != "Unable to Read Member's Slack Tokens" || len(paragraphs) != 3 {
		t.Fatalf("summary %q, paragraphs %q", summary, paragraphs)
	}

	for i, want := range []string{
		" with 404 Not Found: organization_not_found: The Organization could not be found.\n" +
			`This was about Member "ada" of Organization "acme".`,
		adviceOrganization,
		"request: GET /v1/b2b/organizations/{organization_id}\nstatus: 404\nerror_type: organization_not_found\n" +
			"error_details: {\"a\":\"b\"}\nerror_url: https://stytch.com/docs/b2b/api/errors/404#organization_not_found\n" +
			"request_id: request-id-test-1\nattempts: 1",
	} {
		if !strings.HasSuffix(paragraphs[i], want) {
			t.Errorf("paragraph\n%s\nwant\n%s", paragraphs[i], want)
		}
	}
}

// mayHaveHappened is part of what is said of a call that may have taken effect.
const mayHaveHappened = "may have been done all the same, and is not asked for twice"

// Each kind of failure has its words for what happened, and advice for where nothing more particular is known.
func TestDiagnosticByKind(t *testing.T) {
	t.Parallel()

	const host = "h"

	kinds := map[client.Kind]bool{}

	for name, test := range map[string]struct {
		failure       client.Error
		happens, todo string
	}{
		"invalid": {
			client.Error{Kind: client.KindInvalid, Reason: "member_id must not be empty"},
			"The request was not sent: member_id must not be empty.", "Correct the argument.",
		},
		"API": {
			client.Error{Kind: client.KindAPI, StatusCode: 418, Type: "new", Message: "No!"},
			" with 418 I'm a teapot: new: No!.", "Check the arguments, and the provider's `base_url` if it is set.",
		},
		"API without a body": {
			client.Error{Kind: client.KindAPI, StatusCode: 418, Reason: "it is not Stytch's", NotFromStytch: true},
			" with 418 I'm a teapot: it is not Stytch's.", "check that it leads to Stytch",
		},
		"invalid response": {
			client.Error{Kind: client.KindInvalidResponse, StatusCode: 200, Reason: "it is empty"},
			" with 200 OK: it is empty.", "no proxy or login page",
		},
		"invalid response, perhaps done": {
			client.Error{Kind: client.KindInvalidResponse, StatusCode: 200, Reason: "it is empty", MayHaveTakenEffect: true},
			" with 200 OK: it is empty.", mayHaveHappened,
		},
		"redirected": {
			client.Error{Kind: client.KindRedirected, StatusCode: 302, Reason: "redirected to login.example.com"},
			" with 302 Found: redirected to login.example.com.", "Redirects are never followed",
		},
		"not grantable": {
			client.Error{Kind: client.KindNotGrantable, StatusCode: 200, Reason: "admin, write"},
			"these scopes cannot be granted: admin, write. Nothing was minted.", "Leave these scopes out",
		},
		"refused": {
			client.Error{Kind: client.KindRefused, StatusCode: 200, Type: "server_error", Message: "Later."},
			"with the OAuth error server_error: Later.", "Check the request for authorization",
		},
		"refused without a description": {
			client.Error{Kind: client.KindRefused, StatusCode: 200, Type: "access_denied"},
			"with the OAuth error access_denied.", "Consent was granted, but Stytch denied it",
		},
		"not configured": {
			client.Error{Kind: client.KindNotConfigured, StatusCode: 302, Reason: "it leads to an error page"},
			" with 302 Found: it leads to an error page.", "Configure the identity provider",
		},
		"transport": {
			client.Error{Kind: client.KindTransport, Reason: "h refuses the connection"},
			" from h: h refuses the connection.", "Check that this machine reaches the host",
		},
		"transport within the body": {
			client.Error{Kind: client.KindTransport, StatusCode: 200, Reason: "it was cut short"},
			" with status 200, and did not finish: it was cut short.", "Check that this machine reaches the host",
		},
		"timeout": {
			client.Error{Kind: client.KindTimeout, Reason: "nothing within 30s"},
			" from h: nothing within 30s.", "allow more time with the provider's `request_timeout`",
		},
		"timeout within the body": {
			client.Error{Kind: client.KindTimeout, StatusCode: 200, Reason: "nothing within 30s"},
			" with status 200, and did not finish: nothing within 30s.", "`request_timeout`",
		},
		"canceled": {
			client.Error{Kind: client.KindCanceled, Reason: "canceled while waiting to try again"},
			"The request was canceled while waiting to try again.", "The run was stopped. Nothing more is to be done.",
		},
		"canceled, perhaps done": {
			client.Error{Kind: client.KindCanceled, Reason: "canceled", MayHaveTakenEffect: true},
			"The request was canceled.", mayHaveHappened,
		},
		"rate limited before it was sent": {
			client.Error{Kind: client.KindAPI, RateLimited: true, Reason: "other requests were rate limited"},
			"The request was not sent: other requests were rate limited.", adviceRateLimit,
		},
		"rate limited after another failure": {
			client.Error{
				Kind: client.KindTransport, Reason: "the connection was reset", RateLimited: true, Waited: client.MaxRateLimitWait,
			},
			"There was no response from h: the connection was reset. The wait for the rate limit to pass was given up after 5 minutes.",
			adviceRateLimit,
		},
		"rate limited all the while": {
			client.Error{Kind: client.KindAPI, StatusCode: 429, RateLimited: true, Waited: client.MaxRateLimitWait},
			" with 429 Too Many Requests. The wait for the rate limit to pass was given up after 5 minutes.", adviceRateLimit,
		},
		"rate limited while another waited": {
			client.Error{Kind: client.KindAPI, StatusCode: 429, RateLimited: true, Waited: time.Second},
			"Another request has waited 5 minutes for the rate limit to pass, so this one did not wait as long.", adviceRateLimit,
		},
	} {
		failure := test.failure
		failure.Host, failure.Method, failure.Route = host, "POST", "/v1/r"
		failure.RequestID = "request-id-test-1"

		if !strings.HasPrefix(test.happens, "The request was not sent") {
			failure.Attempts = 3
		}

		kinds[failure.Kind] = true

		_, paragraphs := onlyError(t, readSlackTokens().diagnostics(&failure))
		if len(paragraphs) != 3 {
			t.Fatalf("%s: paragraphs %q", name, paragraphs)
		}

		if want := test.happens + "\nThis was about " + readSlackTokens().object + "."; !strings.HasSuffix(paragraphs[0], want) {
			t.Errorf("%s: what happened\n%s\nwant\n%s", name, paragraphs[0], want)
		}

		if !strings.Contains(paragraphs[1], test.todo) || strings.Contains(paragraphs[1], mayHaveHappened) != failure.MayHaveTakenEffect {
			t.Errorf("%s: what to do %q, want %q in it", name, paragraphs[1], test.todo)
		}

		for _, line := range []string{"request: POST /v1/r", "request_id: request-id-test-1", "attempts: " + strconv.Itoa(failure.Attempts)} {
			if !strings.Contains(paragraphs[2], line) {
				t.Errorf("%s: for support %q, want %q in it", name, paragraphs[2], line)
			}
		}
	}

	for kind, advice := range adviceByKind {
		if !kinds[kind] || advice == "" {
			t.Errorf("no case, or no advice, for the kind %s", kind)
		}
	}
}

// The advice is for Stytch's error type, or for the status where the type has none. The operation's own advice wins.
func TestAdvice(t *testing.T) {
	t.Parallel()

	const b2b, consumer = "/v1/b2b/idp/oauth/authorize", "/v1/oauth/attach"

	reading := readSlackTokens()
	exchange := tokenOperation("Exchange", "Authorization Code", types.StringValue("connected-app-1"))
	slack := client.IdentityProvider{Name: "slack", Title: "Slack"}
	tokens := memberTokens{provider: slack}.operation(client.MemberTokensRequest{OrganizationID: "acme", MemberID: "ada"})

	for _, test := range []struct {
		operation operation
		failure   client.Error
		says      string
	}{
		{reading, client.Error{StatusCode: 401, Type: "unauthorized_credentials"}, "STYTCH_PROJECT_ID and STYTCH_SECRET"},
		{reading, client.Error{StatusCode: 400, Type: "invalid_authorization_header"}, adviceCredentials},
		{reading, client.Error{StatusCode: 401, Type: "something_new"}, adviceCredentials},
		{reading, client.Error{StatusCode: 401}, adviceCredentials},
		{reading, client.Error{StatusCode: 400, Type: "live_id_used_in_test_environment"}, "same environment"},
		{reading, client.Error{StatusCode: 400, Type: "invalid_b2b_endpoint", Route: b2b}, "works with B2B projects"},
		{reading, client.Error{StatusCode: 400, Type: "invalid_consumer_endpoint", Route: b2b}, "works with B2B projects"},
		{reading, client.Error{StatusCode: 400, Type: "invalid_b2b_endpoint", Route: consumer}, "works with Consumer projects"},
		{reading, client.Error{StatusCode: 400, Type: "invalid_consumer_endpoint", Route: consumer}, "works with Consumer projects"},
		{reading, client.Error{StatusCode: 404, Type: "member_oauth_token_not_found"}, "has to log in with that provider first"},
		{reading, client.Error{StatusCode: 400, Type: "no_match_for_provided_oauth_url"}, "Register each redirect URL"},
		// A type wins over the status.
		{reading, client.Error{StatusCode: 401, Type: "connected_app_consent_revoked"}, "granted anew"},
		{reading, client.Error{StatusCode: 401, Type: "connected_app_supplied_redirect_url_not_found_in_client"}, "Register the `redirect_uri`"},
		{reading, client.Error{StatusCode: 400, Type: "something_new"}, "Check the arguments against what Stytch says"},
		{reading, client.Error{StatusCode: 403, Type: "something_new"}, "a policy of it"},
		{reading, client.Error{StatusCode: 404, Type: "route_not_found"}, "Check the ids"},
		{reading, client.Error{StatusCode: 429, Type: "too_many_requests"}, adviceRateLimit},
		{reading, client.Error{StatusCode: 429}, adviceRateLimit},
		{reading, client.Error{StatusCode: 500, Transient: true}, adviceServerFault + adviceMoreRetries},
		{reading, client.Error{StatusCode: 599}, adviceServerFault},
		{reading, client.Error{StatusCode: 502, NotFromStytch: true}, adviceServerFault},

		// The token endpoint is not sent the project's credentials, so they are never to blame there.
		{exchange, client.Error{StatusCode: 401}, adviceClient},
		{exchange, client.Error{StatusCode: 401, Type: "unauthorized_credentials"}, adviceClient},
		{exchange, client.Error{StatusCode: 401, Type: "something_new"}, adviceClient},
		{exchange, client.Error{StatusCode: 400, Type: "invalid_client"}, adviceClient},
		{exchange, client.Error{StatusCode: 400, Type: "unauthorized_client"}, adviceClient},
		{exchange, client.Error{StatusCode: 400, Type: "invalid_grant"}, adviceCode},
		{exchange, client.Error{StatusCode: 404, Type: "idp_auth_code_not_found"}, adviceCode},
		{exchange, client.Error{StatusCode: 400, Type: "invalid_scope"}, adviceScopes},
		{exchange, client.Error{StatusCode: 404, Type: "route_not_found"}, "which is part of the token endpoint's path"},
		{exchange, client.Error{StatusCode: 503}, adviceServerFault},

		{tokens, client.Error{StatusCode: 404, Type: "member_oauth_token_not_found"}, "log in with Slack first"},
		{tokens, client.Error{StatusCode: 404, Type: "member_oauth_token_not_found"}, "stytchoauth_member_start_url"},
		{tokens, client.Error{StatusCode: 404, Type: "member_not_found"}, adviceMember},
	} {
		failure := test.failure
		failure.Kind = client.KindAPI

		_, paragraphs := onlyError(t, test.operation.diagnostics(&failure))
		if !strings.Contains(paragraphs[1], test.says) {
			t.Errorf("%d %q: what to do %q, want %q", failure.StatusCode, failure.Type, paragraphs[1], test.says)
		}

		if !failure.Transient && strings.Contains(paragraphs[1], "`max_retries`") {
			t.Errorf("%d %q: it advises more retries: %q", failure.StatusCode, failure.Type, paragraphs[1])
		}
	}

	for kind, advice := range adviceByType {
		_, paragraphs := onlyError(t, reading.diagnostics(&client.Error{
			Kind: client.KindAPI, StatusCode: http.StatusTeapot, Type: kind,
		}))
		if advice == "" || paragraphs[1] != advice {
			t.Errorf("%s: what to do %q", kind, paragraphs[1])
		}
	}
}

// An error that is not the client's may hold anything, so nothing of it is shown.
func TestDiagnosticOfUnknownError(t *testing.T) {
	t.Parallel()

	diags := readSlackTokens().diagnostics(errors.New("secret-test-1"))
	if _, paragraphs := onlyError(t, diags); strings.Contains(diags[0].Detail(), "secret-test-1") || paragraphs[0] == "" {
		t.Errorf("paragraphs %q", paragraphs)
	}
}
