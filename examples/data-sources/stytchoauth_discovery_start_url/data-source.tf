variable "code_verifier" { sensitive = true }

data "stytchoauth_discovery_start_url" "google" {
  oauth_provider  = "google"
  provider_params = { prompt = "consent" } # Google then issues a refresh token.

  # With PKCE, your application keeps the verifier.
  pkce_code_challenge = provider::stytchoauth::pkce_code_challenge(var.code_verifier)
}

output "google_login_url" {
  value = data.stytchoauth_discovery_start_url.google.url
}
