# Where applications find their secrets. A write-only argument reaches the other provider, and is kept in neither the
# state nor the plan. The secrets in AWS exist already; each of these resources stores a value in one.
#
# Write-only arguments need Terraform or OpenTofu 1.11. With Terraform 1.10, the demo leaves this file out.

provider "aws" {
  region = "eu-central-1"
}

# What Slack issued for Ada, and what belongs to it.
resource "aws_secretsmanager_secret_version" "slack" {
  secret_id = "ada/slack"

  secret_string_wo         = jsonencode(one(ephemeral.stytchoauth_member_slack_tokens.ada.registrations))
  secret_string_wo_version = 1
}

# What the Connected App got. It is of no use after this run, as the code is spent and revoke_on_close is set.
resource "aws_secretsmanager_secret_version" "cli" {
  secret_id = "ada/cli"

  secret_string_wo = jsonencode({
    authorization_code = ephemeral.stytchoauth_member_authorization.cli.authorization_code
    callback_uri       = ephemeral.stytchoauth_member_authorization.cli.callback_uri
    access_token       = ephemeral.stytchoauth_connected_app_tokens.cli.access_token
    refresh_token      = ephemeral.stytchoauth_connected_app_tokens.cli.refresh_token
    id_token           = ephemeral.stytchoauth_connected_app_tokens.cli.id_token
    token_type         = ephemeral.stytchoauth_connected_app_tokens.cli.token_type
    expires_in         = ephemeral.stytchoauth_connected_app_tokens.cli.expires_in
    scope              = ephemeral.stytchoauth_connected_app_tokens.cli.scope
  })
  secret_string_wo_version = 1
}

resource "aws_secretsmanager_secret_version" "worker" {
  secret_id = "worker"

  secret_string_wo = jsonencode({
    access_token = ephemeral.stytchoauth_m2m_token.worker.access_token
    token_type   = ephemeral.stytchoauth_m2m_token.worker.token_type
    expires_in   = ephemeral.stytchoauth_m2m_token.worker.expires_in
  })
  secret_string_wo_version = 1
}

# For whoever sends Alan his login URL.
resource "aws_secretsmanager_secret_version" "alan" {
  secret_id = "alan"

  secret_string_wo = jsonencode({
    oauth_attach_token = ephemeral.stytchoauth_attach_token.alan.oauth_attach_token
    url                = ephemeral.stytchoauth_user_start_url.alan.url
  })
  secret_string_wo_version = 1
}
