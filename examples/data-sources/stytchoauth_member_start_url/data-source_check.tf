# Is the identity provider configured?
check "slack_login" {
  data "stytchoauth_member_start_url" "redirect" {
    oauth_provider    = "slack"
    organization_slug = "acme"
    resolve_redirect  = true
  }

  assert {
    condition     = startswith(data.stytchoauth_member_start_url.redirect.redirect_url, "https://slack.com/")
    error_message = "The Slack login does not lead to Slack."
  }
}
