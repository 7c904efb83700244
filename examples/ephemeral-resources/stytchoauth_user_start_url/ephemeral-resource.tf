# Attach tokens are single-use. timestamp() is unknown in plan, so this one is minted in apply only.
ephemeral "stytchoauth_attach_token" "alan" {
  oauth_provider = "github"
  user_id        = "user-test-5ccf82bc-485d-4919-9e11-40084b02dc28"

  open_after = timestamp()
}

# A URL at which Alan connects a GitHub account to his existing User. It waits for the token.
ephemeral "stytchoauth_user_start_url" "alan" {
  oauth_provider     = "github"
  oauth_attach_token = ephemeral.stytchoauth_attach_token.alan.oauth_attach_token
  login_redirect_url = "https://app.example.com/login"
}

# A write-only argument (Terraform 1.11 or newer) is kept in neither state nor plan. It is written only when its version
# changes.
resource "aws_secretsmanager_secret_version" "link" {
  secret_id                = "acme/github-link"
  secret_string_wo         = ephemeral.stytchoauth_user_start_url.alan.url
  secret_string_wo_version = 1
}
