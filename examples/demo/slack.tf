# When a Member logs in with Slack, Stytch keeps the tokens that Slack issued.

# Where such a login begins: a link for the Member, built without asking anyone.
data "stytchoauth_member_start_url" "slack" {
  oauth_provider  = "slack"
  organization_id = var.b2b.organization_id

  # Ask Stytch once where it would send the browser, to see that Slack is set up in the project.
  resolve_redirect = true
}

# What Stytch kept. Reading it issues nothing, so it may be opened in plan and in apply.
ephemeral "stytchoauth_member_slack_tokens" "ada" {
  organization_id = var.b2b.organization_id
  member_id       = var.b2b.member_id
}

# The bot's token goes straight into another provider's configuration, and nowhere else.
provider "slack" {
  token = one(ephemeral.stytchoauth_member_slack_tokens.ada.registrations).bot_access_token
}

resource "slack_conversation" "releases" {
  name       = "releases"
  topic      = "What was released, and when"
  is_private = false
}
