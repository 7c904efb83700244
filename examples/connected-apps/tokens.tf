ephemeral "stytchoauth_member_connected_app_tokens" "crm" {
  organization_id = stytchoauth_member_connected_app.crm.organization_id
  member_id       = stytchoauth_member_connected_app.crm.member_id
  client_id       = stytchoauth_member_connected_app.crm.client_id
  open_after      = timestamp()
}

resource "aws_secretsmanager_secret" "crm_tokens" {
  name = "crm/stytch-refresh-token"
}

resource "aws_secretsmanager_secret_version" "crm_tokens" {
  secret_id                = aws_secretsmanager_secret.crm_tokens.id
  secret_string_wo         = nonsensitive(coalesce(ephemeral.stytchoauth_member_connected_app_tokens.crm.refresh_token))
  secret_string_wo_version = stytchoauth_member_connected_app.crm.tokens_issued_at

  lifecycle {
    create_before_destroy = true
  }
}
