terraform {
  required_version = ">= 1.10"

  required_providers {
    stytchoauth = {
      source = "stytch-community/stytchoauth"
    }
  }
}

# A B2B project, configured with STYTCH_PROJECT_ID, STYTCH_SECRET and STYTCH_PUBLIC_TOKEN.
provider "stytchoauth" {}

# A Consumer project. Types use it with provider = stytchoauth.consumer.
provider "stytchoauth" {
  alias = "consumer"

  project_id   = "project-test-9a6d7e6f-3f0c-4b8e-8f57-9d1b8a5c2e04"
  public_token = "public-token-test-81a0a2b4-9f4f-4c4e-971d-c99124c97e53"
  secret       = var.consumer_secret
}

# An ephemeral variable is kept in neither the state nor a saved plan.
variable "consumer_secret" {
  description = "The API secret of the Consumer project."
  type        = string
  ephemeral   = true
  sensitive   = true
}

# The URL at which Members of the Organization "acme" log in with Google.
data "stytchoauth_member_start_url" "google" {
  oauth_provider    = "google"
  organization_slug = "acme"
}

output "login_url" {
  value = data.stytchoauth_member_start_url.google.url
}
