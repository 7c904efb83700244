variable "m2m_client_secret" {
  description = "The secret of the M2M client."
  type        = string
  ephemeral   = true
  sensitive   = true
}

# A token is issued each time this is opened. timestamp() is unknown in plan, so this happens in apply only.
ephemeral "stytchoauth_m2m_token" "worker" {
  client_id     = "m2m-client-test-d731954d-dab3-4a2b-bdee-07f3ad1be885"
  client_secret = var.m2m_client_secret
  scopes        = ["read:users"]

  open_after = timestamp()
}

# A write-only argument (Terraform 1.11 or newer) is kept in neither state nor plan. It is written only when its version
# changes.
resource "aws_secretsmanager_secret_version" "worker" {
  secret_id                = "acme/worker-token"
  secret_string_wo         = ephemeral.stytchoauth_m2m_token.worker.access_token
  secret_string_wo_version = 1

  lifecycle {
    precondition {
      condition     = provider::stytchoauth::jwt_claims(ephemeral.stytchoauth_m2m_token.worker.access_token).scope == "read:users"
      error_message = "The token does not have the requested scope."
    }
  }
}
