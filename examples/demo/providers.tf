# The configuration that `go run ./internal/cmd/demo` applies, against an emulator of Stytch's API.
#
# A Stytch project is either a B2B project, in which people are Members of Organizations, or a Consumer project, in which
# they are Users. To use both, configure the provider twice.

terraform {
  required_version = ">= 1.10"

  required_providers {
    stytchoauth = {
      source = "stytch-community/stytchoauth"
    }

    # In the demo, fakes that only record what they are given.
    slack = {
      source = "pablovarela/slack"
    }

    aws = {
      source = "hashicorp/aws"
    }
  }
}

provider "stytchoauth" {
  base_url     = var.base_url
  project_id   = var.b2b.project_id
  public_token = var.b2b.public_token
  secret       = var.secrets.b2b
}

provider "stytchoauth" {
  alias = "consumer"

  base_url     = var.base_url
  project_id   = var.consumer.project_id
  public_token = var.consumer.public_token
  secret       = var.secrets.consumer
}
