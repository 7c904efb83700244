resource "stytchoauth_m2m_client" "job" {
  client_name           = "Job"
  scopes                = ["read:users"]
  client_secret_version = 1
}

ephemeral "stytchoauth_client_secret" "job" {
  client_id  = stytchoauth_m2m_client.job.client_id
  open_after = timestamp()
}

resource "aws_secretsmanager_secret" "job" {
  name = "job/client-secret"
}

resource "aws_secretsmanager_secret_version" "job" {
  secret_id                = aws_secretsmanager_secret.job.id
  secret_string_wo         = nonsensitive(coalesce(ephemeral.stytchoauth_client_secret.job.client_secret))
  secret_string_wo_version = stytchoauth_m2m_client.job.client_secret_issued_at

  lifecycle {
    create_before_destroy = true
  }
}
