# Connects a GitHub account to a User.
ephemeral "stytchoauth_user_start_url" "alan" {
  oauth_provider     = "github"
  oauth_attach_token = ephemeral.stytchoauth_attach_token.alan.oauth_attach_token
}

ephemeral "stytchoauth_attach_token" "alan" {
  oauth_provider = "github"
  user_id        = "user-test-5ccf82bc-485d-4919-9e11-40084b02dc28"
  open_after     = timestamp()
}

# Terraform 1.11. It is written when the version changes.
resource "aws_secretsmanager_secret_version" "link" {
  secret_id                = "acme/github-link"
  secret_string_wo         = ephemeral.stytchoauth_user_start_url.alan.url
  secret_string_wo_version = 1
}
