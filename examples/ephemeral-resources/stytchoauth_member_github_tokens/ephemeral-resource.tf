terraform {
  required_providers {
    stytchoauth = {
      source = "stytch-community/stytchoauth"
    }

    github = {
      source = "integrations/github"
    }
  }
}

ephemeral "stytchoauth_member_github_tokens" "ada" {
  organization_id = "organization-test-07971b06-ac8b-4cdb-9c15-63b17e653931"
  member_id       = "member-test-32fc5024-9c09-4da3-bd2e-c9ce4da9375f"
}

# The token configures another provider, which needs it in plan as well as in apply. Reading a token issues nothing new, so
# there is no open_after here.
# one() fails if the Member has several registrations.
provider "github" {
  owner = "acme"
  token = one(ephemeral.stytchoauth_member_github_tokens.ada.registrations).access_token
}
