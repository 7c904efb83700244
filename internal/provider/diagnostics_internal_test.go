// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"fmt"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/client"
)

// reading is what the tests below do in vain.
func reading() task {
	return task{verb: "Read", thing: "Member's Slack Tokens", object: `Member "ada" of Organization "acme"`}
}

// told is the only diagnostic of a failure, its paragraphs split.
func told(t *testing.T, diags diag.Diagnostics) (summary string, paragraphs []string) {
	t.Helper()

	if len(diags) != 1 || diags[0].Severity() != diag.SeverityError {
		t.Fatalf("diagnostics %v", diags)
	}

	return diags[0].Summary(), strings.Split(diags[0].Detail(), "\n\n")
}

// The whole of a diagnostic: what happened, about what, what to do, and what Stytch's support asks for.
func TestFailedInFull(t *testing.T) {
	t.Parallel()

	failure := &client.Error{
		Kind: client.KindAPI, Method: "GET", Route: "/v1/b2b/organizations/{organization_id}", Host: "test.stytch.com",
		StatusCode: 404, Type: "organization_not_found", Message: "The Organization could not be found.",
		URL: "https://stytch.com/docs/b2b/api/errors/404#organization_not_found", RequestID: "request-id-test-1", Attempts: 1,
	}

	summary, paragraphs := told(t, reading().failed(fmt.Errorf("wrapped: %w", failure)))
	if summary != "Unable to Read Member's Slack Tokens" {
		t.Errorf("summary %q", summary)
	}

	want := []string{
		"test.stytch.com responded with 404 Not Found: organization_not_found: The Organization could not be found.\n" +
			`This was about Member "ada" of Organization "acme".`,
		adviceOrganization,
		"request: GET /v1/b2b/organizations/{organization_id}\nstatus: 404\nerror_type: organization_not_found\n" +
			"error_url: https://stytch.com/docs/b2b/api/errors/404#organization_not_found\n" +
			"request_id: request-id-test-1\nattempts: 1",
	}
	if got := strings.Join(paragraphs, "\n\n"); got != strings.Join(want, "\n\n") {
		t.Errorf("detail\n%s\nwant\n%s", got, strings.Join(want, "\n\n"))
	}
}

// What happened, by kind of failure, and what to do where nothing more particular is known.
func TestFailedByKind(t *testing.T) {
	t.Parallel()

	for name, test := range map[string]struct {
		failure client.Error
		happens string
		do      string
	}{
		"invalid": {
			client.Error{Kind: client.KindInvalid, Reason: "member_id must not be empty"},
			"The request was not sent: member_id must not be empty.", "Correct the argument.",
		},
		"API": {
			client.Error{Kind: client.KindAPI, StatusCode: 418, Type: "new", Message: "No!"},
			"h responded with 418 I'm a teapot: new: No!.", "Check the arguments, and the provider's `base_url` if it is set.",
		},
		"API without a body": {
			client.Error{Kind: client.KindAPI, StatusCode: 418, Reason: "the response is not Stytch's"},
			"h responded with 418 I'm a teapot: the response is not Stytch's.", "Check the arguments",
		},
		"answer": {
			client.Error{Kind: client.KindInvalidResponse, StatusCode: 200, Reason: "the response is empty"},
			"h responded with 200 OK: the response is empty.", "no proxy or login page responds in its place",
		},
		"answer of a mint": {
			client.Error{Kind: client.KindInvalidResponse, StatusCode: 200, Reason: "the response is empty", MayHaveTakenEffect: true},
			"h responded with 200 OK: the response is empty.", "may have been done all the same, and is not asked for twice",
		},
		"redirected": {
			client.Error{Kind: client.KindRedirected, StatusCode: 302, Reason: "redirected to login.example.com, which was not followed"},
			"h responded with 302 Found: redirected to login.example.com, which was not followed.",
			"Redirects are never followed",
		},
		"not grantable": {
			client.Error{Kind: client.KindNotGrantable, StatusCode: 200, Reason: "admin, write"},
			"Stytch's preflight says that these scopes cannot be granted: admin, write. Nothing was minted.",
			"Leave these scopes out, or give the subject a role",
		},
		"refused": {
			client.Error{Kind: client.KindRefused, StatusCode: 200, Type: "server_error", Message: "Later."},
			"Stytch refused the authorization with the OAuth error server_error: Later.",
			"Check the request for authorization against the Connected App's settings",
		},
		"refused without a word": {
			client.Error{Kind: client.KindRefused, StatusCode: 200, Type: "access_denied"},
			"Stytch refused the authorization with the OAuth error access_denied.", "Consent was granted, but Stytch denied it",
		},
		"not configured": {
			client.Error{Kind: client.KindNotConfigured, StatusCode: 302, Reason: "Stytch sends the browser to its own error page"},
			"h responded with 302 Found: Stytch sends the browser to its own error page.", "Configure the identity provider",
		},
		"transport": {
			client.Error{Kind: client.KindTransport, Reason: "h refuses the connection"},
			"There was no response from h: h refuses the connection.", "Check that this machine reaches the host",
		},
		"transport within the answer": {
			client.Error{Kind: client.KindTransport, StatusCode: 200, Reason: "the response was cut off"},
			"h began to respond with status 200, and did not finish: the response was cut off.", "Check that this machine",
		},
		"timeout": {
			client.Error{Kind: client.KindTimeout, Reason: "no complete response within 30s"},
			"There was no response from h: no complete response within 30s.", "allow more time with the provider's `request_timeout`",
		},
		"timeout within the answer": {
			client.Error{Kind: client.KindTimeout, StatusCode: 200, Reason: "no complete response within 30s"},
			"h began to respond with status 200, and did not finish: no complete response within 30s.", "`request_timeout`",
		},
		"limited before it was sent": {
			client.Error{Kind: client.KindAPI, RateLimited: true, Reason: "other requests of this run were rate limited (429) all the while"},
			"The request was not sent: other requests of this run were rate limited (429) all the while.", "Stytch limits how many",
		},
		"canceled": {
			client.Error{Kind: client.KindCanceled, Reason: "canceled while waiting to try again"},
			"The request was canceled while waiting to try again.", "The run was stopped. Nothing more is to be done.",
		},
		"canceled, perhaps too late": {
			client.Error{Kind: client.KindCanceled, Reason: "canceled before there was a complete response", MayHaveTakenEffect: true},
			"The request was canceled before there was a complete response.", "may have been done all the same",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			failure := test.failure
			failure.Host, failure.Method, failure.Route, failure.Attempts = "h", "POST", "/v1/r", 3
			failure.RequestID = "request-id-test-1"

			_, paragraphs := told(t, reading().failed(&failure))
			if len(paragraphs) != 3 {
				t.Fatalf("paragraphs %q", paragraphs)
			}

			if want := test.happens + "\nThis was about " + reading().object + "."; paragraphs[0] != want {
				t.Errorf("what happened\n%s\nwant\n%s", paragraphs[0], want)
			}

			if !strings.Contains(paragraphs[1], test.do) {
				t.Errorf("what to do %q, want %q in it", paragraphs[1], test.do)
			}

			for _, line := range []string{"request: POST /v1/r", "request_id: request-id-test-1", "attempts: 3"} {
				if !strings.Contains(paragraphs[2], line) {
					t.Errorf("for support %q, want %q in it", paragraphs[2], line)
				}
			}
		})
	}
}
