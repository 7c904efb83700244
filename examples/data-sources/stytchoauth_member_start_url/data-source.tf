variable "code_verifier" { sensitive = true }

data "stytchoauth_member_start_url" "slack" {
  oauth_provider    = "slack"
  organization_slug = "acme"
  provider_params   = { team = "T0123456789" } # Preselects the workspace.

  # With PKCE, your application keeps the verifier.
  pkce_code_challenge = provider::stytchoauth::pkce_code_challenge(var.code_verifier)
}

output "slack_login_url" {
  value = data.stytchoauth_member_start_url.slack.url
}
