data "stytchoauth_user_start_url" "apple" {
  oauth_provider      = "apple"
  login_redirect_url  = "https://app.example.com/login"
  signup_redirect_url = "https://app.example.com/signup"

  # Ask Stytch where the URL leads, for the check below. Without this, no request is sent.
  resolve_redirect = true
}

check "apple_is_configured" {
  assert {
    condition     = startswith(data.stytchoauth_user_start_url.apple.redirect_url, "https://appleid.apple.com/")
    error_message = "The Apple login does not lead to Apple."
  }
}

output "apple_login_url" {
  value = data.stytchoauth_user_start_url.apple.url
}
