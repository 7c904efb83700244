// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"testing"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/stytchmock"
	"github.com/stytch-community/terraform-provider-stytchoauth/internal/tftest"
)

// readOrOpen reads or opens a type, whichever of the two it is.
func readOrOpen(served *tftest.Protocol, name string, arguments tftest.Object) tftest.Diagnostics {
	if served.Schema.DataSourceSchemas[name] != nil {
		_, diagnostics := served.Read(name, arguments)

		return diagnostics
	}

	_, diagnostics := served.Open(name, arguments)

	return diagnostics
}

// What Stytch refuses, from a request that really went out to the advice in the diagnostic.
func TestErrors(t *testing.T) {
	t.Parallel()

	const (
		b2b      = stytchmock.B2B
		consumer = stytchmock.Consumer

		noMember = "Unable to Read Member's Google Tokens"
		noCheck  = "Unable to Check Authorization of Connected App"
		noGrant  = "Unable to Authorize Connected App"
		noAttach = "Unable to Issue Attach Token"
		noURL    = "Unable to Resolve Start URL's Redirect"
	)

	member := func(seed stytchmock.Fixture) tftest.Object {
		return with(memberConsentArguments(seed), tftest.Object{"consent_granted": true})
	}
	user := func(seed stytchmock.Fixture) tftest.Object {
		return with(userConsentArguments(seed), tftest.Object{"consent_granted": true})
	}
	attach := typeCases()["attach token"].arguments
	start := func(stytchmock.Fixture) tftest.Object {
		return tftest.Object{"oauth_provider": "google", "resolve_redirect": true}
	}

	for name, test := range map[string]struct {
		typeName  string
		product   stytchmock.Product
		arguments func(stytchmock.Fixture) tftest.Object
		change    tftest.Object
		summary   string
		// at is the argument that the error is on, if it is about one that is not a secret.
		at   string
		says []string
	}{
		"no member": {
			"member_google_tokens", b2b, memberArguments,
			tftest.Object{"member_id": "nobody"},
			noMember, "member_id",
			[]string{"member_not_found", `Member "nobody"`, "Check `member_id`"},
		},
		"B2B read, Consumer project": {
			"member_google_tokens", consumer, memberArguments, nil, noMember, "",
			[]string{"Members are in B2B projects, and the provider's `project_id` is that of a Consumer project"},
		},
		"Consumer preflight, B2B project": {
			"user_authorization_preflight", b2b, userConsentArguments, nil, noCheck, "", []string{"Users are in Consumer projects"},
		},
		"no user": {
			"attach_token", consumer, attach,
			tftest.Object{"user_id": "nobody"},
			noAttach, "user_id",
			[]string{"user_not_found", `User "nobody"`, "Check `user_id`"},
		},
		"no session": {
			"attach_token", consumer, attach,
			tftest.Object{"user_id": nil, "session_token": "s3ss10n"},
			noAttach, "",
			[]string{"for the User of a session", "The session has ended"},
		},
		"no app": {
			"member_authorization_preflight", b2b, memberConsentArguments,
			tftest.Object{"client_id": "no-app"},
			noCheck, "client_id",
			[]string{"connected_app_not_found", `Connected App "no-app" and Member`, "Check `client_id`"},
		},
		"redirect URI of no app": {
			"user_authorization", consumer, user,
			tftest.Object{"redirect_uri": "https://app.example.com/other"},
			noCheck, "redirect_uri",
			[]string{"connected_app_supplied_redirect_url_not_found_in_client", "Check `redirect_uri`"},
		},
		"session of nobody": {
			"member_authorization", b2b, member,
			tftest.Object{"organization_id": nil, "member_id": nil, "session_jwt": "s3ss10n.j.wt"},
			noCheck, "",
			[]string{"and the subject of a session"},
		},
		"app that requires PKCE": {
			"member_authorization", b2b, func(seed stytchmock.Fixture) tftest.Object {
				return with(member(seed), tftest.Object{"client_id": seed.PKCEClientID})
			}, nil, noGrant, "code_challenge",
			[]string{"pkce_required_for_idp_authorization_flow", "Set `code_challenge`"},
		},
		"no slug": {
			"member_start_url", b2b, start,
			tftest.Object{"organization_slug": "acme-typo"},
			noURL, "organization_slug",
			[]string{"organization_not_found", `and Organization "acme-typo"`, "Check `organization_slug`"},
		},
		"no organization of a start URL": {
			"member_start_url", b2b, start,
			tftest.Object{"organization_id": "nowhere"},
			noURL, "organization_id",
			[]string{"organization_not_found", `and Organization "nowhere"`, "`organization_slug`"},
		},
		"redirect URL of no project": {
			"discovery_start_url", b2b, start,
			tftest.Object{"discovery_redirect_url": "https://app.example.com/other"},
			noURL, "discovery_redirect_url",
			[]string{"no_match_for_provided_oauth_url", "Register exactly this URL"},
		},
		"either redirect URL": {
			"user_start_url", consumer, start,
			tftest.Object{"login_redirect_url": "https://app.example.com/a", "signup_redirect_url": "https://app.example.com/b"},
			noURL, "",
			[]string{"no_match_for_provided_oauth_url", "Register exactly this URL"},
		},
		"app that the Organization forbids": {
			"member_authorization", b2b, func(seed stytchmock.Fixture) tftest.Object {
				return with(member(seed), tftest.Object{"client_id": seed.DisallowedClientID})
			}, nil, noCheck, "",
			[]string{"connected_app_not_allowed_for_org", "settings for Connected Apps"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			emulator := tftest.Start(t)
			arguments := with(test.arguments(emulator.Seed), test.change)
			diagnostics := readOrOpen(forProject(t, emulator, test.product), "stytchoauth_"+test.typeName, arguments)
			diagnostics.RequireError(t, tftest.Fault{
				At: test.at, Summary: test.summary,
				Says:  append(test.says, "\nStytch says ", "\nFor support: request_id request-id-test-"),
				Hides: []string{emulator.Secret(test.product), "s3ss10n"},
			})

			if codes := emulator.Codes(); len(codes) > 0 {
				t.Errorf("codes %+v", codes)
			}
		})
	}
}

// Wrong credentials of the project are named as such by every type that sends them.
func TestErrorsOfCredentials(t *testing.T) {
	t.Parallel()

	const secret = "secret-test-of-another-project"

	for name, tested := range typeCases() {
		if len(tested.required) < 2 {
			continue
		}

		t.Run(name, func(t *testing.T) {
			t.Parallel()

			emulator := tftest.Start(t)
			served := configured(t, with(emulator.Settings(tested.product), tftest.Object{"secret": secret}))

			_, diagnostics := tested.run(served, emulator.Seed)
			diagnostics.RequireError(t, tftest.Fault{
				Says:  []string{"401 Unauthorized", "STYTCH_PROJECT_ID and STYTCH_SECRET"},
				Hides: []string{secret},
			})
			emulator.RequireCount(t, "", 1)
		})
	}
}
