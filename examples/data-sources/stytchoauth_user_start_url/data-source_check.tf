# Is the identity provider configured?
check "apple_login" {
  data "stytchoauth_user_start_url" "redirect" {
    oauth_provider   = "apple"
    resolve_redirect = true
  }

  assert {
    condition     = startswith(data.stytchoauth_user_start_url.redirect.redirect_url, "https://appleid.apple.com/")
    error_message = "The Apple login does not lead to Apple."
  }
}
