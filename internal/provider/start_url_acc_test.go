// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/stytchmock"
	"github.com/stytch-community/terraform-provider-stytchoauth/internal/tftest"
)

// Start URLs need no credentials, and no Stytch either.
func TestAccStartURLs(t *testing.T) {
	t.Parallel()

	accept(t, resource.TestStep{
		Config: `
provider "stytchoauth" {
  public_token = "` + liveToken + `"
}

data "stytchoauth_member_start_url" "this" {
  oauth_provider      = "google"
  organization_slug   = "acme"
  login_redirect_url  = "https://app.example.com/login"
  custom_scopes       = ["a", "b"]
  provider_params     = { login_hint = "ada@example.com" }
  pkce_code_challenge = "` + challenge + `"
}

data "stytchoauth_discovery_start_url" "this" {
  oauth_provider         = "slack"
  discovery_redirect_url = "https://app.example.com/discovery"
}

data "stytchoauth_user_start_url" "this" {
  oauth_provider = "apple"
  public_token   = "` + testToken + `"
}
`,
		ConfigStateChecks: append(append(
			expect("data.stytchoauth_member_start_url.this", tftest.Object{
				"oauth_provider": "google", "organization_slug": "acme", "organization_id": nil,
				"login_redirect_url": "https://app.example.com/login", "signup_redirect_url": nil,
				"custom_scopes": []string{"a", "b"}, "provider_params": tftest.Object{"login_hint": "ada@example.com"},
				"pkce_code_challenge": challenge, "public_token": liveToken,
				"url": liveHost + "v1/b2b/public/oauth/google/start?public_token=" + liveToken +
					"&organization_slug=acme&slug=acme&login_redirect_url=https%3A%2F%2Fapp.example.com%2Flogin" +
					"&custom_scopes=a%20b&provider_login_hint=ada%40example.com&pkce_code_challenge=" + challenge,
				"resolve_redirect": nil, "redirect_url": nil, "request_id": nil, "status_code": nil,
			}),
			expect("data.stytchoauth_discovery_start_url.this", tftest.Object{
				"oauth_provider": "slack", "discovery_redirect_url": "https://app.example.com/discovery",
				"custom_scopes": nil, "provider_params": nil, "pkce_code_challenge": nil, "public_token": liveToken,
				"url": liveHost + "v1/b2b/public/oauth/slack/discovery/start?public_token=" + liveToken +
					"&discovery_redirect_url=https%3A%2F%2Fapp.example.com%2Fdiscovery",
				"resolve_redirect": nil, "redirect_url": nil, "request_id": nil, "status_code": nil,
			})...),
			expect("data.stytchoauth_user_start_url.this", tftest.Object{
				"oauth_provider": "apple", "public_token": testToken, "login_redirect_url": nil,
				"signup_redirect_url": nil, "custom_scopes": nil, "provider_params": nil, "code_challenge": nil,
				"url":              testHost + "v1/public/oauth/apple/start?public_token=" + testToken,
				"resolve_redirect": nil, "redirect_url": nil, "request_id": nil, "status_code": nil,
			})...),
	})
}

// The twins take ephemeral values, such as a challenge that is made in the same run.
func TestAccEphemeralStartURLs(t *testing.T) {
	t.Parallel()

	emulator := tftest.Start(t)

	accept(t, resource.TestStep{
		Config: emulator.Consumer(`
ephemeral "stytchoauth_pkce" "this" {}

ephemeral "stytchoauth_attach_token" "this" {
  oauth_provider = "github"
  user_id        = "<user_id>"
}

ephemeral "stytchoauth_member_start_url" "this" {
  oauth_provider      = "github"
  organization_id     = "<organization_id>"
  pkce_code_challenge = ephemeral.stytchoauth_pkce.this.code_challenge
}

ephemeral "stytchoauth_discovery_start_url" "this" {
  oauth_provider      = "github"
  pkce_code_challenge = ephemeral.stytchoauth_pkce.this.code_challenge
}

ephemeral "stytchoauth_user_start_url" "this" {
  oauth_provider     = "github"
  code_challenge     = ephemeral.stytchoauth_pkce.this.code_challenge
  oauth_attach_token = ephemeral.stytchoauth_attach_token.this.oauth_attach_token
}

locals {
  start = "<base_url>/v1/%s/oauth/github%s/start?public_token=<consumer_public_token>"
}

provider "echo" {
  data = {
    # Whether each URL is what it has to be: the values differ in every run.
    member = ephemeral.stytchoauth_member_start_url.this.url == join("", [
      format(local.start, "b2b/public", ""), "&organization_id=<organization_id>",
      "&pkce_code_challenge=", ephemeral.stytchoauth_pkce.this.code_challenge,
    ])
    discovery = ephemeral.stytchoauth_discovery_start_url.this.url == join("", [
      format(local.start, "b2b/public", "/discovery"),
      "&pkce_code_challenge=", ephemeral.stytchoauth_pkce.this.code_challenge,
    ])
    user = ephemeral.stytchoauth_user_start_url.this.url == join("", [
      format(local.start, "public", ""),
      "&code_challenge=", ephemeral.stytchoauth_pkce.this.code_challenge,
      "&oauth_attach_token=", urlencode(ephemeral.stytchoauth_attach_token.this.oauth_attach_token),
    ])
  }
}

resource "echo" "urls" {}
`),
		ConfigStateChecks: []statecheck.StateCheck{
			expectEcho("urls", tftest.Object{"member": true, "discovery": true, "user": true}),
		},
	})

	// Only the attach tokens were asked for.
	emulator.Last(t, stytchmock.RouteAttach)
	emulator.RequireCount(t, "", emulator.Count(stytchmock.RouteAttach))
}
