data "stytchoauth_member_start_url" "slack" {
  oauth_provider    = "slack"
  organization_slug = "acme"
  custom_scopes     = ["channels:read", "chat:write"]
  provider_params   = { team = "T0123456789" } # Preselects the workspace.
}

output "slack_login_url" {
  value = data.stytchoauth_member_start_url.slack.url
}
