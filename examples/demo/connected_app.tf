# A Connected App is an application that acts for a Member of yours. It asks for an authorization, gets a code, and
# exchanges the code for tokens (OAuth 2.0). PKCE ties the code to who asked for it.

# Before anything is asked for: may this Member grant these scopes?
data "stytchoauth_member_authorization_preflight" "cli" {
  organization_id = var.b2b.organization_id
  member_id       = var.b2b.member_id
  client_id       = var.b2b.client_id
  redirect_uri    = var.b2b.redirect_uri
  scopes          = local.scopes
}

locals {
  scopes = ["openid", "offline_access", "read:documents"]
}

ephemeral "stytchoauth_pkce" "cli" {}

# Each opening issues a code. timestamp() is unknown in plan, so this is opened once, in apply.
ephemeral "stytchoauth_member_authorization" "cli" {
  organization_id = var.b2b.organization_id
  member_id       = var.b2b.member_id
  client_id       = var.b2b.client_id
  redirect_uri    = var.b2b.redirect_uri
  scopes          = local.scopes
  consent_granted = true
  code_challenge  = ephemeral.stytchoauth_pkce.cli.code_challenge

  open_after = timestamp()
}

# The code is unknown until then, so this waits as well.
ephemeral "stytchoauth_connected_app_tokens" "cli" {
  client_id     = var.b2b.client_id
  redirect_uri  = var.b2b.redirect_uri
  code          = ephemeral.stytchoauth_member_authorization.cli.authorization_code
  code_verifier = ephemeral.stytchoauth_pkce.cli.code_verifier

  # The tokens are of no use to anyone after this run.
  revoke_on_close = true

  lifecycle {
    postcondition {
      condition     = provider::stytchoauth::jwt_claims(self.access_token).sub == var.b2b.member_id
      error_message = "The access token is not for the Member who was asked."
    }

    postcondition {
      condition     = toset(split(" ", self.scope)) == toset(local.scopes) && self.refresh_token != null
      error_message = "The tokens are not what was asked for."
    }
  }
}

# A machine-to-machine client needs nobody's consent.
ephemeral "stytchoauth_m2m_token" "worker" {
  client_id     = var.b2b.m2m_client_id
  client_secret = var.secrets.m2m_client
  scopes        = ["read:users"]

  open_after = timestamp()

  lifecycle {
    postcondition {
      condition     = provider::stytchoauth::jwt_claims(self.access_token).scope == "read:users"
      error_message = "The M2M token is not for what was asked."
    }
  }
}
