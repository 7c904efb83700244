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

# The B2B project, configured with STYTCH_PROJECT_ID, STYTCH_SECRET and STYTCH_PUBLIC_TOKEN.
provider "stytchoauth" {}

variable "organization_id" {
  description = "The id of the Organization."
  type        = string
}

variable "member_id" {
  description = "The id or external id of the Member who installed your Slack app by logging in with Slack."
  type        = string
}

variable "slack_team_id" {
  description = "The id of the Slack workspace to manage."
  type        = string
}

ephemeral "stytchoauth_member_slack_tokens" "installer" {
  organization_id = var.organization_id
  member_id       = var.member_id
}

locals {
  # A Member may be registered with several workspaces. Stytch recommends provider_tenant_ids over provider_tenant_id;
  # either can be null.
  installations = [
    for registration in ephemeral.stytchoauth_member_slack_tokens.installer.registrations : registration
    if contains(
      concat(coalesce(registration.provider_tenant_ids, []), compact([registration.provider_tenant_id])),
      var.slack_team_id
    )
  ]
}

# The URL at which the Member installs the app, and the place to stop if they have not done so.
data "stytchoauth_member_start_url" "slack" {
  oauth_provider  = "slack"
  organization_id = var.organization_id

  provider_params = {
    team = var.slack_team_id
  }

  lifecycle {
    postcondition {
      condition     = length(local.installations) > 0
      error_message = "The Member is not registered with the Slack workspace ${var.slack_team_id}. They log in at ${self.url}"
    }
  }
}

provider "slack" {
  token = try(local.installations[0].bot_access_token, null)
}

resource "slack_conversation" "releases" {
  name       = "releases"
  topic      = "What was released, and when"
  is_private = false
}
