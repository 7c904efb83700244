resource "stytchoauth_m2m_client" "worker" {
  client_name           = "Worker"
  scopes                = ["read:users"]
  trusted_metadata      = jsonencode({ team = "billing" })
  client_secret_version = 1
}

ephemeral "stytchoauth_client_secret" "worker" {
  client_id  = stytchoauth_m2m_client.worker.client_id
  open_after = timestamp()
}

resource "aws_secretsmanager_secret" "worker" {
  name = "worker/client-secret"
}

resource "aws_secretsmanager_secret_version" "worker" {
  secret_id                = aws_secretsmanager_secret.worker.id
  secret_string_wo         = nonsensitive(coalesce(ephemeral.stytchoauth_client_secret.worker.client_secret))
  secret_string_wo_version = stytchoauth_m2m_client.worker.client_secret_issued_at

  lifecycle {
    create_before_destroy = true
  }
}
