// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/stytchmock"
	"github.com/stytch-community/terraform-provider-stytchoauth/internal/tftest"
)

// What the settings of an app or an Organization forbid.
func TestErrorsOfSettings(t *testing.T) {
	t.Parallel()

	emulator := tftest.Start(t)
	served := forProject(t, emulator, stytchmock.B2B)
	strict := emulator.AddConnectedApp(stytchmock.ConnectedApp{
		RedirectURIs: []string{emulator.Seed.RedirectURI}, Scopes: []string{"openid"}, PKCERequired: true,
	})
	closed := emulator.AddOrganization(stytchmock.Organization{ThirdPartyApps: "NOT_ALLOWED"})
	member := emulator.AddMember(stytchmock.Member{OrganizationID: closed})
	arguments := with(memberConsentArguments(emulator.Seed), tftest.Object{
		"consent_granted": true, "client_id": strict, "scopes": []string{"openid"},
	})

	run(served, "member_authorization", arguments).RequireError(t, tftest.Fault{
		Summary: "Unable to Authorize Connected App",
		Says:    []string{"pkce_required_for_idp_authorization_flow", "set `code_challenge`"},
	})

	run(served, "member_authorization", with(arguments, tftest.Object{
		"organization_id": closed, "member_id": member, "code_challenge": challenge,
	})).RequireError(t, tftest.Fault{
		Summary: "Unable to Check Authorization of Connected App",
		Says:    []string{"connected_app_not_allowed_for_org", "under its Connected Apps settings"},
	})

	if codes := emulator.Codes(); len(codes) > 0 {
		t.Errorf("codes %+v", codes)
	}
}

// Wrong credentials are told apart from everything else, for every type that uses them.
func TestErrorsOfCredentials(t *testing.T) {
	t.Parallel()

	for name, use := range uses() {
		if len(use.needs) < 2 {
			continue
		}

		t.Run(name, func(t *testing.T) {
			t.Parallel()

			emulator := tftest.Start(t)
			served := configured(t, with(emulator.Settings(use.product), tftest.Object{"secret": "secret-test-of-another-project"}))

			_, diagnostics := use.run(served, emulator.Seed)
			diagnostics.RequireError(t, tftest.Fault{
				Says:  []string{"401 Unauthorized", "`project_id`", "`secret`", "STYTCH_PROJECT_ID", "STYTCH_SECRET", "attempts: 1"},
				Hides: []string{"secret-test-of-another-project"},
			})
			emulator.RequireCount(t, "", 1)
		})
	}
}

// What goes wrong on the way.
func TestErrorsOnTheWay(t *testing.T) {
	t.Parallel()

	for name, test := range map[string]struct {
		fault    stytchmock.Fault
		says     []string
		attempts int
	}{
		"server fault":      {stytchmock.Fault{Status: 503, Body: `{"error_type":"server_unavailable"}`}, []string{"503 Service Unavailable: server_unavailable", "https://status.stytch.com"}, 2},
		"page of a proxy":   {stytchmock.Fault{Status: 502, Header: http.Header{"Content-Type": {"text/html"}}, Body: `<h1>`}, []string{"502 Bad Gateway", "content type text/html"}, 2},
		"connection reset":  {stytchmock.Fault{Reset: true}, []string{"There was no answer from 127.0.0.1", "connection was reset", "HTTPS_PROXY"}, 2},
		"cut short":         {stytchmock.Fault{Cut: true}, []string{"did not finish", "cut short"}, 2},
		"reset in the body": {stytchmock.Fault{ResetDuringBody: true}, []string{"did not finish", "connection was reset"}, 2},
		"too slow":          {stytchmock.Fault{Delay: time.Minute}, []string{"no whole answer within 1s", "`request_timeout`"}, 2},
		"endless":           {stytchmock.Fault{Endless: true}, []string{"larger than 1 MiB"}, 1},
		"redirect":          {stytchmock.Fault{Status: 307, Header: http.Header{"Location": {"https://login.example.com/?a=b"}}}, []string{"redirected to login.example.com, which was not followed"}, 1},
		"login page":        {stytchmock.Fault{Status: 200, Header: http.Header{"Content-Type": {"text/html"}}, Body: `<h1>`}, []string{"the answer is not JSON (content type text/html", "login page"}, 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			emulator := tftest.Start(t)
			emulator.Inject(stytchmock.RouteMemberTokens, -1, test.fault)

			served := configured(t, with(emulator.Settings(stytchmock.B2B), tftest.Object{
				"max_retries": 1, "request_timeout": "1s",
			}))

			_, diagnostics := served.Read("stytchoauth_member_github_tokens", memberArguments(emulator.Seed))
			diagnostics.RequireError(t, tftest.Fault{
				Summary: "Unable to Read Member's GitHub Tokens", Says: test.says, Hides: []string{emulator.Seed.Secret},
			})
			emulator.RequireCount(t, "", test.attempts)
		})
	}
}
