resource "stytchoauth_m2m_client" "job" {
  client_name           = "Job"
  scopes                = ["read:users"]
  client_secret_version = 1
}

# timestamp() is unknown in plan, so this is opened in apply only, after the client.
ephemeral "stytchoauth_client_secret" "job" {
  client_id  = stytchoauth_m2m_client.job.client_id
  open_after = timestamp()
}

resource "aws_secretsmanager_secret" "job" {
  name = "job/client-secret"
}

# A write-only argument (Terraform 1.11 or newer) is kept in neither state nor plan. It is written only when its version
# changes, which is when a secret is issued.
resource "aws_secretsmanager_secret_version" "job" {
  secret_id                = aws_secretsmanager_secret.job.id
  secret_string_wo         = nonsensitive(coalesce(ephemeral.stytchoauth_client_secret.job.client_secret))
  secret_string_wo_version = stytchoauth_m2m_client.job.client_secret_issued_at

  lifecycle {
    create_before_destroy = true
  }
}
