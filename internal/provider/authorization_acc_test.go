// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/stytchmock"
	"github.com/stytch-community/terraform-provider-stytchoauth/internal/tftest"
)

// Every attribute of a result reaches a configuration, under its name.
func TestAccMemberAuthorization(t *testing.T) {
	t.Parallel()

	emulator := tftest.Start(t)
	seed := emulator.Seed

	accept(t, resource.TestStep{
		Config: emulator.B2B(`
ephemeral "stytchoauth_member_authorization" "this" {
  organization_id = "<organization_slug>"
  member_id       = "<member_external_id>"
  client_id       = "<client_id>"
  redirect_uri    = "<redirect_uri>"
  scopes          = ["openid", "offline_access"]
  consent_granted = true
  code_challenge  = "` + challenge + `"
  state           = "s"
  open_after      = "2026-01-02T03:04:05Z"
}

provider "echo" {
  data = ephemeral.stytchoauth_member_authorization.this
}

resource "echo" "granted" {}
`),
		ConfigStateChecks: []statecheck.StateCheck{expectEcho("granted", tftest.Object{
			"organization_id": seed.OrganizationSlug, "member_id": seed.MemberExternalID, "client_id": seed.ClientID,
			"redirect_uri": seed.RedirectURI, "scopes": []string{"openid", "offline_access"}, "consent_granted": true,
			"code_challenge": challenge, "state": "s", "open_after": "2026-01-02T03:04:05Z", "response_type": "code",
			"nonce": nil, "prompt": nil, "resources": nil, "skip_preflight": nil, "session_token": nil, "session_jwt": nil,
			"authorization_code": mintedCode(emulator, seed.ClientID), "callback_uri": knownvalue.NotNull(),
			"error": nil, "error_description": nil, "request_id": anyRequestID(), "status_code": 200,
		})},
	})

	emulator.Last(t, stytchmock.RouteMemberPreflight).RequireField(t, "client_id", seed.ClientID)
	emulator.Last(t, stytchmock.RouteMemberAuthorize).RequireField(t, "code_challenge", challenge)
}

// A denial is a value to go on with, and so is its error.
func TestAccUserAuthorization(t *testing.T) {
	t.Parallel()

	emulator := tftest.Start(t)
	seed := emulator.Seed

	accept(t, resource.TestStep{
		Config: emulator.Consumer(`
ephemeral "stytchoauth_user_authorization" "granted" {
  session_token   = "<consumer_session_token>"
  client_id       = "<consumer_confidential_client_id>"
  redirect_uri    = "<consumer_redirect_uri>"
  scopes          = ["openid"]
  consent_granted = true
}

ephemeral "stytchoauth_user_authorization" "denied" {
  user_id         = "<user_id>"
  client_id       = "<consumer_confidential_client_id>"
  redirect_uri    = "<consumer_redirect_uri>"
  scopes          = ["openid"]
  consent_granted = false
  skip_preflight  = true
}

provider "echo" {
  data = {
    granted = ephemeral.stytchoauth_user_authorization.granted.authorization_code
    denied  = ephemeral.stytchoauth_user_authorization.denied
  }
}

resource "echo" "both" {}
`),
		ConfigStateChecks: []statecheck.StateCheck{expectEcho("both", tftest.Object{
			"granted": mintedCode(emulator, seed.ConsumerConfidentialClientID),
			"denied": tftest.Object{
				"user_id": seed.UserID, "client_id": seed.ConsumerConfidentialClientID,
				"redirect_uri": seed.ConsumerRedirectURI, "scopes": []string{"openid"}, "consent_granted": false,
				"skip_preflight": true, "code_challenge": nil, "state": nil, "open_after": nil, "response_type": "code",
				"nonce": nil, "prompt": nil, "resources": nil, "session_token": nil, "session_jwt": nil,
				"authorization_code": nil, "error": "access_denied", "error_description": "The user denied the request.",
				"callback_uri": seed.ConsumerRedirectURI +
					"?error=access_denied&error_description=The+user+denied+the+request.",
				"request_id": anyRequestID(), "status_code": 200,
			},
		})},
	})

	// One preflight for each grant, none for a denial that skips it.
	emulator.RequireCount(t, stytchmock.RouteUserPreflight, emulator.Count(stytchmock.RouteUserAuthorize)/2)
}
