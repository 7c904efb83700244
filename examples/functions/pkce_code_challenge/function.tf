variable "code_verifier" { sensitive = true }

data "stytchoauth_discovery_start_url" "google" {
  oauth_provider      = "google"
  pkce_code_challenge = provider::stytchoauth::pkce_code_challenge(var.code_verifier)
}
