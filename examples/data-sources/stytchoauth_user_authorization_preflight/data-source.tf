data "stytchoauth_user_authorization_preflight" "cli" {
  user_id      = "user-test-5ccf82bc-485d-4919-9e11-40084b02dc28"
  client_id    = "connected-app-test-c48152cf-8732-4981-8fd5-e52dd989d75f"
  redirect_uri = "https://app.example.com/oauth/callback"
  scopes       = ["openid", "read:documents"]
}

# A check warns; a precondition fails the plan.
check "scopes" {
  assert {
    condition     = alltrue(data.stytchoauth_user_authorization_preflight.cli.scope_results[*].is_grantable)
    error_message = "The User cannot grant all scopes."
  }
}
