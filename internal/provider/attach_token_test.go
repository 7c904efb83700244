// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/stytchmock"
	"github.com/stytch-community/terraform-provider-stytchoauth/internal/tftest"
)

// A User is named in one of three ways, and the request says no more than that.
func TestAttachToken(t *testing.T) {
	t.Parallel()

	for name, test := range map[string]struct{ argument, value string }{
		"id":            {"user_id", "<user_id>"},
		"external id":   {"user_id", "<user_external_id>"},
		"session token": {"session_token", "<consumer_session_token>"},
		"session JWT":   {"session_jwt", "<consumer_session_jwt>"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			emulator := tftest.Start(t)
			served := forProject(t, emulator, stytchmock.Consumer)
			arguments := tftest.Object{"oauth_provider": "github", test.argument: emulator.Expand(test.value)}

			served.ValidateEphemeral("stytchoauth_attach_token", arguments).RequireNone(t)
			emulator.RequireCount(t, "", 0)

			opened, diagnostics := served.Open("stytchoauth_attach_token",
				with(arguments, tftest.Object{"open_after": "2026-01-02T03:04:05Z"}))
			diagnostics.RequireNone(t)

			minted := emulator.AttachTokens()
			if len(minted) != 1 || minted[0].Provider != "github" || minted[0].UserID != emulator.Seed.UserID {
				t.Fatalf("minted %+v", minted)
			}

			requireResult(t, opened.Result, with(arguments, tftest.Object{
				"oauth_attach_token": minted[0].Value, "open_after": "2026-01-02T03:04:05Z",
			}))

			request := emulator.One(t, stytchmock.RouteAttach)
			request.RequireJSON(t, tftest.Object{"provider": "github", test.argument: arguments[test.argument]})
			request.RequireBasic(t, emulator.Seed.ConsumerProjectID, emulator.Seed.ConsumerSecret)

			// There is nothing to close.
			served.Close(opened).RequireNone(t)
			emulator.RequireCount(t, "", 1)
		})
	}
}

func TestAccAttachToken(t *testing.T) {
	t.Parallel()

	emulator := tftest.Start(t)

	accept(t, resource.TestStep{
		Config: emulator.Consumer(`
ephemeral "stytchoauth_attach_token" "this" {
  oauth_provider = "apple"
  user_id        = "<user_external_id>"
}

ephemeral "stytchoauth_attach_token" "of_session" {
  oauth_provider = "google"
  session_token  = "<consumer_session_token>"
}

provider "echo" {
  data = {
    token      = ephemeral.stytchoauth_attach_token.this.oauth_attach_token
    user       = ephemeral.stytchoauth_attach_token.this.user_id
    provider   = ephemeral.stytchoauth_attach_token.this.oauth_provider
    request_id = ephemeral.stytchoauth_attach_token.this.request_id
    status     = ephemeral.stytchoauth_attach_token.this.status_code
    another    = ephemeral.stytchoauth_attach_token.of_session.oauth_attach_token
  }
}

resource "echo" "attach_token" {}
`),
		ConfigStateChecks: []statecheck.StateCheck{
			expectEcho("attach_token", tftest.Object{
				"token": mintedToken(emulator, "apple"), "another": mintedToken(emulator, "google"),
				"user": emulator.Seed.UserExternalID, "provider": "apple", "request_id": anyRequestID(), "status": 200,
			}),
		},
	})
}
