data "stytchoauth_member_authorization_preflight" "cli" {
  organization_id = "organization-test-07971b06-ac8b-4cdb-9c15-63b17e653931"
  member_id       = "member-test-32fc5024-9c09-4da3-bd2e-c9ce4da9375f"
  client_id       = "connected-app-test-0bb7b586-7c2b-4d3d-9a01-52f0e8c3a9d1"
  redirect_uri    = "https://app.example.com/oauth/callback"
  scopes          = ["openid", "read:documents"]
}

# A check warns; a precondition fails the plan.
check "scopes" {
  assert {
    condition     = alltrue(data.stytchoauth_member_authorization_preflight.cli.scope_results[*].is_grantable)
    error_message = "The Member cannot grant all scopes."
  }
}
