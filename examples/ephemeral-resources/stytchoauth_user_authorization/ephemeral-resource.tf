ephemeral "stytchoauth_pkce" "cli" {}

ephemeral "stytchoauth_user_authorization" "cli" {
  user_id         = "user-test-5ccf82bc-485d-4919-9e11-40084b02dc28"
  client_id       = "connected-app-test-c48152cf-8732-4981-8fd5-e52dd989d75f"
  redirect_uri    = "https://app.example.com/oauth/callback"
  scopes          = ["openid", "read:documents"]
  consent_granted = true
  code_challenge  = ephemeral.stytchoauth_pkce.cli.code_challenge
  open_after      = timestamp()
}

# The Connected App's part, which waits for the code.
ephemeral "stytchoauth_connected_app_tokens" "cli" {
  client_id       = "connected-app-test-c48152cf-8732-4981-8fd5-e52dd989d75f"
  redirect_uri    = "https://app.example.com/oauth/callback"
  code            = ephemeral.stytchoauth_user_authorization.cli.authorization_code
  code_verifier   = ephemeral.stytchoauth_pkce.cli.code_verifier
  revoke_on_close = true
}
