resource "stytchoauth_member_connected_app" "cli" {
  organization_id = "organization-test-07971b06-ac8b-4cdb-9c15-63b17e653931"
  member_id       = "member-test-32fc5024-9c09-4da3-bd2e-c9ce4da9375f"
  client_id       = "connected-app-test-0bb7b586-7c2b-4d3d-9a01-52f0e8c3a9d1"
  redirect_uri    = "https://app.example.com/oauth/callback"
  scopes          = ["openid", "offline_access"]
}

ephemeral "stytchoauth_member_connected_app_tokens" "cli" {
  organization_id = stytchoauth_member_connected_app.cli.organization_id
  member_id       = stytchoauth_member_connected_app.cli.member_id
  client_id       = stytchoauth_member_connected_app.cli.client_id
  open_after      = timestamp()
}

resource "aws_secretsmanager_secret" "cli" {
  name = "cli/refresh-token"
}

resource "aws_secretsmanager_secret_version" "cli" {
  secret_id                = aws_secretsmanager_secret.cli.id
  secret_string_wo         = nonsensitive(coalesce(ephemeral.stytchoauth_member_connected_app_tokens.cli.refresh_token))
  secret_string_wo_version = stytchoauth_member_connected_app.cli.tokens_issued_at

  lifecycle {
    create_before_destroy = true
  }
}
