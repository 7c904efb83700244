ephemeral "stytchoauth_client_secret" "crm" {
  client_id  = stytchoauth_connected_app.crm.client_id
  open_after = timestamp()
}

resource "aws_secretsmanager_secret" "crm_client" {
  name = "crm/stytch-client-secret"
}

resource "aws_secretsmanager_secret_version" "crm_client" {
  secret_id                = aws_secretsmanager_secret.crm_client.id
  secret_string_wo         = nonsensitive(coalesce(ephemeral.stytchoauth_client_secret.crm.client_secret))
  secret_string_wo_version = stytchoauth_connected_app.crm.client_secret_issued_at

  lifecycle {
    create_before_destroy = true
  }
}
