data "stytchoauth_discovery_start_url" "google" {
  oauth_provider         = "google"
  discovery_redirect_url = "https://app.example.com/discovery"

  provider_params = {
    prompt = "consent"
  }
}

output "google_login_url" {
  value = data.stytchoauth_discovery_start_url.google.url
}
