// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/stytchmock"
	"github.com/stytch-community/terraform-provider-stytchoauth/internal/tftest"
)

func TestAttachToken(t *testing.T) {
	t.Parallel()

	for name, subject := range map[string]tftest.Object{
		"id":            {"user_id": "<user_id>"},
		"external id":   {"user_id": "<user_external_id>"},
		"session token": {"session_token": "<consumer_session_token>"},
		"session JWT":   {"session_jwt": "<consumer_session_jwt>"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			emulator := tftest.Start(t)
			served := forProject(t, emulator, stytchmock.Consumer)
			user := expand(emulator, subject)
			arguments := with(user, tftest.Object{"oauth_provider": "github", "open_after": "2026-01-02T03:04:05Z"})

			served.ValidateEphemeral("stytchoauth_attach_token", arguments).RequireNone(t)

			opened, diagnostics := served.Open("stytchoauth_attach_token", arguments)
			diagnostics.RequireNone(t)

			request := emulator.One(t, stytchmock.RouteAttach)
			request.RequireJSON(t, with(user, tftest.Object{"provider": "github"}))
			request.RequireBasic(t, emulator.Seed.ConsumerProjectID, emulator.Seed.ConsumerSecret)

			minted := emulator.AttachTokens()
			if len(minted) != 1 || minted[0].Provider != "github" || minted[0].UserID != emulator.Seed.UserID {
				t.Fatalf("minted %+v", minted)
			}

			requireResult(t, opened.Result, with(arguments, tftest.Object{"oauth_attach_token": minted[0].Value}))

			served.Close(opened).RequireNone(t)
			emulator.RequireCount(t, "", 1)
		})
	}
}

// An attach token goes into the start URL of the same identity provider.
func TestAccAttachToken(t *testing.T) {
	t.Parallel()

	emulator := tftest.Start(t)

	accept(t, resource.TestStep{
		Config: emulator.Consumer(`
ephemeral "stytchoauth_attach_token" "this" {
  oauth_provider = "github"
  user_id        = "<user_external_id>"
}

ephemeral "stytchoauth_user_start_url" "this" {
  oauth_provider     = "github"
  oauth_attach_token = ephemeral.stytchoauth_attach_token.this.oauth_attach_token
}

provider "echo" {
  data = {
    # The values differ each time.
    ends_with_token = endswith(
      ephemeral.stytchoauth_user_start_url.this.url,
      "&oauth_attach_token=${urlencode(ephemeral.stytchoauth_attach_token.this.oauth_attach_token)}",
    )
    status_code = ephemeral.stytchoauth_attach_token.this.status_code
  }
}

resource "echo" "attach_token" {}
`),
		ConfigStateChecks: []statecheck.StateCheck{
			statecheck.ExpectKnownValue("echo.attach_token", tfjsonpath.New("data"), knownvalue.ObjectExact(
				map[string]knownvalue.Check{
					"ends_with_token": knownvalue.Bool(true), "status_code": knownvalue.Int64Exact(200),
				})),
		},
	})
}
