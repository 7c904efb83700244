# PKCE: your application keeps the verifier.
variable "code_verifier" {
  type      = string
  sensitive = true
}

data "stytchoauth_member_start_url" "pkce" {
  oauth_provider      = "google"
  organization_slug   = "acme"
  pkce_code_challenge = provider::stytchoauth::pkce_code_challenge(var.code_verifier)
}
