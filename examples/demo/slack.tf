# When a Member logs in with Slack, Stytch stores the tokens that Slack issues.

# The URL at which such a login begins. It is built without a request.
data "stytchoauth_member_start_url" "slack" {
  oauth_provider  = "slack"
  organization_id = var.b2b.organization_id

  # Ask Stytch once where it would send the browser, to see that Slack is configured in the project.
  resolve_redirect = true
}

# The stored tokens. Reading them issues nothing new, so this may be opened in plan and in apply.
ephemeral "stytchoauth_member_slack_tokens" "ada" {
  organization_id = var.b2b.organization_id
  member_id       = var.b2b.member_id
}

# The bot's token goes straight into the configuration of another provider, and nowhere else.
provider "slack" {
  token = one(ephemeral.stytchoauth_member_slack_tokens.ada.registrations).bot_access_token
}

resource "slack_conversation" "releases" {
  name       = "releases"
  topic      = "What was released, and when"
  is_private = false
}
