# Or stores the refresh token (Terraform 1.11). It is written when the version changes.
resource "aws_secretsmanager_secret_version" "hubspot" {
  secret_id                = "acme/hubspot"
  secret_string_wo         = one(ephemeral.stytchoauth_member_hubspot_tokens.ada.registrations).refresh_token
  secret_string_wo_version = 1
}
