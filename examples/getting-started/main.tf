terraform {
  required_version = ">= 1.10"

  required_providers {
    stytchoauth = {
      source = "stytch-community/stytchoauth"
    }
  }
}

# Configured with STYTCH_PROJECT_ID, STYTCH_SECRET and STYTCH_PUBLIC_TOKEN.
provider "stytchoauth" {}

variable "organization_id" {
  description = "The id of the Organization."
  type        = string
}

# The URL at which a Member of the Organization logs in with Google.
data "stytchoauth_member_start_url" "google" {
  oauth_provider  = "google"
  organization_id = var.organization_id
}

output "login_url" {
  value = data.stytchoauth_member_start_url.google.url
}
