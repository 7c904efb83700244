// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"fmt"
	"testing"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/stytchmock"
	"github.com/stytch-community/terraform-provider-stytchoauth/internal/tftest"
)

// everyMint is a configuration with one of each type that sends something when it is opened. A change of the number
// is a change to apply.
const everyMint = `
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

ephemeral "stytchoauth_member_google_tokens" "this" {
  organization_id = "<organization_id>"
  member_id       = "<member_id>"
  open_after      = local.open_after
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

resource "terraform_data" "change" {
  input = local.number
}
`

// mints is everyMint with an open_after and a number.
func mints(emulator *tftest.Emulator, openAfter string, number int) string {
	return emulator.Expand(fmt.Sprintf("locals {\n  open_after = %s\n  number = %d\n}\n", openAfter, number) + everyMint)
}

// requireOpened fails unless each type was opened that many times, and as many times closed.
func requireOpened(t *testing.T, emulator *tftest.Emulator, times int) {
	t.Helper()

	for route, each := range map[string]int{
		stytchmock.RouteMemberTokens: 2, stytchmock.RouteAttach: 1, stytchmock.RouteUserPreflight: 1,
		stytchmock.RouteUserAuthorize: 1, stytchmock.RouteMemberPreflight: 1, stytchmock.RouteMemberAuthorize: 1,
		// One for the code, one for the M2M client.
		stytchmock.RouteToken: 2,
		// The refresh token and the access token.
		stytchmock.RouteRevoke: 2,
	} {
		emulator.RequireCount(t, route, each*times)
	}
}

// With open_after = timestamp() a plan sends nothing, and an apply opens everything once. An apply without changes
// may open it, too: Terraform 1.11 does.
func TestOpenAfterTimestamp(t *testing.T) {
	t.Parallel()

	emulator := tftest.Start(t)
	workspace := tftest.NewWorkspace(t, mints(emulator, "timestamp()", 1))

	if !workspace.MustPlan() {
		t.Error("the first plan has no changes")
	}

	emulator.RequireCount(t, "", 0)

	workspace.MustApply()
	requireOpened(t, emulator, 1)

	if changes := workspace.MustPlan(); changes && !workspace.CLI.PlansOpenings() {
		t.Error("a plan after the apply has changes")
	}

	requireOpened(t, emulator, 1)

	// Once more, with a change, from a plan that was saved.
	emulator.ResetRequests()
	workspace.Configure(mints(emulator, "timestamp()", 2))
	workspace.MustPlan()
	emulator.RequireCount(t, "", 0)
	workspace.MustApplyPlan()
	requireOpened(t, emulator, 1)

	emulator.ResetRequests()
	workspace.MustApply()

	if emulator.Count("") > 0 {
		requireOpened(t, emulator, 1)
	}

	// Nothing here feeds a provider block, so nothing is opened to destroy.
	emulator.ResetRequests()
	workspace.MustDestroy()
	emulator.RequireCount(t, "", 0)
}

// A value that is known delays nothing: it is opened in plan, and again in apply.
func TestOpenAfterKnown(t *testing.T) {
	t.Parallel()

	emulator := tftest.Start(t)
	workspace := tftest.NewWorkspace(t, mints(emulator, `"now"`, 1))

	workspace.MustPlan()
	requireOpened(t, emulator, 1)

	workspace.MustApplyPlan()
	requireOpened(t, emulator, 2)
}

// So does none at all.
func TestOpenAfterUnset(t *testing.T) {
	t.Parallel()

	emulator := tftest.Start(t)
	workspace := tftest.NewWorkspace(t, mints(emulator, "null", 1))

	workspace.MustPlan()
	requireOpened(t, emulator, 1)
}
