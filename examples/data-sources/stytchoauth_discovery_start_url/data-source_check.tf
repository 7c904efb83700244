# Is the identity provider configured?
check "google_login" {
  data "stytchoauth_discovery_start_url" "redirect" {
    oauth_provider   = "google"
    resolve_redirect = true
  }

  assert {
    condition     = startswith(data.stytchoauth_discovery_start_url.redirect.redirect_url, "https://accounts.google.com/")
    error_message = "The Google login does not lead to Google."
  }
}
