// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"regexp"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/tftest"
)

// made is a provider whose secret is made in the same run, as another provider's resource would.
const made = `
resource "terraform_data" "secret" {
  input = "<secret>"
}

provider "stytchoauth" {
  project_id = "<project_id>"
  secret     = terraform_data.secret.output
  base_url   = "<base_url>"
}
`

// A secret that is made in the same run stops the plan of what needs it, and says what helps.
func TestAccSecretOfTheSameRun(t *testing.T) {
	t.Parallel()

	for kind, test := range map[string]struct{ block, wayOut string }{
		"data":      {"data", "depends_on"},
		"ephemeral": {"ephemeral", "open_after"},
	} {
		t.Run(kind, func(t *testing.T) {
			t.Parallel()

			emulator := tftest.Start(t)

			accept(t, resource.TestStep{
				Config: emulator.Expand(made + test.block + ` "stytchoauth_member_github_tokens" "this" {
  organization_id = "<organization_id>"
  member_id       = "<member_id>"
}
`),
				ExpectError: regexp.MustCompile(`(?s)Provider Configuration Not Known Yet.*` + "`secret`.*`" + test.wayOut + "`"),
			})
			emulator.RequireCount(t, "", 0)
		})
	}
}

// And what is said does help. Types that do not need the secret are not held up by it.
func TestAccSecretOfTheSameRunWaitedFor(t *testing.T) {
	t.Parallel()

	emulator := tftest.Start(t)

	accept(t, resource.TestStep{
		Config: emulator.Expand(made + `
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

data "stytchoauth_discovery_start_url" "this" {
  oauth_provider = "google"
  public_token   = "<public_token>"
}

provider "echo" {
  data = ephemeral.stytchoauth_member_github_tokens.this.registrations[0].access_token
}

resource "echo" "token" {}

output "same" {
  value     = echo.token.data == data.stytchoauth_member_github_tokens.this.registrations[0].access_token
  sensitive = true
}
`),
		Check: resource.TestCheckOutput("same", "true"),
	})

	for _, request := range emulator.Requests() {
		tftest.Request{Request: request}.RequireBasic(t, emulator.Seed.ProjectID, emulator.Seed.Secret)
	}

	if emulator.Count("") < 2 {
		t.Errorf("%d requests", emulator.Count(""))
	}
}
