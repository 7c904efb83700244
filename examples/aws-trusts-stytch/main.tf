terraform {
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

# A project with a custom domain: on Stytch's own hosts the issuer is no URL, which AWS requires. No secret is needed.
provider "stytchoauth" {
  project_id = var.project_id
  base_url   = var.base_url
}

provider "aws" {
  region = "eu-central-1"
}

variable "project_id" {
  description = "The id of the Stytch project. It is the audience of its tokens."
  type        = string
}

variable "base_url" {
  description = "The custom domain of the project, such as https://login.example.com."
  type        = string
}

variable "m2m_client_id" {
  description = "The client id of the M2M client that may assume the role."
  type        = string
}

data "stytchoauth_openid_configuration" "this" {
  lifecycle {
    postcondition {
      condition     = startswith(self.issuer, "https://")
      error_message = "AWS trusts only an issuer that is a URL: set base_url to a custom domain of the project."
    }
  }
}

locals {
  issuer = trimprefix(data.stytchoauth_openid_configuration.this.issuer, "https://")
}

# AWS reads the keys from the issuer's jwks_uri itself.
resource "aws_iam_openid_connect_provider" "stytch" {
  url            = data.stytchoauth_openid_configuration.this.issuer
  client_id_list = [var.project_id]
}

# A service that gets a token as this M2M client, and as no other, exchanges it for credentials of the role
# (sts:AssumeRoleWithWebIdentity). No key of AWS's is stored anywhere.
resource "aws_iam_role" "service" {
  name = "stytch-m2m-service"

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRoleWithWebIdentity"
      Principal = { Federated = aws_iam_openid_connect_provider.stytch.arn }
      Condition = {
        StringEquals = {
          "${local.issuer}:aud" = var.project_id
          "${local.issuer}:sub" = var.m2m_client_id
        }
      }
    }]
  })
}
