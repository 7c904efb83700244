# Or stores the token (Terraform 1.11). It is written when the version changes.
resource "aws_secretsmanager_secret_version" "slack" {
  secret_id                = "acme/slack-bot"
  secret_string_wo         = one(ephemeral.stytchoauth_member_slack_tokens.ada.registrations).bot_access_token
  secret_string_wo_version = 1
}
