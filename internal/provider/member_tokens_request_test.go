// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"net/http"
	"testing"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/client"
	"github.com/stytch-community/terraform-provider-stytchoauth/internal/stytchmock"
	"github.com/stytch-community/terraform-provider-stytchoauth/internal/tftest"
)

// What goes out: the ids as they are given, percent-encoded, the project's credentials, and nothing else.
func TestMemberTokensRequest(t *testing.T) {
	t.Parallel()

	for _, provider := range client.MemberIdentityProviders() {
		for name, test := range map[string]struct {
			organization, member string
			path                 func(stytchmock.Fixture) string
		}{
			"ids": {
				"<organization_id>", "<member_id>",
				func(seed stytchmock.Fixture) string { return seed.OrganizationID + "/members/" + seed.MemberID },
			},
			"slug": {
				"<organization_slug>", "<member_id>",
				func(seed stytchmock.Fixture) string { return "acme/members/" + seed.MemberID },
			},
			"external ids": {
				"<organization_external_id>", "<member_external_id>",
				func(stytchmock.Fixture) string { return "crm%7Cacme.1/members/okta%7Cada.lovelace" },
			},
		} {
			t.Run(provider.Name+" by "+name, func(t *testing.T) {
				t.Parallel()

				emulator := tftest.Start(t)
				giveTokens(t, emulator, provider)

				served := forProject(t, emulator, stytchmock.B2B)
				arguments := tftest.Object{
					"organization_id": emulator.Expand(test.organization), "member_id": emulator.Expand(test.member),
				}
				typeName := "stytchoauth_member_" + provider.Name + "_tokens"

				result, diagnostics := served.Read(typeName, arguments)
				diagnostics.RequireNone(t)

				opened, diagnostics := served.Open(typeName, arguments)
				diagnostics.RequireNone(t)
				served.Close(opened).RequireNone(t)

				requireEqual(t, requireRequestID(t, with(opened.Result)), requireRequestID(t, with(result)))
				requireEqual(t, result["organization_id"], arguments["organization_id"])
				requireEqual(t, result["member_id"], arguments["member_id"])
				emulator.RequireCount(t, "", 2)

				for _, received := range emulator.Requests() {
					want := "/v1/b2b/organizations/" + test.path(emulator.Seed) + "/oauth_providers/" + provider.Name
					if received.Method != http.MethodGet || received.Path != want || received.RawQuery != "" {
						t.Errorf("%s %s?%s, want GET %s", received.Method, received.Path, received.RawQuery, want)
					}

					request := tftest.Request{Request: received}
					request.RequireBasic(t, emulator.Seed.ProjectID, emulator.Seed.Secret)

					if got := request.Header.Get("Accept"); got != "application/json" {
						t.Errorf("Accept %q", got)
					}

					if len(request.Body) > 0 || request.Header.Get("Content-Type") != "" {
						t.Errorf("body %q of type %q", request.Body, request.Header.Get("Content-Type"))
					}
				}
			})
		}
	}
}

// An answer of success that lacks what the contract promises is an error that names it, and never a result with
// holes.
func TestMemberTokensAnswerWithHoles(t *testing.T) {
	t.Parallel()

	for name, test := range map[string]struct {
		provider, body string
		says           []string
	}{
		"empty object": {"google", `{}`, []string{"request_id, status_code, provider_type, provider_subject, id_token, scopes"}},
		"null":         {"github", `null`, []string{"registrations"}},
		"no body":      {"github", ``, []string{"the answer is empty"}},
		"a list":       {"github", `[]`, []string{"the answer is a JSON array where an object is due"}},
		"a page":       {"github", `<html>`, []string{"the answer is not JSON", "`base_url`"}},
		"microsoft without access token": {
			"microsoft", `{"request_id":"r","status_code":200,"provider_type":"Microsoft","provider_subject":"s",
				"access_token_expires_in":1,"id_token":"i","scopes":[]}`, []string{"promises: access_token"},
		},
		"microsoft with a null": {
			"microsoft", `{"request_id":"r","status_code":200,"provider_type":"Microsoft","provider_subject":null,
				"access_token":"a","access_token_expires_in":1,"id_token":"i","scopes":[]}`,
			[]string{"promises: provider_subject"},
		},
		"registration without bot": {
			"slack", `{"request_id":"r","status_code":200,"provider_type":"Slack","registrations":[
				{"provider_subject":"s","access_token":"a","scopes":[],"bot_access_token":"b","bot_scopes":[]},
				{"provider_subject":"s","access_token":"a","scopes":[]}]}`,
			[]string{"registrations[1].bot_access_token", "registrations[1].bot_scopes"},
		},
		"number where a text is due": {
			"github", `{"request_id":"r","status_code":200,"provider_type":7,"registrations":[]}`,
			[]string{"provider_type is a JSON number"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			emulator := tftest.Start(t)
			served := forProject(t, emulator, stytchmock.B2B)
			emulator.Inject(stytchmock.RouteMemberTokens, -1, stytchmock.Fault{Status: http.StatusOK, Body: test.body})

			typeName := "stytchoauth_member_" + test.provider + "_tokens"
			want := tftest.Fault{Says: append(test.says, "200")}

			result, diagnostics := served.Read(typeName, memberArguments(emulator.Seed))
			diagnostics.RequireError(t, want)

			opened, diagnostics := served.Open(typeName, memberArguments(emulator.Seed))
			diagnostics.RequireError(t, want)

			// What a framework returns beside an error is the arguments.
			requireEqual(t, with(result), memberArguments(emulator.Seed))
			requireEqual(t, with(opened.Result), memberArguments(emulator.Seed))
		})
	}
}
