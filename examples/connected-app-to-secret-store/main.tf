terraform {
  # Write-only arguments, such as secret_string_wo, need 1.11.
  required_version = ">= 1.11"

  required_providers {
    stytchoauth = {
      source = "stytch-community/stytchoauth"
    }

    aws = {
      source  = "hashicorp/aws"
      version = "~> 6.0"
    }
  }
}

# The B2B project, configured with STYTCH_PROJECT_ID and STYTCH_SECRET.
provider "stytchoauth" {}

provider "aws" {
  region = var.aws_region
}

variable "aws_region" {
  description = "The AWS region of the secret."
  type        = string
  default     = "eu-central-1"
}

variable "organization_id" {
  description = "The id, slug, or external id of the Organization."
  type        = string
}

variable "member_id" {
  description = "The id or external id of the Member for whom the Connected App acts, such as a service account of yours."
  type        = string
}

variable "connected_app" {
  description = "The client id of the Connected App, and one of its registered redirect URLs."
  type = object({
    client_id    = string
    redirect_uri = string
  })
}

variable "scopes" {
  description = "The scopes to request. offline_access is required for a refresh token."
  type        = list(string)
  default     = ["openid", "offline_access"]
}

variable "rotation" {
  description = "Change this number to write new tokens to the secret store."
  type        = number
  default     = 1
}

# Fails in plan if the Member cannot grant the scopes.
data "stytchoauth_member_authorization_preflight" "this" {
  organization_id = var.organization_id
  member_id       = var.member_id
  client_id       = var.connected_app.client_id
  redirect_uri    = var.connected_app.redirect_uri
  scopes          = var.scopes

  lifecycle {
    postcondition {
      condition     = alltrue(self.scope_results[*].is_grantable)
      error_message = "The Member does not have permission to grant every scope that the Connected App requests."
    }
  }
}

ephemeral "stytchoauth_pkce" "this" {}

# Takes the place of your application's consent page: consent_granted is your decision.
ephemeral "stytchoauth_member_authorization" "this" {
  organization_id = var.organization_id
  member_id       = var.member_id
  client_id       = var.connected_app.client_id
  redirect_uri    = var.connected_app.redirect_uri
  scopes          = var.scopes
  consent_granted = true
  code_challenge  = ephemeral.stytchoauth_pkce.this.code_challenge

  open_after = timestamp()
}

# Takes the place of the Connected App. A confidential one also needs its client_secret.
ephemeral "stytchoauth_connected_app_tokens" "this" {
  client_id     = var.connected_app.client_id
  redirect_uri  = var.connected_app.redirect_uri
  code          = ephemeral.stytchoauth_member_authorization.this.authorization_code
  code_verifier = ephemeral.stytchoauth_pkce.this.code_verifier

  open_after = timestamp()
}

resource "aws_secretsmanager_secret" "this" {
  name = "stytch/connected-app"
}

resource "aws_secretsmanager_secret_version" "this" {
  secret_id = aws_secretsmanager_secret.this.id

  secret_string_wo = jsonencode({
    access_token  = ephemeral.stytchoauth_connected_app_tokens.this.access_token
    refresh_token = ephemeral.stytchoauth_connected_app_tokens.this.refresh_token
    id_token      = ephemeral.stytchoauth_connected_app_tokens.this.id_token
    expires_in    = ephemeral.stytchoauth_connected_app_tokens.this.expires_in
  })
  secret_string_wo_version = var.rotation
}
