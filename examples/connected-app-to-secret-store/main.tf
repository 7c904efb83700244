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
  description = "The AWS region of the secrets."
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

variable "redirect_url" {
  description = "The redirect URL of the Connected App. Nothing is sent there."
  type        = string
  default     = "https://app.example.com/oauth/callback"
}

variable "scopes" {
  description = "The scopes to grant. offline_access is required for a refresh token."
  type        = set(string)
  default     = ["openid", "offline_access"]
}

# These numbers determine when secrets and tokens are issued. README.md explains how to change them.
variable "versions" {
  description = "The versions of the client secret, of the next one during a rotation, and of the grant."
  type = object({
    client_secret      = optional(number, 1)
    next_client_secret = optional(number)
    grant              = optional(number, 1)
  })
  default = {}
}

# The Connected App. Its secret is issued when it is created.
resource "stytchoauth_connected_app" "this" {
  client_type   = "first_party"
  client_name   = "Integration"
  redirect_urls = [var.redirect_url]

  client_secret_version      = var.versions.client_secret
  next_client_secret_version = var.versions.next_client_secret
}

# The secret, in the apply that issues it. timestamp() is unknown in plan, so this is opened in apply only.
ephemeral "stytchoauth_client_secret" "this" {
  client_id  = stytchoauth_connected_app.this.client_id
  open_after = timestamp()
}

resource "aws_secretsmanager_secret" "client_secret" {
  name = "stytch/integration/client-secret"
}

# The version changes when a secret is issued, and only then is one written. coalesce() fails rather than write an empty
# secret. create_before_destroy keeps the old version until the new one is written.
resource "aws_secretsmanager_secret_version" "client_secret" {
  secret_id                = aws_secretsmanager_secret.client_secret.id
  secret_string_wo         = nonsensitive(coalesce(ephemeral.stytchoauth_client_secret.this.client_secret))
  secret_string_wo_version = stytchoauth_connected_app.this.client_secret_issued_at

  lifecycle {
    create_before_destroy = true
  }
}

# The Member's grant, which replaces your application's consent page: you decide for the Member. Tokens are issued when it
# is created, and revoked when it is destroyed.
resource "stytchoauth_member_connected_app" "this" {
  organization_id  = var.organization_id
  member_id        = var.member_id
  client_id        = stytchoauth_connected_app.this.client_id
  client_secret_wo = ephemeral.stytchoauth_client_secret.this.client_secret
  redirect_uri     = var.redirect_url
  scopes           = var.scopes
  grant_version    = var.versions.grant
}

# The tokens, in the apply that issues them.
ephemeral "stytchoauth_member_connected_app_tokens" "this" {
  organization_id = stytchoauth_member_connected_app.this.organization_id
  member_id       = stytchoauth_member_connected_app.this.member_id
  client_id       = stytchoauth_member_connected_app.this.client_id
  open_after      = timestamp()
}

resource "aws_secretsmanager_secret" "refresh_token" {
  name = "stytch/integration/refresh-token"
}

resource "aws_secretsmanager_secret_version" "refresh_token" {
  secret_id                = aws_secretsmanager_secret.refresh_token.id
  secret_string_wo         = nonsensitive(coalesce(ephemeral.stytchoauth_member_connected_app_tokens.this.refresh_token))
  secret_string_wo_version = stytchoauth_member_connected_app.this.tokens_issued_at

  lifecycle {
    create_before_destroy = true
  }
}

# The application needs this, too. It is not a secret.
output "client_id" {
  description = "The client id of the Connected App."
  value       = stytchoauth_connected_app.this.client_id
}
