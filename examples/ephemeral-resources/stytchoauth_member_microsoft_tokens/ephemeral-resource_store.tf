# Or stores the refresh token (Terraform 1.11). It is written when the version changes.
resource "aws_secretsmanager_secret_version" "microsoft" {
  secret_id                = "acme/microsoft"
  secret_string_wo         = ephemeral.stytchoauth_member_microsoft_tokens.ada.refresh_token
  secret_string_wo_version = 1
}
