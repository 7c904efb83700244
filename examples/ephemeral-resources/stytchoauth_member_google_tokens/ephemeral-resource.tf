ephemeral "stytchoauth_member_google_tokens" "ada" {
  organization_id = "organization-test-07971b06-ac8b-4cdb-9c15-63b17e653931"
  member_id       = "member-test-32fc5024-9c09-4da3-bd2e-c9ce4da9375f"

  lifecycle {
    postcondition {
      condition     = self.access_token != null
      error_message = "Stytch keeps no Google token: the Member has only logged in with Google One Tap."
    }
  }
}

# The token configures another provider. Reading it issues nothing, so it is read in plan as well: a provider needs it
# there.
provider "google" {
  project      = "acme-reports"
  access_token = ephemeral.stytchoauth_member_google_tokens.ada.access_token
}
