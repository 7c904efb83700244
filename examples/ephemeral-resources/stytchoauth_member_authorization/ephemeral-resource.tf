ephemeral "stytchoauth_pkce" "cli" {}

ephemeral "stytchoauth_member_authorization" "cli" {
  organization_id = "organization-test-07971b06-ac8b-4cdb-9c15-63b17e653931"
  member_id       = "member-test-32fc5024-9c09-4da3-bd2e-c9ce4da9375f"
  client_id       = "connected-app-test-0bb7b586-7c2b-4d3d-9a01-52f0e8c3a9d1"
  redirect_uri    = "https://app.example.com/oauth/callback"
  scopes          = ["openid", "read:documents"]
  consent_granted = true
  code_challenge  = ephemeral.stytchoauth_pkce.cli.code_challenge
  open_after      = timestamp()
}

# The Connected App's part, which waits for the code.
ephemeral "stytchoauth_connected_app_tokens" "cli" {
  client_id       = "connected-app-test-0bb7b586-7c2b-4d3d-9a01-52f0e8c3a9d1"
  redirect_uri    = "https://app.example.com/oauth/callback"
  code            = ephemeral.stytchoauth_member_authorization.cli.authorization_code
  code_verifier   = ephemeral.stytchoauth_pkce.cli.code_verifier
  revoke_on_close = true
}
