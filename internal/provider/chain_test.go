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

// The main job in one apply: a verifier, an authorization, its tokens, and their claims. The tokens are revoked when
// Terraform no longer needs them.
func TestAccChain(t *testing.T) {
	t.Parallel()

	emulator := tftest.Start(t)
	seed := emulator.Seed

	accept(t, resource.TestStep{
		Config: emulator.B2B(`
ephemeral "stytchoauth_pkce" "this" {}

ephemeral "stytchoauth_member_authorization" "this" {
  organization_id = "<organization_id>"
  member_id       = "<member_id>"
  client_id       = "<client_id>"
  redirect_uri    = "<redirect_uri>"
  scopes          = ["openid", "offline_access"]
  consent_granted = true
  code_challenge  = ephemeral.stytchoauth_pkce.this.code_challenge
  nonce           = "n-0S6_WzA2Mj"
}

ephemeral "stytchoauth_connected_app_tokens" "this" {
  client_id       = "<client_id>"
  redirect_uri    = "<redirect_uri>"
  code            = ephemeral.stytchoauth_member_authorization.this.authorization_code
  code_verifier   = ephemeral.stytchoauth_pkce.this.code_verifier
  revoke_on_close = true
}

provider "echo" {
  data = {
    tokens = ephemeral.stytchoauth_connected_app_tokens.this
    claims = provider::stytchoauth::jwt_claims(ephemeral.stytchoauth_connected_app_tokens.this.id_token)
    pkce   = ephemeral.stytchoauth_pkce.this
    same = (
      provider::stytchoauth::pkce_code_challenge(ephemeral.stytchoauth_pkce.this.code_verifier) ==
      ephemeral.stytchoauth_pkce.this.code_challenge
    )
  }
}

resource "echo" "chain" {}
`),
		ConfigStateChecks: []statecheck.StateCheck{expectEcho("chain", tftest.Object{
			"same": true,
			"pkce": tftest.Object{
				"code_verifier": knownvalue.NotNull(), "code_challenge": knownvalue.NotNull(), "code_challenge_method": "S256",
			},
			"tokens": tftest.Object{
				"client_id": seed.ClientID, "client_secret": nil, "redirect_uri": seed.RedirectURI,
				"code": mintedCode(emulator, seed.ClientID), "code_verifier": knownvalue.NotNull(),
				"revoke_on_close": true, "open_after": nil, "token_type": "bearer", "expires_in": 3600,
				"scope":         "openid offline_access",
				"access_token":  issuedToken(emulator, stytchmock.AccessToken, seed.ClientID, "openid", "offline_access"),
				"refresh_token": issuedToken(emulator, stytchmock.RefreshToken, seed.ClientID, "openid", "offline_access"),
				"id_token":      knownvalue.NotNull(), "request_id": anyRequestID(), "status_code": 200,
			},
			"claims": knownvalue.ObjectPartial(map[string]knownvalue.Check{
				"sub": knownvalue.StringExact(seed.MemberID), "nonce": knownvalue.StringExact("n-0S6_WzA2Mj"),
				"aud": known([]string{seed.ClientID}),
			}),
		})},
	})

	// As many were closed as were opened.
	if len(emulator.IssuedTokens()) == 0 {
		t.Error("no tokens were issued")
	}

	requireRevoked(t, emulator, true)
	emulator.RequireCount(t, stytchmock.RouteRevoke, len(emulator.IssuedTokens()))

	for _, code := range emulator.Codes() {
		if !code.Used {
			t.Error("a code was not exchanged")
		}
	}
}

// A confidential app's tokens for a User, from a session. They stay good, as nobody asked to revoke them.
func TestAccChainOfUser(t *testing.T) {
	t.Parallel()

	emulator := tftest.Start(t)
	clientID := emulator.Seed.ConsumerConfidentialClientID

	accept(t, resource.TestStep{
		Config: emulator.Consumer(`
ephemeral "stytchoauth_user_authorization" "this" {
  session_token   = "<consumer_session_token>"
  client_id       = "<consumer_confidential_client_id>"
  redirect_uri    = "<consumer_redirect_uri>"
  scopes          = ["read:documents"]
  consent_granted = true
}

ephemeral "stytchoauth_connected_app_tokens" "this" {
  client_id     = "<consumer_confidential_client_id>"
  client_secret = "<consumer_confidential_client_secret>"
  redirect_uri  = "<consumer_redirect_uri>"
  code          = ephemeral.stytchoauth_user_authorization.this.authorization_code
}

provider "echo" {
  data = {
    access  = ephemeral.stytchoauth_connected_app_tokens.this.access_token
    refresh = ephemeral.stytchoauth_connected_app_tokens.this.refresh_token
    id      = ephemeral.stytchoauth_connected_app_tokens.this.id_token
  }
}

resource "echo" "chain" {}
`),
		ConfigStateChecks: []statecheck.StateCheck{expectEcho("chain", tftest.Object{
			"access":  issuedToken(emulator, stytchmock.AccessToken, clientID, "read:documents"),
			"refresh": nil, "id": nil,
		})},
	})

	requireRevoked(t, emulator, false)
	emulator.RequireCount(t, stytchmock.RouteRevoke, 0)
}
