variable "m2m_client_secret" {
  description = "The M2M client's secret."
  type        = string
  ephemeral   = true
  sensitive   = true
}

# A token is issued each time, so this is opened in apply alone: timestamp() is unknown in plan.
ephemeral "stytchoauth_m2m_token" "worker" {
  client_id     = "m2m-client-test-d731954d-dab3-4a2b-bdee-07f3ad1be885"
  client_secret = var.m2m_client_secret
  scopes        = ["read:users"]

  open_after = timestamp()

  lifecycle {
    postcondition {
      condition     = provider::stytchoauth::jwt_claims(self.access_token).scope == "read:users"
      error_message = "The token is not for what was asked."
    }
  }
}

# A write-only argument (Terraform 1.11 or newer) is in neither state nor plan. It is written when the version changes.
resource "aws_secretsmanager_secret_version" "worker" {
  secret_id                = "acme/worker-token"
  secret_string_wo         = ephemeral.stytchoauth_m2m_token.worker.access_token
  secret_string_wo_version = 1
}
