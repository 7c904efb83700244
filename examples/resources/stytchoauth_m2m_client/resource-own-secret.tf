variable "m2m_client_secret" {
  description = "The secret that the client has already."
  type        = string
  ephemeral   = true
  sensitive   = true
}

resource "stytchoauth_m2m_client" "legacy" {
  client_id                = "billing"
  client_name              = "Billing"
  scopes                   = ["read:users"]
  client_secret_wo         = var.m2m_client_secret
  client_secret_wo_version = 1
}
