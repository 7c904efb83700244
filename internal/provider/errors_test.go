// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"strings"
	"testing"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/stytchmock"
	"github.com/stytch-community/terraform-provider-stytchoauth/internal/tftest"
)

// run opens or reads a type, whichever of the two it is.
func run(served *tftest.Protocol, name string, arguments tftest.Object) tftest.Diagnostics {
	if served.Schema.EphemeralResourceSchemas["stytchoauth_"+name] != nil {
		_, diagnostics := served.Open("stytchoauth_"+name, arguments)

		return diagnostics
	}

	_, diagnostics := served.Read("stytchoauth_"+name, arguments)

	return diagnostics
}

// What Stytch refuses, from a request that really went out to what is to be done.
func TestErrors(t *testing.T) {
	t.Parallel()

	member := func(seed stytchmock.Fixture) tftest.Object {
		return with(memberConsentArguments(seed), tftest.Object{"consent_granted": true})
	}
	user := func(seed stytchmock.Fixture) tftest.Object {
		return with(userConsentArguments(seed), tftest.Object{"consent_granted": true})
	}
	attach := func(seed stytchmock.Fixture) tftest.Object {
		return tftest.Object{"oauth_provider": "google", "user_id": seed.UserID}
	}

	for name, test := range map[string]struct {
		typeName  string
		product   stytchmock.Product
		arguments func(stytchmock.Fixture) tftest.Object
		change    tftest.Object
		says      []string
	}{
		"no token": {
			"member_hubspot_tokens", stytchmock.B2B,
			func(seed stytchmock.Fixture) tftest.Object {
				return with(memberArguments(seed), tftest.Object{"member_id": seed.MemberIDWithoutTokens})
			}, nil,
			[]string{"member_oauth_token_not_found", "has to log in with HubSpot first", `Member "member-test-`},
		},
		"no organization": {
			"member_google_tokens", stytchmock.B2B, memberArguments,
			tftest.Object{"organization_id": "nowhere"},
			[]string{"organization_not_found", `of Organization "nowhere"`, "Check `organization_id`"},
		},
		"no member": {
			"member_google_tokens", stytchmock.B2B, memberArguments,
			tftest.Object{"member_id": "nobody"},
			[]string{"member_not_found", `Member "nobody"`, "Check `member_id`"},
		},
		"B2B call on a Consumer project": {
			"member_google_tokens", stytchmock.Consumer, memberArguments, nil,
			[]string{"works with B2B projects, and the provider's `project_id` is that of a Consumer project"},
		},
		"B2B authorization on a Consumer project": {
			"member_authorization", stytchmock.Consumer, member, nil, []string{"works with B2B projects"},
		},
		"Consumer preflight on a B2B project": {
			"user_authorization_preflight", stytchmock.B2B, userConsentArguments, nil, []string{"works with Consumer projects"},
		},
		"Consumer call on a B2B project": {
			"attach_token", stytchmock.B2B, attach, nil,
			[]string{"works with Consumer projects, and the provider's `project_id` is that of a B2B project"},
		},
		"no user": {
			"attach_token", stytchmock.Consumer, attach,
			tftest.Object{"user_id": "nobody"},
			[]string{"Unable to Mint Attach Token", "user_not_found", `User "nobody"`, "Check `user_id`"},
		},
		"no session": {
			"attach_token", stytchmock.Consumer, attach,
			tftest.Object{"user_id": nil, "session_token": "s3ss10n"},
			[]string{"about the User of a session", "session"},
		},
		"identity provider that Stytch does not know": {
			"attach_token", stytchmock.Consumer, attach,
			tftest.Object{"oauth_provider": "spotify"},
			[]string{"invalid_oauth_provider", "Check `oauth_provider`"},
		},
		"no app": {
			"member_authorization_preflight", stytchmock.B2B, memberConsentArguments,
			tftest.Object{"client_id": "no-app"},
			[]string{"Unable to Check Authorization of Connected App", "connected_app_not_found", `Connected App "no-app" and Member`, "Check `client_id`"},
		},
		"redirect URI of no app": {
			"user_authorization", stytchmock.Consumer, user,
			tftest.Object{"redirect_uri": "https://app.example.com/other"},
			[]string{"connected_app_supplied_redirect_url_not_found_in_client", "Register the `redirect_uri` on the Connected App"},
		},
		"scope that the M2M client does not have": {
			"m2m_token", stytchmock.B2B, m2mArguments,
			tftest.Object{"scopes": []string{"read:nothing"}},
			[]string{"invalid_scope", "Ask for scopes that the M2M client has"},
		},
		"session of nobody": {
			"member_authorization", stytchmock.B2B, member,
			tftest.Object{"organization_id": nil, "member_id": nil, "session_jwt": "s3ss10n.j.wt"},
			[]string{"and the subject of a session", "session"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			emulator := tftest.Start(t)
			arguments := with(test.arguments(emulator.Seed), test.change)
			diagnostics := run(forProject(t, emulator, test.product), test.typeName, arguments)

			diagnostics.RequireError(t, tftest.Fault{
				Says:  []string{"request_id: request-id-test-", "error_type: ", "attempts: 1"},
				Hides: []string{emulator.Secret(test.product), "s3ss10n"},
			})

			for _, part := range test.says {
				if !strings.Contains(diagnostics.String(), part) {
					t.Errorf("it does not say %q:%s", part, diagnostics)
				}
			}

			if codes := emulator.Codes(); len(codes) > 0 {
				t.Errorf("codes %+v", codes)
			}
		})
	}
}
