ephemeral "stytchoauth_member_google_tokens" "ada" {
  organization_id       = "organization-test-07971b06-ac8b-4cdb-9c15-63b17e653931"
  member_id             = "member-test-32fc5024-9c09-4da3-bd2e-c9ce4da9375f"
  include_refresh_token = true
}

# Configures another provider.
provider "google" {
  project      = "acme-reports"
  access_token = ephemeral.stytchoauth_member_google_tokens.ada.access_token
}

resource "google_storage_bucket" "reports" {
  name     = "acme-reports"
  location = "EU"

  # Without an access token, the Google provider looks for credentials elsewhere.
  lifecycle {
    precondition {
      condition     = ephemeral.stytchoauth_member_google_tokens.ada.access_token != null
      error_message = "Stytch has no Google access token for this Member."
    }
  }
}
