# The answer to the Connected App if consent is refused: callback_uri, with the error in it.
ephemeral "stytchoauth_user_authorization" "refused" {
  user_id         = "user-test-5ccf82bc-485d-4919-9e11-40084b02dc28"
  client_id       = "connected-app-test-c48152cf-8732-4981-8fd5-e52dd989d75f"
  redirect_uri    = "https://app.example.com/oauth/callback"
  scopes          = ["openid"]
  consent_granted = false
  open_after      = timestamp()
}
