resource "stytchoauth_member_connected_app" "agent" {
  organization_id  = "organization-test-07971b06-ac8b-4cdb-9c15-63b17e653931"
  member_id        = "member-test-32fc5024-9c09-4da3-bd2e-c9ce4da9375f"
  client_id        = stytchoauth_connected_app.agent.client_id
  redirect_uri     = "https://agent.example.com/callback"
  scopes           = ["openid", "offline_access"]
  client_secret_wo = ephemeral.stytchoauth_client_secret.agent.client_secret
}

# The tokens, in the apply that has them issued.
ephemeral "stytchoauth_member_connected_app_tokens" "agent" {
  organization_id = stytchoauth_member_connected_app.agent.organization_id
  member_id       = stytchoauth_member_connected_app.agent.member_id
  client_id       = stytchoauth_member_connected_app.agent.client_id
  open_after      = timestamp()
}

resource "aws_secretsmanager_secret" "refresh_token" {
  name = "agent/refresh-token"
}

resource "aws_secretsmanager_secret_version" "refresh_token" {
  secret_id                = aws_secretsmanager_secret.refresh_token.id
  secret_string_wo         = nonsensitive(coalesce(ephemeral.stytchoauth_member_connected_app_tokens.agent.refresh_token))
  secret_string_wo_version = stytchoauth_member_connected_app.agent.tokens_issued_at

  lifecycle {
    create_before_destroy = true
  }
}

# The app, and its secret in the same apply.
resource "stytchoauth_connected_app" "agent" {
  client_type           = "first_party"
  client_name           = "Agent"
  redirect_urls         = ["https://agent.example.com/callback"]
  client_secret_version = 1
}

ephemeral "stytchoauth_client_secret" "agent" {
  client_id  = stytchoauth_connected_app.agent.client_id
  open_after = timestamp()
}
