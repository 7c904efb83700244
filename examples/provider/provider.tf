terraform {
  required_version = ">= 1.10"

  required_providers {
    stytchoauth = {
      source = "stytch-community/stytchoauth"
    }

    google = {
      source = "hashicorp/google"
    }
  }
}

# Configured with STYTCH_PROJECT_ID, STYTCH_SECRET and STYTCH_PUBLIC_TOKEN.
provider "stytchoauth" {}

# The URL at which Members of the Organization "acme" log in with Google.
data "stytchoauth_member_start_url" "google" {
  oauth_provider    = "google"
  organization_slug = "acme"
}

output "login_url" {
  value = data.stytchoauth_member_start_url.google.url
}

# The tokens that Stytch stored when a Member logged in, for the configuration of another provider. They are not in the
# state.
ephemeral "stytchoauth_member_google_tokens" "ada" {
  organization_id = "organization-test-07971b06-ac8b-4cdb-9c15-63b17e653931"
  member_id       = "member-test-32fc5024-9c09-4da3-bd2e-c9ce4da9375f"
}

provider "google" {
  project      = "acme"
  access_token = ephemeral.stytchoauth_member_google_tokens.ada.access_token
}
