variable "m2m_client_secret" {
  type      = string
  ephemeral = true
  sensitive = true
}

ephemeral "stytchoauth_m2m_token" "worker" {
  client_id     = "m2m-client-test-d731954d-dab3-4a2b-bdee-07f3ad1be885"
  client_secret = var.m2m_client_secret
  scopes        = ["read:users"]
  open_after    = timestamp()
}
