// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"fmt"
	"testing"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/stytchmock"
	"github.com/stytch-community/terraform-provider-stytchoauth/internal/tftest"
)

// everyOpening is a configuration with one of each type that sends something when it is opened. The resource refers to
// all of them: OpenTofu does not open in apply what nothing refers to. A change of local.number is a change to apply.
const everyOpening = `
provider "stytchoauth" {
  project_id   = "<project_id>"
  secret       = "<secret>"
  base_url     = "<base_url>"
}

provider "stytchoauth" {
  alias        = "consumer"
  project_id   = "<consumer_project_id>"
  secret       = "<consumer_secret>"
  base_url     = "<base_url>"
}

ephemeral "stytchoauth_member_github_tokens" "this" {
  organization_id = "<organization_id>"
  member_id       = "<member_id>"
  open_after      = local.open_after
}

ephemeral "stytchoauth_attach_token" "this" {
  provider       = stytchoauth.consumer
  oauth_provider = "google"
  user_id        = "<user_id>"
  open_after     = local.open_after
}

ephemeral "stytchoauth_user_authorization" "this" {
  provider        = stytchoauth.consumer
  user_id         = "<user_id>"
  client_id       = "<consumer_confidential_client_id>"
  redirect_uri    = "<consumer_redirect_uri>"
  scopes          = ["openid"]
  consent_granted = true
  open_after      = local.open_after
}

ephemeral "stytchoauth_member_authorization" "this" {
  organization_id = "<organization_id>"
  member_id       = "<member_id>"
  client_id       = "<confidential_client_id>"
  redirect_uri    = "<redirect_uri>"
  scopes          = ["openid", "offline_access"]
  consent_granted = true
  open_after      = local.open_after
}

# It waits for the code, so it needs no open_after of its own.
ephemeral "stytchoauth_connected_app_tokens" "this" {
  client_id       = "<confidential_client_id>"
  client_secret   = "<confidential_client_secret>"
  redirect_uri    = "<redirect_uri>"
  code            = ephemeral.stytchoauth_member_authorization.this.authorization_code
  revoke_on_close = true
}

ephemeral "stytchoauth_m2m_token" "this" {
  client_id     = "<m2m_client_id>"
  client_secret = "<m2m_client_secret>"
  open_after    = local.open_after
}

resource "terraform_data" "this" {
  input = local.number

  lifecycle {
    precondition {
      condition = alltrue([
        for id in [
          ephemeral.stytchoauth_member_github_tokens.this.request_id,
          ephemeral.stytchoauth_attach_token.this.request_id,
          ephemeral.stytchoauth_user_authorization.this.request_id,
          ephemeral.stytchoauth_connected_app_tokens.this.request_id,
          ephemeral.stytchoauth_m2m_token.this.request_id,
        ] : id != ""
      ])
      error_message = "There is no request_id."
    }
  }
}
`

// requireOpened fails unless each type was opened that many times since the last reset, and as many times closed.
func requireOpened(t *testing.T, emulator *tftest.Emulator, times int) {
	t.Helper()

	for route, each := range map[string]int{
		stytchmock.RouteMemberTokens: 1, stytchmock.RouteAttach: 1, stytchmock.RouteUserPreflight: 1,
		stytchmock.RouteUserAuthorize: 1, stytchmock.RouteMemberPreflight: 1, stytchmock.RouteMemberAuthorize: 1,
		// One for the code, one for the M2M client.
		stytchmock.RouteToken: 2,
		// The refresh token and the access token.
		stytchmock.RouteRevoke: 2,
	} {
		emulator.RequireCount(t, route, each*times)
	}

	emulator.ResetRequests()
}

// With open_after = timestamp() no plan sends anything, and an apply opens everything once. A value that is known delays
// nothing, and neither does none: everything is opened in plan, and again in apply.
func TestOpenAfter(t *testing.T) {
	t.Parallel()

	emulator := tftest.Start(t)
	configuration := func(openAfter string, number int) string {
		return emulator.Expand(fmt.Sprintf("locals {\n  open_after = %s\n  number = %d\n}\n", openAfter, number) + everyOpening)
	}

	workspace := tftest.NewWorkspace(t, configuration("timestamp()", 1))
	workspace.MustPlan()
	requireOpened(t, emulator, 0)
	workspace.MustApplyPlan()
	requireOpened(t, emulator, 1)

	if changes := workspace.MustPlan(); changes && !workspace.CLI.PlansOpenings() {
		t.Error("a plan after the apply has changes")
	}

	requireOpened(t, emulator, 0)

	workspace.Configure(configuration(`"now"`, 2))
	workspace.MustPlan()
	requireOpened(t, emulator, 1)
	workspace.MustApplyPlan()
	requireOpened(t, emulator, 1)

	workspace.Configure(configuration("null", 3))
	workspace.MustPlan()
	requireOpened(t, emulator, 1)

	// Nothing here feeds a provider block, so nothing is opened to destroy.
	workspace.Configure(configuration("timestamp()", 3))
	workspace.MustDestroy()
	requireOpened(t, emulator, 0)
}
