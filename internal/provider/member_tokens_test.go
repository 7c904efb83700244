// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"fmt"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/stytchmock"
	"github.com/stytch-community/terraform-provider-stytchoauth/internal/tftest"
)

// The data source and its twin return what Stytch answered, field for field, and null for what it left out.
func TestAccMemberTokens(t *testing.T) {
	t.Parallel()

	for name, test := range memberTokensAnswers() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			emulator := tftest.Start(t)
			seed := emulator.Seed
			emulator.SetMemberTokens(seed.OrganizationID, seed.MemberID, test.provider, test.answer)

			typeName := "stytchoauth_member_" + test.provider + "_tokens"
			want := with(test.want, tftest.Object{
				"organization_id": seed.OrganizationID, "member_id": seed.MemberID,
				"request_id": anyRequestID(), "status_code": 200,
			})

			for _, optional := range test.null {
				want[optional] = nil
			}

			echoed := with(want)
			for _, optional := range append([]string{"open_after"}, test.null...) {
				echoed[optional] = nil
			}

			accept(t, resource.TestStep{
				Config: emulator.B2B(fmt.Sprintf(`
data %[1]q "this" {
  organization_id = "<organization_id>"
  member_id       = "<member_id>"
  %[2]s
}

ephemeral %[1]q "this" {
  organization_id = "<organization_id>"
  member_id       = "<member_id>"
  %[2]s
}

provider "echo" {
  data = ephemeral.%[1]s.this
}

resource "echo" "tokens" {}
`, typeName, test.arguments)),
				ConfigStateChecks: append(expect("data."+typeName+".this", want), expectEcho("tokens", echoed)),
			})

			for _, request := range emulator.Requests() {
				if request.Route != stytchmock.RouteMemberTokens || request.RawQuery != test.query {
					t.Errorf("request %s %s?%s", request.Method, request.Path, request.RawQuery)
				}
			}
		})
	}
}

// tokensAnswer is what Stytch answers, and what is to come of it.
type tokensAnswer struct {
	provider  string
	answer    tftest.Object
	arguments string
	query     string
	want      tftest.Object
	// null are the attributes that have no value.
	null []string
}

// memberTokensAnswers are answers of each identity provider's, whole ones and such that leave out what they may.
func memberTokensAnswers() map[string]tokensAnswer {
	flat := tftest.Object{
		"provider_type": "Google", "provider_subject": "10769150350006150715113082367", "access_token": "ya29.access",
		"access_token_expires_in": 3599, "id_token": "eyJ0.eyJ1.c2ln", "scopes": []string{"openid", "email", "profile"},
	}
	slack := tftest.Object{
		"provider_subject": "U061F7AUR", "access_token": "xoxp-access", "scopes": []string{"users:read", "chat:write"},
		"bot_access_token": "xoxb-bot", "bot_scopes": []string{"chat:write"},
	}
	hubspot := tftest.Object{
		"provider_subject": "21978208", "provider_tenant_id": "6253261", "access_token": "CKac",
		"access_token_expires_in": 1800, "scopes": []string{"oauth"}, "refresh_token": "6f18f21e",
	}
	github := tftest.Object{
		"provider_subject": "583231", "provider_tenant_ids": []string{"9919", "1342004"}, "access_token": "gho_access",
		"scopes": []string{"user", "read:org"},
	}

	return map[string]tokensAnswer{
		"google with refresh token": {
			"google", with(flat, tftest.Object{"refresh_token": "1//refresh"}), "include_refresh_token = true",
			"include_refresh_token=true",
			with(flat, tftest.Object{"refresh_token": "1//refresh", "include_refresh_token": true}), nil,
		},
		"google after One Tap": {
			"google", with(flat, tftest.Object{"access_token": nil, "access_token_expires_in": nil}), "", "",
			with(flat, tftest.Object{"access_token": nil, "access_token_expires_in": nil}),
			[]string{"access_token", "access_token_expires_in", "refresh_token", "include_refresh_token"},
		},
		"microsoft without the flag": {
			"microsoft", with(flat, tftest.Object{"provider_type": "Microsoft", "refresh_token": "0.AXkA"}), "", "",
			with(flat, tftest.Object{"provider_type": "Microsoft"}),
			[]string{"refresh_token", "include_refresh_token"},
		},
		"microsoft with the flag off": {
			"microsoft", with(flat, tftest.Object{"provider_type": "Microsoft", "refresh_token": "0.AXkA"}),
			"include_refresh_token = false", "include_refresh_token=false",
			with(flat, tftest.Object{"provider_type": "Microsoft", "include_refresh_token": false}),
			[]string{"refresh_token"},
		},
		"slack as in the schema": {
			"slack", registrations("Slack", with(slack, tftest.Object{"provider_tenant_id": "T061EG9R6"})), "", "",
			registrations("Slack", nulls(with(slack, tftest.Object{"provider_tenant_id": "T061EG9R6"}),
				"access_token_expires_in", "provider_tenant_ids")), nil,
		},
		"slack as in the example": {
			"slack", registrations("Slack", with(slack, tftest.Object{
				"provider_tenant_ids": []string{"T1", "T2"}, "access_token_expires_in": 43200,
			})), "", "",
			registrations("Slack", nulls(with(slack, tftest.Object{
				"provider_tenant_ids": []string{"T1", "T2"}, "access_token_expires_in": 43200,
			}), "provider_tenant_id")), nil,
		},
		"hubspot twice, in order": {
			"hubspot", registrations("HubSpot", hubspot, with(hubspot, tftest.Object{"provider_subject": "1"})), "", "",
			registrations("HubSpot", nulls(hubspot, "refresh_token"),
				nulls(with(hubspot, tftest.Object{"provider_subject": "1"}), "refresh_token")),
			[]string{"include_refresh_token"},
		},
		"hubspot with refresh token": {
			"hubspot", registrations("HubSpot", with(hubspot, tftest.Object{"provider_tenant_id": nil})),
			"include_refresh_token = true", "include_refresh_token=true",
			with(registrations("HubSpot", nulls(hubspot, "provider_tenant_id")),
				tftest.Object{"include_refresh_token": true}), nil,
		},
		"github": {
			"github", registrations("GitHub", github, with(github, tftest.Object{"provider_tenant_ids": []string{}})), "", "",
			registrations("GitHub", github, with(github, tftest.Object{"provider_tenant_ids": []string{}})), nil,
		},
		"github without registrations": {
			"github", registrations("GitHub"), "", "", registrations("GitHub"), nil,
		},
	}
}

// registrations is an answer with a list of them.
func registrations(providerType string, each ...tftest.Object) tftest.Object {
	list := make([]any, len(each))
	for i, one := range each {
		list[i] = one
	}

	return tftest.Object{"provider_type": providerType, "registrations": list}
}

// nulls is an object with members that are null.
func nulls(object tftest.Object, names ...string) tftest.Object {
	changed := with(object)
	for _, name := range names {
		changed[name] = nil
	}

	return changed
}
