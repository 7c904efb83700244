# Single-use, so it is minted in apply alone: timestamp() is unknown in plan.
ephemeral "stytchoauth_attach_token" "alan" {
  oauth_provider = "github"
  user_id        = "user-test-5ccf82bc-485d-4919-9e11-40084b02dc28"

  open_after = timestamp()
}

# The link with the token in it. It waits for the token.
ephemeral "stytchoauth_user_start_url" "alan" {
  oauth_provider     = "github"
  oauth_attach_token = ephemeral.stytchoauth_attach_token.alan.oauth_attach_token
}

# A write-only argument (Terraform 1.11 or newer) is in neither state nor plan. It is written when the version changes.
resource "aws_secretsmanager_secret_version" "link" {
  secret_id                = "acme/github-link"
  secret_string_wo         = ephemeral.stytchoauth_user_start_url.alan.url
  secret_string_wo_version = 1
}
