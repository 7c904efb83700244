# A confidential app has a secret.
variable "portal" {
  type      = object({ client_id = string, client_secret = string })
  ephemeral = true
}

ephemeral "stytchoauth_member_authorization" "portal" {
  organization_id = "organization-test-07971b06-ac8b-4cdb-9c15-63b17e653931"
  member_id       = "member-test-32fc5024-9c09-4da3-bd2e-c9ce4da9375f"
  client_id       = var.portal.client_id
  redirect_uri    = "https://app.example.com/oauth/callback"
  scopes          = ["openid"]
  consent_granted = true
  open_after      = timestamp()
}

ephemeral "stytchoauth_connected_app_tokens" "portal" {
  client_id       = var.portal.client_id
  client_secret   = var.portal.client_secret
  redirect_uri    = "https://app.example.com/oauth/callback"
  code            = ephemeral.stytchoauth_member_authorization.portal.authorization_code
  revoke_on_close = true
}
