# Without an attach token: anybody's login, with PKCE. The verifier goes where the login is completed.
ephemeral "stytchoauth_pkce" "login" {}

ephemeral "stytchoauth_user_start_url" "login" {
  oauth_provider = "google"
  code_challenge = ephemeral.stytchoauth_pkce.login.code_challenge
}
