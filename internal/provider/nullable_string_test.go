// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"strings"
	"testing"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/stytchmock"
	"github.com/stytch-community/terraform-provider-stytchoauth/internal/tftest"
)

// A required argument whose value is null is refused on its block, with what the null means.
func TestAccRequiredArgumentNull(t *testing.T) {
	t.Parallel()

	emulator := tftest.Start(t)
	workspace := tftest.NewWorkspace(t, emulator.B2B(`
ephemeral "stytchoauth_member_authorization" "refused" {
  organization_id = "<organization_id>"
  member_id       = "<member_id>"
  client_id       = "<client_id>"
  redirect_uri    = "<redirect_uri>"
  scopes          = ["openid"]
  consent_granted = false
}

ephemeral "stytchoauth_connected_app_tokens" "this" {
  client_id    = "<client_id>"
  redirect_uri = "<redirect_uri>"
  code         = ephemeral.stytchoauth_member_authorization.refused.authorization_code
}

ephemeral "stytchoauth_client_secret" "this" {
  client_id  = "<m2m_client_id>"
  open_after = "now"
}

ephemeral "stytchoauth_m2m_token" "this" {
  client_id     = "<m2m_client_id>"
  client_secret = ephemeral.stytchoauth_client_secret.this.client_secret
}
`))

	output, err := workspace.Run(nil, "plan", "-no-color", "-input=false")
	if err == nil {
		t.Errorf("it plans:\n%s", output)
	}

	output = unwrapped(output)
	for _, part := range []string{
		"with ephemeral.stytchoauth_connected_app_tokens.this, on main.tf line",
		`The argument "code" is required, and its value is null. If it comes from an authorization, consent was refused there, ` +
			"and no code was issued: see its `error` and `error_description`.",
		"with ephemeral.stytchoauth_m2m_token.this, on main.tf line",
		`The argument "client_secret" is required, and its value is null. If it comes from a stytchoauth_client_secret, this ` +
			"run issued no secret for the client",
	} {
		if !strings.Contains(output, part) {
			t.Errorf("it does not say %q:\n%s", part, output)
		}
	}

	emulator.RequireCount(t, stytchmock.RouteToken, 0)
}
