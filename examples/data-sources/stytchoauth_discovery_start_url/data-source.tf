data "stytchoauth_discovery_start_url" "google" {
  oauth_provider  = "google"
  provider_params = { prompt = "consent" } # Makes Google issue a refresh token.
}

output "google_login_url" {
  value = data.stytchoauth_discovery_start_url.google.url
}
