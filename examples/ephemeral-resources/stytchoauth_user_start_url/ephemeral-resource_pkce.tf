# Anybody's login, with PKCE.
ephemeral "stytchoauth_pkce" "login" {}

ephemeral "stytchoauth_user_start_url" "login" {
  oauth_provider = "google"
  code_challenge = ephemeral.stytchoauth_pkce.login.code_challenge
}
