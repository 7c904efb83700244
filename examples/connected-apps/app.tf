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

resource "stytchoauth_connected_app" "crm" {
  client_type           = "first_party"
  client_name           = "CRM sync"
  redirect_urls         = ["https://crm.example.com/oauth/callback"]
  client_secret_version = 1
}
