// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"strings"
	"testing"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/tftest"
)

// A secret that is made in the same run stops the plan of what needs it. What the diagnostics advise helps, and types
// that do not need the secret need no advice.
func TestAccSecretOfTheSameRun(t *testing.T) {
	t.Parallel()

	emulator := tftest.Start(t)
	configuration := emulator.Expand(`
resource "terraform_data" "secret" {
  input = "<secret>"
}

provider "stytchoauth" {
  project_id = "<project_id>"
  secret     = terraform_data.secret.output
  base_url   = "<base_url>"
}

data "stytchoauth_discovery_start_url" "this" {
  oauth_provider = "google"
  public_token   = "<public_token>"
}

data "stytchoauth_member_github_tokens" "this" {
  organization_id = "<organization_id>"
  member_id       = "<member_id>"
  depends_on      = [terraform_data.secret]
}

ephemeral "stytchoauth_member_github_tokens" "this" {
  organization_id = "<organization_id>"
  member_id       = "<member_id>"
  open_after      = terraform_data.secret.output
}

resource "terraform_data" "same" {
  lifecycle {
    precondition {
      condition = (
        data.stytchoauth_member_github_tokens.this.registrations[0].access_token ==
        ephemeral.stytchoauth_member_github_tokens.this.registrations[0].access_token
      )
      error_message = "The tokens differ."
    }
  }
}
`)

	withoutAdvice := strings.NewReplacer("depends_on      = [terraform_data.secret]", "",
		"open_after      = terraform_data.secret.output", "").Replace(configuration)
	workspace := tftest.NewWorkspace(t, withoutAdvice)

	output, err := workspace.Run(nil, "plan", "-no-color", "-input=false")
	if err == nil {
		t.Errorf("it plans:\n%s", output)
	}

	output = unwrapped(output)
	if strings.Count(output, "Provider Configuration Not Known Yet") != 2 || !strings.Contains(output, "`depends_on`") ||
		!strings.Contains(output, "`open_after`") {
		t.Errorf("it says\n%s", output)
	}

	emulator.RequireCount(t, "", 0)

	workspace.Configure(configuration)
	workspace.MustApply()

	if emulator.Count("") < 2 {
		t.Errorf("%d requests", emulator.Count(""))
	}

	for _, request := range emulator.Requests() {
		tftest.Request{Request: request}.RequireBasic(t, emulator.Seed.ProjectID, emulator.Seed.Secret)
	}
}

// Without a provider block, an error of Configure would end in the CLI's advice to write one. What a variable is needed for
// reports it instead.
func TestAccInvalidEnvironment(t *testing.T) {
	t.Parallel()

	workspace := tftest.NewWorkspace(t, `
data "stytchoauth_user_start_url" "this" {
  oauth_provider = "google"
}
`)

	output, err := workspace.Run(map[string]string{"STYTCH_PUBLIC_TOKEN": testToken + "\n"}, "plan", "-no-color", "-input=false")
	if err == nil {
		t.Errorf("it plans:\n%s", output)
	}

	output = unwrapped(output)
	if strings.Contains(output, "requires explicit configuration") ||
		!strings.Contains(output, "with data.stytchoauth_user_start_url.this, on main.tf line") ||
		!strings.Contains(output, "The value of the environment variable STYTCH_PUBLIC_TOKEN ends with a line break") {
		t.Errorf("it says\n%s", output)
	}
}

// unwrapped returns a CLI's output on one line, without the frames around diagnostics.
func unwrapped(output string) string {
	return strings.Join(strings.Fields(strings.ReplaceAll(output, "│", " ")), " ")
}
