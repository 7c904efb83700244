// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"maps"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/stytchmock"
	"github.com/stytch-community/terraform-provider-stytchoauth/internal/tftest"
)

// The data source and its ephemeral twin return the fields of the response: null for what it leaves out, and lists in
// its order.
func TestMemberTokens(t *testing.T) {
	t.Parallel()

	google := tftest.Object{
		"provider_type": "Google", "provider_subject": "10769150350006150715113082367", "access_token": "ya29.access",
		"access_token_expires_in": int64(3599), "id_token": "eyJ0.eyJ1.c2ln", "scopes": []any{"openid", "email"},
	}
	microsoft := with(google, tftest.Object{"provider_type": "Microsoft"})
	slack := tftest.Object{
		"provider_subject": "U061F7AUR", "access_token": "xoxp-access", "scopes": []any{"users:read", "chat:write"},
		"bot_access_token": "xoxb-bot", "bot_scopes": []any{"chat:write"},
	}
	hubspot := tftest.Object{
		"provider_subject": "21978208", "access_token": "CKac", "access_token_expires_in": int64(1800),
		"scopes": []any{"oauth"}, "refresh_token": "6f18f21e",
	}
	github := tftest.Object{
		"provider_subject": "583231", "provider_tenant_ids": []any{"9919", "1342004"}, "access_token": "gho_access",
		"scopes": []any{"user", "read:org"},
	}

	for name, test := range map[string]struct {
		provider       string
		response, want tftest.Object
		// include is the argument include_refresh_token.
		include any
		query   string
	}{
		"google with refresh token": {
			"google", with(google, tftest.Object{"refresh_token": "1//refresh"}),
			with(google, tftest.Object{"refresh_token": "1//refresh"}), true, "include_refresh_token=true",
		},
		"google after One Tap": {
			"google", with(google, tftest.Object{"access_token": nil, "access_token_expires_in": nil}),
			with(google, tftest.Object{"access_token": nil, "access_token_expires_in": nil}), nil, "",
		},
		"microsoft without refresh token": {
			"microsoft", with(microsoft, tftest.Object{"refresh_token": "0.AXkA"}), microsoft, false,
			"include_refresh_token=false",
		},
		// Stytch's schema and its example have different fields.
		"slack": {
			"slack",
			registrations("Slack", with(slack, tftest.Object{"provider_tenant_id": "T1"}),
				with(slack, tftest.Object{"provider_tenant_ids": []any{"T2", "T1"}, "access_token_expires_in": int64(43200)})),
			registrations("Slack",
				union(slack, tftest.Object{
					"provider_tenant_id": "T1", "provider_tenant_ids": nil, "access_token_expires_in": nil,
				}),
				union(slack, tftest.Object{
					"provider_tenant_id": nil, "provider_tenant_ids": []any{"T2", "T1"}, "access_token_expires_in": int64(43200),
				})),
			nil, "",
		},
		"hubspot without refresh token": {
			"hubspot", registrations("HubSpot", hubspot, with(hubspot, tftest.Object{"provider_tenant_id": "6253261"})),
			registrations("HubSpot", union(hubspot, tftest.Object{"provider_tenant_id": nil, "refresh_token": nil}),
				union(hubspot, tftest.Object{"provider_tenant_id": "6253261", "refresh_token": nil})),
			nil, "",
		},
		"hubspot with refresh token": {
			"hubspot", registrations("HubSpot", hubspot),
			registrations("HubSpot", union(hubspot, tftest.Object{"provider_tenant_id": nil})), true,
			"include_refresh_token=true",
		},
		"github": {
			"github", registrations("GitHub", github, with(github, tftest.Object{"provider_tenant_ids": []any{}})),
			registrations("GitHub", github, with(github, tftest.Object{"provider_tenant_ids": []any{}})), nil, "",
		},
		"github without registrations": {"github", registrations("GitHub"), registrations("GitHub"), nil, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			emulator := tftest.Start(t)
			served := forProject(t, emulator, stytchmock.B2B)
			typeName := "stytchoauth_member_" + test.provider + "_tokens"
			// Both external ids hold a character that is encoded in a path.
			arguments := with(tftest.Object{
				"organization_id": emulator.Seed.OrganizationExternalID, "member_id": emulator.Seed.MemberExternalID,
			}, tftest.Object{"include_refresh_token": test.include})

			emulator.SetMemberTokens(emulator.Seed.OrganizationID, emulator.Seed.MemberID, test.provider, test.response)
			served.ValidateData(typeName, arguments).RequireNone(t)

			read, diagnostics := served.Read(typeName, arguments)
			diagnostics.RequireNone(t)
			requireResult(t, read, with(arguments, test.want))

			opened, diagnostics := served.Open(typeName, with(arguments, tftest.Object{"open_after": "now"}))
			diagnostics.RequireNone(t)
			requireResult(t, opened.Result, with(arguments, test.want, tftest.Object{"open_after": "now"}))
			served.Close(opened).RequireNone(t)

			emulator.RequireCount(t, "", 2)

			for _, received := range emulator.Requests() {
				want := "GET /v1/b2b/organizations/crm%7Cacme.1/members/okta%7Cada.lovelace/oauth_providers/" + test.provider +
					"?" + test.query
				if got := received.Method + " " + received.Path + "?" + received.RawQuery; got != want {
					t.Errorf("request %s, want %s", got, want)
				}

				tftest.Request{Request: received}.RequireBasic(t, emulator.Seed.ProjectID, emulator.Seed.Secret)
			}
		})
	}
}

// registrations returns a response with a list of tokens.
func registrations(providerType string, tokens ...tftest.Object) tftest.Object {
	list := make([]any, len(tokens))
	for i, token := range tokens {
		list[i] = token
	}

	return tftest.Object{"provider_type": providerType, "registrations": list}
}

// union is like with, but keeps members that are nil: the attributes of a nested object are all there.
func union(objects ...tftest.Object) tftest.Object {
	all := tftest.Object{}
	for _, object := range objects {
		maps.Copy(all, object)
	}

	return all
}

func TestMemberTokensBeforeLogin(t *testing.T) {
	t.Parallel()

	emulator := tftest.Start(t)
	arguments := with(memberArguments(emulator.Seed), tftest.Object{"member_id": emulator.Seed.MemberIDWithoutTokens})

	_, diagnostics := forProject(t, emulator, stytchmock.B2B).Read("stytchoauth_member_slack_tokens", arguments)
	diagnostics.RequireError(t, tftest.Fault{
		Summary: "Unable to Read Member's Slack Tokens",
		Says: []string{
			"has to log in with Slack first", "stytchoauth_member_start_url",
			`Member "` + emulator.Seed.MemberIDWithoutTokens + `" of Organization "` + emulator.Seed.OrganizationID + `"`,
		},
	})
}

func TestAccMemberTokens(t *testing.T) {
	t.Parallel()

	emulator := tftest.Start(t)

	accept(t, resource.TestStep{
		Config: emulator.B2B(`
data "stytchoauth_member_google_tokens" "this" {
  organization_id       = "<organization_slug>"
  member_id             = "<member_id>"
  include_refresh_token = true
}

data "stytchoauth_member_slack_tokens" "this" {
  organization_id = "<organization_slug>"
  member_id       = "<member_id>"
}

ephemeral "stytchoauth_member_google_tokens" "this" {
  organization_id       = "<organization_slug>"
  member_id             = "<member_id>"
  include_refresh_token = true
}

ephemeral "stytchoauth_member_slack_tokens" "this" {
  organization_id = "<organization_slug>"
  member_id       = "<member_id>"
}

provider "echo" {
  data = {
    same_google = (
      ephemeral.stytchoauth_member_google_tokens.this.refresh_token ==
      data.stytchoauth_member_google_tokens.this.refresh_token
    )
    same_slack = (
      ephemeral.stytchoauth_member_slack_tokens.this.registrations ==
      data.stytchoauth_member_slack_tokens.this.registrations
    )
  }
}

resource "echo" "tokens" {}
`),
		ConfigStateChecks: []statecheck.StateCheck{
			statecheck.ExpectKnownValue("echo.tokens", tfjsonpath.New("data"), knownvalue.ObjectExact(
				map[string]knownvalue.Check{"same_google": knownvalue.Bool(true), "same_slack": knownvalue.Bool(true)})),
			statecheck.ExpectKnownValue("data.stytchoauth_member_google_tokens.this", tfjsonpath.New("provider_type"),
				knownvalue.StringExact("Google")),
			statecheck.ExpectKnownValue("data.stytchoauth_member_slack_tokens.this",
				tfjsonpath.New("registrations").AtSliceIndex(0).AtMapKey("bot_access_token"), knownvalue.NotNull()),
			statecheck.ExpectSensitiveValue("data.stytchoauth_member_google_tokens.this", tfjsonpath.New("refresh_token")),
			statecheck.ExpectSensitiveValue("data.stytchoauth_member_slack_tokens.this",
				tfjsonpath.New("registrations").AtSliceIndex(0).AtMapKey("bot_access_token")),
		},
	})
}
