// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/stytchmock"
	"github.com/stytch-community/terraform-provider-stytchoauth/internal/tftest"
)

// grantHandOver is an app, its secret, a grant of a Member and stores for its refresh token, all in one configuration.
func grantHandOver(app, grant string) string {
	return fmt.Sprintf(`
resource "stytchoauth_connected_app" "it" {
  client_type   = "first_party"
  client_name   = "Web"
  redirect_urls = ["https://app.example.com/callback"]
  %s
}
ephemeral "stytchoauth_client_secret" "it" {
  client_id  = stytchoauth_connected_app.it.client_id
  open_after = timestamp()
}
resource "stytchoauth_member_connected_app" "it" {
  organization_id  = "<organization_id>"
  member_id        = "<member_id>"
  client_id        = stytchoauth_connected_app.it.client_id
  redirect_uri     = "https://app.example.com/callback"
  client_secret_wo = ephemeral.stytchoauth_client_secret.it.client_secret
  %s
}
ephemeral "stytchoauth_member_connected_app_tokens" "it" {
  organization_id = stytchoauth_member_connected_app.it.organization_id
  member_id       = stytchoauth_member_connected_app.it.member_id
  client_id       = stytchoauth_member_connected_app.it.client_id
  open_after      = timestamp()
}
resource "aws_secretsmanager_secret_version" "it" {
  secret_string_wo         = nonsensitive(coalesce(ephemeral.stytchoauth_member_connected_app_tokens.it.refresh_token))
  secret_string_wo_version = stytchoauth_member_connected_app.it.tokens_issued_at

  lifecycle {
    create_before_destroy = true
  }
}
resource "google_secret_manager_secret_version" "it" {
  secret_data_wo         = nonsensitive(coalesce(ephemeral.stytchoauth_member_connected_app_tokens.it.refresh_token))
  secret_data_wo_version = stytchoauth_member_connected_app.it.tokens_issued_at
}
`, app, grant)
}

// grantHandOverRun is a handOverRun of that configuration.
type grantHandOverRun struct {
	*handOverRun
}

func (r grantHandOverRun) configure(app, grant string) {
	r.t.Helper()
	r.Configure(r.emulator.B2B(grantHandOver(app, grant)))
}

// requireHeld fails unless both stores were given that many tokens, and the last one is the only live one.
func (r grantHandOverRun) requireHeld(count int) {
	r.t.Helper()

	aws, google := r.stored()
	if len(aws) != count || !slices.Equal(aws, google) {
		r.t.Fatalf("AWS's store was given %d tokens, and Google's %d, want %d", len(aws), len(google), count)
	}

	if live := r.live(); !slices.Equal(live, aws[count-1:]) {
		r.t.Fatalf("%d tokens are live, want the one that the stores hold", len(live))
	}
}

// live returns the live refresh tokens of all apps for the Member.
func (r grantHandOverRun) live() []string {
	var live []string
	for _, one := range r.emulator.Clients() {
		live = append(live, r.emulator.LiveRefreshTokens(one.ClientID, r.emulator.Seed.MemberID)...)
	}

	return live
}

// TestGrantHandOver is the life of an app, its grant and its stored tokens, from nothing and back to nothing.
func TestGrantHandOver(t *testing.T) {
	t.Parallel()

	run := grantHandOverRun{newHandOverRun(t, connectedApp)}

	run.configure("client_secret_version = 1", `scopes = ["offline_access"]`)
	run.apply()
	run.requireHeld(1)

	// Changes that concern no token.
	run.configure("client_secret_version = 1\n client_description = \"Changed\"", `scopes = ["offline_access"]`)
	run.apply()
	run.requireHeld(1)

	// Other tokens need the secret, which is only there in the apply that has it issued.
	wider := `scopes = ["offline_access", "openid"]`
	run.configure("client_secret_version = 1", wider)
	run.applyFails("in the same apply")
	run.requireHeld(1)

	run.configure("client_secret_version = 1\n next_client_secret_version = 2", wider)
	run.apply()
	run.requireHeld(2)

	// A store that fails: the tokens are lost, and no empty one is written in their place.
	run.configure("client_secret_version = 3", wider+"\n grant_version = 1")
	run.failing.Store(true)
	run.applyFails("the store is down")
	run.failing.Store(false)
	run.applyFails("coalesce")

	run.configure("client_secret_version = 4", wider+"\n grant_version = 2")
	run.apply()
	run.requireHeld(3)

	// A replacement would create the grant before it is destroyed, as the store is, so it is refused.
	if output, err := run.run("plan", "-out=saved.tfplan", "-replace=stytchoauth_member_connected_app.it"); err != nil {
		t.Fatalf("plan: %v\n%s", err, output)
	}

	if output, err := run.run("apply", "saved.tfplan"); err == nil {
		t.Errorf("the grant is replaced:\n%s", output)
	}

	run.requireHeld(3)

	if output, err := run.run("plan", "-detailed-exitcode"); err != nil && !run.CLI.PlansOpenings() {
		t.Errorf("the plan afterwards: %v\n%s", err, output)
	}

	// Another app is another grant.
	run.apply("-replace=stytchoauth_connected_app.it")
	run.requireHeld(4)

	if output, err := run.run("destroy", "-auto-approve"); err != nil {
		t.Fatalf("destroy: %v\n%s", err, output)
	}

	requireEqual(t, run.live(), []string(nil))
	requireEqual(t, run.emulator.Count(stytchmock.RouteMemberConnectedAppRevoke), 5)
	run.requireNoTokens()
}

// requireNoTokens fails if a token or a code is in the state or in the saved plan.
func (r grantHandOverRun) requireNoTokens() {
	r.t.Helper()

	written, err := r.Written()
	if err != nil {
		r.t.Fatal(err)
	}

	for name, text := range written {
		for _, secret := range r.emulator.Secrets() {
			if secret.Value != r.emulator.Seed.Secret && tftest.Contains(text, secret.Value) {
				r.t.Errorf("%s holds the %s", name, secret.Name)
			}
		}
	}
}
