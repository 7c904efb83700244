terraform {
  # Write-only arguments need 1.11.
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

# Configured with STYTCH_PROJECT_ID and STYTCH_SECRET.
provider "stytchoauth" {}

provider "aws" {
  region = "eu-central-1"
}

variable "organization_id" {
  description = "The id of the Organization."
  type        = string
}

variable "member_id" {
  description = "The id of the Member who installed your Slack app."
  type        = string
}

variable "token_version" {
  description = "Raise this number to write the token again."
  type        = number
  default     = 1
}

ephemeral "stytchoauth_member_slack_tokens" "installer" {
  organization_id = var.organization_id
  member_id       = var.member_id
}

resource "aws_secretsmanager_secret" "slack_bot" {
  name = "slack/bot"
}

resource "aws_secretsmanager_secret_version" "slack_bot" {
  secret_id                = aws_secretsmanager_secret.slack_bot.id
  secret_string_wo         = one(ephemeral.stytchoauth_member_slack_tokens.installer.registrations).bot_access_token
  secret_string_wo_version = var.token_version

  lifecycle {
    create_before_destroy = true
  }
}
