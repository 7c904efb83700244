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

import {
  to = stytchoauth_m2m_client.worker
  id = "m2m-client-test-d731954d-dab3-4a2b-bdee-07f3ad1be885"
}

resource "stytchoauth_m2m_client" "worker" {
  scopes                     = ["read:users", "write:users"]
  next_client_secret_version = 1
}

ephemeral "stytchoauth_client_secret" "worker" {
  client_id  = stytchoauth_m2m_client.worker.client_id
  open_after = timestamp()
}

resource "aws_secretsmanager_secret" "worker" {
  name = "worker/client-secret"
}

resource "aws_secretsmanager_secret_version" "worker" {
  secret_id                = aws_secretsmanager_secret.worker.id
  secret_string_wo         = nonsensitive(coalesce(ephemeral.stytchoauth_client_secret.worker.client_secret))
  secret_string_wo_version = stytchoauth_m2m_client.worker.client_secret_issued_at

  lifecycle {
    create_before_destroy = true
  }
}
