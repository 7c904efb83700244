data "stytchoauth_member_start_url" "slack" {
  oauth_provider     = "slack"
  organization_slug  = "acme"
  login_redirect_url = "https://app.example.com/login"
  custom_scopes      = ["channels:read", "chat:write"]

  provider_params = {
    team = "T0123456789"
  }

  # Ask Stytch where the link leads, for the check below. Without this, nothing is sent.
  resolve_redirect = true
}

check "slack_is_set_up" {
  assert {
    condition     = startswith(data.stytchoauth_member_start_url.slack.redirect_url, "https://slack.com/")
    error_message = "The login with Slack does not lead to Slack."
  }
}

output "slack_login_url" {
  value = data.stytchoauth_member_start_url.slack.url
}
