# Clients that Terraform manages. Stytch shows their secrets and tokens once, when it issues them. In the same apply, they
# go to the secret store, and nowhere else. The README of ../connected-app-to-secret-store explains the parts.
#
# With Terraform 1.10, the demo leaves this file out, too.

variable "next_client_secret_version" {
  description = "Set this to rotate the reporter's client secret: another one is issued, and Stytch accepts both."
  type        = number
  default     = null
}

# A machine-to-machine client.
resource "stytchoauth_m2m_client" "reporter" {
  client_name = "Reporter"
  scopes      = ["read:users"]

  client_secret_version      = 1
  next_client_secret_version = var.next_client_secret_version
}

ephemeral "stytchoauth_client_secret" "reporter" {
  client_id  = stytchoauth_m2m_client.reporter.client_id
  open_after = timestamp()
}

resource "aws_secretsmanager_secret_version" "reporter" {
  secret_id                = "reporter/client-secret"
  secret_string_wo         = nonsensitive(coalesce(ephemeral.stytchoauth_client_secret.reporter.client_secret))
  secret_string_wo_version = stytchoauth_m2m_client.reporter.client_secret_issued_at

  lifecycle {
    create_before_destroy = true
  }
}

# A public Connected App, which has no secret, and Ada's grant for it. Unlike the tokens in connected_app.tf, those of a
# grant are issued once, and stay valid until it is destroyed.
resource "stytchoauth_connected_app" "agent" {
  client_type   = "first_party_public"
  client_name   = "Agent"
  redirect_urls = [var.b2b.redirect_uri]
}

resource "stytchoauth_member_connected_app" "agent" {
  organization_id = var.b2b.organization_id
  member_id       = var.b2b.member_id
  client_id       = stytchoauth_connected_app.agent.client_id
  redirect_uri    = var.b2b.redirect_uri
  scopes          = ["openid", "offline_access"]
}

ephemeral "stytchoauth_member_connected_app_tokens" "agent" {
  organization_id = stytchoauth_member_connected_app.agent.organization_id
  member_id       = stytchoauth_member_connected_app.agent.member_id
  client_id       = stytchoauth_member_connected_app.agent.client_id
  open_after      = timestamp()
}

resource "aws_secretsmanager_secret_version" "agent" {
  secret_id                = "agent/refresh-token"
  secret_string_wo         = nonsensitive(coalesce(ephemeral.stytchoauth_member_connected_app_tokens.agent.refresh_token))
  secret_string_wo_version = stytchoauth_member_connected_app.agent.tokens_issued_at

  lifecycle {
    create_before_destroy = true
  }
}
