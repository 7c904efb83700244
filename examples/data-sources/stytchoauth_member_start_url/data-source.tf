data "stytchoauth_member_start_url" "slack" {
  oauth_provider     = "slack"
  organization_slug  = "acme"
  login_redirect_url = "https://app.example.com/login"

  # User scopes. A bot's scopes are set in the Slack app.
  custom_scopes = ["channels:read", "chat:write"]

  # Preselect the workspace.
  provider_params = {
    team = "T0123456789"
  }

  # Ask Stytch where the URL leads, for the check below. Without this, no request is sent.
  resolve_redirect = true
}

check "slack_is_configured" {
  assert {
    condition     = startswith(data.stytchoauth_member_start_url.slack.redirect_url, "https://slack.com/")
    error_message = "The Slack login does not lead to Slack."
  }
}

output "slack_login_url" {
  value = data.stytchoauth_member_start_url.slack.url
}
