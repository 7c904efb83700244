// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/client"
	"github.com/stytch-community/terraform-provider-stytchoauth/internal/stytchmock"
	"github.com/stytch-community/terraform-provider-stytchoauth/internal/tftest"
)

// everything returns a configuration with every type and function. Its secrets are ephemeral variables, for a saved
// plan holds a copy of the configuration. The data sources read the tokens of the seeded Member, which end up in the
// state, and the ephemeral resources those of another Member.
func everything() string {
	all := []string{everythingElse}

	for _, provider := range client.MemberIdentityProviders() {
		refresh := ""
		if provider.RefreshToken {
			refresh = "include_refresh_token = true"
		}

		all = append(all, fmt.Sprintf(`
data "stytchoauth_member_%[1]s_tokens" "this" {
  organization_id = "<organization_id>"
  member_id       = "<member_id>"
  %[2]s
}

ephemeral "stytchoauth_member_%[1]s_tokens" "this" {
  organization_id = "<organization_id>"
  member_id       = var.member_id
  %[2]s
}
`, provider.Name, refresh))
	}

	return strings.Join(all, "")
}

// secretsOf returns the values of the variable secrets.
func secretsOf(emulator *tftest.Emulator) map[string]any {
	seed := emulator.Seed

	return map[string]any{
		"project": seed.Secret, "consumer_project": seed.ConsumerSecret,
		"session_token": seed.SessionToken, "session_jwt": emulator.SessionJWT(seed.SessionToken),
		"consumer_session_token": seed.ConsumerSessionToken,
		"consumer_session_jwt":   emulator.SessionJWT(seed.ConsumerSessionToken),
		"confidential_client":    seed.ConfidentialClientSecret, "m2m_client": seed.M2MClientSecret,
	}
}

// ephemeralMember adds the Member whose tokens only ephemeral resources read, and returns the id and the tokens.
func ephemeralMember(emulator *tftest.Emulator) (id string, tokens []string) {
	id = emulator.AddMember(stytchmock.Member{})

	for _, provider := range client.MemberIdentityProviders() {
		response, secrets := allFields(provider, "ephemeral")
		emulator.SetMemberTokens(emulator.Seed.OrganizationID, id, provider.Name, response)

		tokens = append(tokens, secrets...)
	}

	return id, tokens
}

// giveTokens gives the seeded Member tokens of an identity provider with every field.
func giveTokens(t *testing.T, emulator *tftest.Emulator, provider client.IdentityProvider) {
	t.Helper()

	response, _ := allFields(provider, "kept")
	if !emulator.SetMemberTokens(emulator.Seed.OrganizationID, emulator.Seed.MemberID, provider.Name, response) {
		t.Fatal("there is no such Member")
	}
}

// allFields returns a response with every field that any identity provider's tokens have, and the secrets in it.
func allFields(provider client.IdentityProvider, prefix string) (response tftest.Object, secrets []string) {
	token := tftest.Object{
		"provider_subject": "subject", "provider_tenant_id": "tenant", "provider_tenant_ids": []string{"tenant"},
		"access_token_expires_in": 3600, "scopes": []string{"scope"}, "bot_scopes": []string{"scope"},
	}

	for _, name := range []string{"access_token", "refresh_token", "id_token", "bot_access_token"} {
		secret := prefix + "-" + provider.Name + "-" + name
		token[name] = secret
		secrets = append(secrets, secret)
	}

	if provider.Registrations {
		return registrations(provider.Title, token), secrets
	}

	return with(token, tftest.Object{"provider_type": provider.Title}), secrets
}

// everythingElse is the part of the configuration that is not about the tokens of identity providers.
const everythingElse = `
variable "secrets" {
  type      = map(string)
  sensitive = true
  ephemeral = true
}

variable "member_id" {
  type = string
}

provider "stytchoauth" {
  project_id   = "<project_id>"
  secret       = var.secrets.project
  public_token = "<public_token>"
  base_url     = "<base_url>"
  max_retries  = 0
}

provider "stytchoauth" {
  alias        = "consumer"
  project_id   = "<consumer_project_id>"
  secret       = var.secrets.consumer_project
  public_token = "<consumer_public_token>"
  base_url     = "<base_url>"
  max_retries  = 0
}

data "stytchoauth_member_start_url" "this" {
  oauth_provider   = "google"
  organization_id  = "<organization_id>"
  resolve_redirect = true
}

data "stytchoauth_discovery_start_url" "this" {
  oauth_provider   = "slack"
  resolve_redirect = true
}

data "stytchoauth_user_start_url" "this" {
  provider         = stytchoauth.consumer
  oauth_provider   = "apple"
  resolve_redirect = true
}

data "stytchoauth_member_authorization_preflight" "this" {
  organization_id = "<organization_id>"
  member_id       = "<member_id>"
  client_id       = "<client_id>"
  redirect_uri    = "<redirect_uri>"
  scopes          = ["openid"]
}

data "stytchoauth_user_authorization_preflight" "this" {
  provider     = stytchoauth.consumer
  user_id      = "<user_id>"
  client_id    = "<consumer_client_id>"
  redirect_uri = "<consumer_redirect_uri>"
  scopes       = ["openid"]
}

ephemeral "stytchoauth_pkce" "this" {}

ephemeral "stytchoauth_member_start_url" "this" {
  oauth_provider      = "google"
  organization_id     = "<organization_id>"
  pkce_code_challenge = provider::stytchoauth::pkce_code_challenge(ephemeral.stytchoauth_pkce.this.code_verifier)
}

ephemeral "stytchoauth_discovery_start_url" "this" {
  oauth_provider      = "google"
  pkce_code_challenge = ephemeral.stytchoauth_pkce.this.code_challenge
}

ephemeral "stytchoauth_attach_token" "this" {
  provider       = stytchoauth.consumer
  oauth_provider = "github"
  session_token  = var.secrets.consumer_session_token
}

ephemeral "stytchoauth_attach_token" "jwt" {
  provider       = stytchoauth.consumer
  oauth_provider = "google"
  session_jwt    = var.secrets.consumer_session_jwt
}

ephemeral "stytchoauth_user_start_url" "this" {
  provider           = stytchoauth.consumer
  oauth_provider     = "github"
  oauth_attach_token = ephemeral.stytchoauth_attach_token.this.oauth_attach_token
}

ephemeral "stytchoauth_member_authorization" "this" {
  session_token   = var.secrets.session_token
  client_id       = "<client_id>"
  redirect_uri    = "<redirect_uri>"
  scopes          = ["openid", "offline_access"]
  consent_granted = true
  code_challenge  = ephemeral.stytchoauth_pkce.this.code_challenge
}

ephemeral "stytchoauth_member_authorization" "confidential" {
  session_jwt     = var.secrets.session_jwt
  client_id       = "<confidential_client_id>"
  redirect_uri    = "<redirect_uri>"
  scopes          = ["openid", "offline_access"]
  consent_granted = true
}

ephemeral "stytchoauth_user_authorization" "this" {
  provider        = stytchoauth.consumer
  session_token   = var.secrets.consumer_session_token
  client_id       = "<consumer_confidential_client_id>"
  redirect_uri    = "<consumer_redirect_uri>"
  scopes          = ["openid"]
  consent_granted = true
}

ephemeral "stytchoauth_connected_app_tokens" "this" {
  client_id       = "<client_id>"
  redirect_uri    = "<redirect_uri>"
  code            = ephemeral.stytchoauth_member_authorization.this.authorization_code
  code_verifier   = ephemeral.stytchoauth_pkce.this.code_verifier
  revoke_on_close = true
}

ephemeral "stytchoauth_connected_app_tokens" "confidential" {
  client_id     = "<confidential_client_id>"
  client_secret = var.secrets.confidential_client
  redirect_uri  = "<redirect_uri>"
  code          = ephemeral.stytchoauth_member_authorization.confidential.authorization_code
}

ephemeral "stytchoauth_m2m_token" "this" {
  client_id     = "<m2m_client_id>"
  client_secret = var.secrets.m2m_client
}

# What is handed on: write-only, and to nobody's eyes.
resource "vault_secret" "this" {
  revision = 1
  value = jsonencode([
    ephemeral.stytchoauth_connected_app_tokens.this, ephemeral.stytchoauth_connected_app_tokens.confidential,
    ephemeral.stytchoauth_m2m_token.this, ephemeral.stytchoauth_user_start_url.this,
    ephemeral.stytchoauth_attach_token.jwt, ephemeral.stytchoauth_member_google_tokens.this,
    provider::stytchoauth::jwt_claims(ephemeral.stytchoauth_connected_app_tokens.this.id_token),
  ])
}
`
