# PKCE: your application keeps the verifier.
variable "code_verifier" {
  type      = string
  sensitive = true
}

data "stytchoauth_discovery_start_url" "pkce" {
  oauth_provider      = "google"
  pkce_code_challenge = provider::stytchoauth::pkce_code_challenge(var.code_verifier)
}
