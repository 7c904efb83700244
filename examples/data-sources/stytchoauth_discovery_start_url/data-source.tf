data "stytchoauth_discovery_start_url" "google" {
  oauth_provider         = "google"
  discovery_redirect_url = "https://app.example.com/discovery"

  # Google issues a refresh token only sometimes. Asking for consent again makes it issue one.
  provider_params = {
    prompt = "consent"
  }

  # Ask Stytch where the URL leads, for the check below. Without this, no request is sent.
  resolve_redirect = true
}

check "google_is_configured" {
  assert {
    condition     = startswith(data.stytchoauth_discovery_start_url.google.redirect_url, "https://accounts.google.com/")
    error_message = "The Google login does not lead to Google."
  }
}

output "google_login_url" {
  value = data.stytchoauth_discovery_start_url.google.url
}
