resource "stytchoauth_user_connected_app" "cli" {
  user_id      = "user-test-5ccf82bc-485d-4919-9e11-40084b02dc28"
  client_id    = "connected-app-test-c48152cf-8732-4981-8fd5-e52dd989d75f"
  redirect_uri = "https://app.example.com/oauth/callback"
  scopes       = ["openid", "offline_access"]
}

ephemeral "stytchoauth_user_connected_app_tokens" "cli" {
  user_id    = stytchoauth_user_connected_app.cli.user_id
  client_id  = stytchoauth_user_connected_app.cli.client_id
  open_after = timestamp()
}

resource "aws_secretsmanager_secret" "cli" {
  name = "cli/refresh-token"
}

resource "aws_secretsmanager_secret_version" "cli" {
  secret_id                = aws_secretsmanager_secret.cli.id
  secret_string_wo         = nonsensitive(coalesce(ephemeral.stytchoauth_user_connected_app_tokens.cli.refresh_token))
  secret_string_wo_version = stytchoauth_user_connected_app.cli.tokens_issued_at

  lifecycle {
    create_before_destroy = true
  }
}
