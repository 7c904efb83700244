ephemeral "stytchoauth_pkce" "login" {}

ephemeral "stytchoauth_discovery_start_url" "google" {
  oauth_provider      = "google"
  pkce_code_challenge = ephemeral.stytchoauth_pkce.login.code_challenge
}

# Whoever completes the login needs the verifier beside the URL.
resource "aws_secretsmanager_secret_version" "login" {
  secret_id = "acme/google-login"
  secret_string_wo = jsonencode({
    url           = ephemeral.stytchoauth_discovery_start_url.google.url
    code_verifier = ephemeral.stytchoauth_pkce.login.code_verifier
  })
  secret_string_wo_version = 1
}
