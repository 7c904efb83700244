# Or stores the token (Terraform 1.11). It is written when the version changes.
resource "aws_secretsmanager_secret_version" "github" {
  secret_id                = "acme/github"
  secret_string_wo         = one(ephemeral.stytchoauth_member_github_tokens.ada.registrations).access_token
  secret_string_wo_version = 1
}
