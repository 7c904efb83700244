# Or stores the refresh token (Terraform 1.11). It is written when the version changes.
resource "aws_secretsmanager_secret_version" "google" {
  secret_id                = "acme/google"
  secret_string_wo         = ephemeral.stytchoauth_member_google_tokens.ada.refresh_token
  secret_string_wo_version = 1
}
