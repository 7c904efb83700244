# A Connected App is an application that acts for one of your Members. It requests authorization, receives a code, and
# exchanges the code for tokens (OAuth 2.0). PKCE binds the code to whoever requested it.

# Before anything is requested: may this Member grant these scopes?
data "stytchoauth_member_authorization_preflight" "cli" {
  organization_id = var.b2b.organization_id
  member_id       = var.b2b.member_id
  client_id       = var.b2b.client_id
  redirect_uri    = var.b2b.redirect_uri
  scopes          = local.scopes

  # Stytch remembers consent. This asks for it each time, so that the next plan finds what this one found.
  prompt = "consent"
}

locals {
  scopes = ["openid", "offline_access", "read:documents"]
}

ephemeral "stytchoauth_pkce" "cli" {}

# A code is issued each time this is opened. timestamp() is unknown in plan, so it is opened once, in apply.
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

# The code is unknown in plan as well, so this waits for apply, too.
ephemeral "stytchoauth_connected_app_tokens" "cli" {
  client_id     = var.b2b.client_id
  redirect_uri  = var.b2b.redirect_uri
  code          = ephemeral.stytchoauth_member_authorization.cli.authorization_code
  code_verifier = ephemeral.stytchoauth_pkce.cli.code_verifier

  # Nobody needs the tokens after this run.
  revoke_on_close = true
}

# A machine-to-machine client needs nobody's consent.
ephemeral "stytchoauth_m2m_token" "worker" {
  client_id     = var.b2b.m2m_client_id
  client_secret = var.secrets.m2m_client
  scopes        = ["read:users"]

  open_after = timestamp()
}

# Stands for a resource that uses the tokens. The place for a condition is the resource, not the ephemeral block:
# Terraform 1.11 cannot show a plan with a condition in an ephemeral block as JSON.
resource "terraform_data" "token_consumer" {
  lifecycle {
    precondition {
      condition = (
        provider::stytchoauth::jwt_claims(ephemeral.stytchoauth_connected_app_tokens.cli.access_token).sub
        == var.b2b.member_id
      )
      error_message = "The access token was not issued for the Member."
    }

    precondition {
      condition = (
        toset(split(" ", ephemeral.stytchoauth_connected_app_tokens.cli.scope)) == toset(local.scopes)
        && ephemeral.stytchoauth_connected_app_tokens.cli.refresh_token != null
      )
      error_message = "The tokens do not have the requested scopes."
    }

    precondition {
      condition = (
        provider::stytchoauth::jwt_claims(ephemeral.stytchoauth_m2m_token.worker.access_token).scope
        == "read:users"
      )
      error_message = "The M2M token does not have the requested scope."
    }
  }
}
