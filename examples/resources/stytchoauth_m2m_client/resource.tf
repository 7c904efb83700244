resource "stytchoauth_m2m_client" "worker" {
  client_name      = "Worker"
  scopes           = ["read:users"]
  trusted_metadata = jsonencode({ team = "billing" })

  # To rotate the secret without an interruption, add next_client_secret_version = 2. When all who use the secret have the
  # next one, set client_secret_version = 2 and remove next_client_secret_version.
  client_secret_version = 1
}

# The secret, in the apply that has it issued.
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
