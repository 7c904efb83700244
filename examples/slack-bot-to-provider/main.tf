terraform {
  required_version = ">= 1.10"

  required_providers {
    stytchoauth = {
      source = "stytch-community/stytchoauth"
    }

    slack = {
      source  = "pablovarela/slack"
      version = "~> 1.2"
    }
  }
}

# The B2B project comes from the environment: STYTCH_PROJECT_ID and STYTCH_SECRET.
provider "stytchoauth" {}

variable "organization_id" {
  description = "The Organization: its id, slug, or external id."
  type        = string
}

variable "member_id" {
  description = "The Member who installed your Slack app by logging in with Slack: their id or external id."
  type        = string
}

variable "slack_team_id" {
  description = "The Slack workspace that is managed. A Member may have logged in to several."
  type        = string
}

ephemeral "stytchoauth_member_slack_tokens" "installer" {
  organization_id = var.organization_id
  member_id       = var.member_id

  lifecycle {
    postcondition {
      condition     = contains(self.registrations[*].provider_tenant_id, var.slack_team_id)
      error_message = "The Member has not logged in to the Slack workspace ${var.slack_team_id}."
    }
  }
}

locals {
  installation = one([
    for registration in ephemeral.stytchoauth_member_slack_tokens.installer.registrations : registration
    if registration.provider_tenant_id == var.slack_team_id
  ])
}

provider "slack" {
  token = local.installation.bot_access_token
}

resource "slack_conversation" "releases" {
  name       = "releases"
  topic      = "What was released, and when"
  is_private = false
}
