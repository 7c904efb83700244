terraform {
  required_version = ">= 1.10"

  required_providers {
    # Stytch's own provider, which manages the workspace.
    stytch = {
      source = "stytchauth/stytch"
    }

    stytchoauth = {
      source = "stytch-community/stytchoauth"
    }
  }
}

# Configured with STYTCH_WORKSPACE_KEY_ID and STYTCH_WORKSPACE_KEY_SECRET.
provider "stytch" {}

provider "stytchoauth" {
  project_id = var.project_id
  secret     = var.stytch_secret
}

variable "project_id" {
  description = "The id of the project's environment: project-test-… or project-live-…."
  type        = string
}

# Set it with TF_VAR_stytch_secret, both for the plan and for the apply.
variable "stytch_secret" {
  description = "The API secret of the project's environment."
  type        = string
  ephemeral   = true
  sensitive   = true
}

variable "project_slug" {
  description = "The slug of the project."
  type        = string
}

variable "environment_slug" {
  description = "The slug of the project's environment."
  type        = string
}

# The official provider creates a public token,
resource "stytch_public_token" "web" {
  project_slug     = var.project_slug
  environment_slug = var.environment_slug
}

# and this provider builds a start URL from it.
data "stytchoauth_member_start_url" "google" {
  public_token      = stytch_public_token.web.public_token
  oauth_provider    = "google"
  organization_slug = "acme"
}

output "google_login_url" {
  value = data.stytchoauth_member_start_url.google.url
}
