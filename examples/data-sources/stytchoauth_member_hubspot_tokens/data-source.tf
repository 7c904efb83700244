data "stytchoauth_member_hubspot_tokens" "ada" {
  organization_id = "organization-test-07971b06-ac8b-4cdb-9c15-63b17e653931"
  member_id       = "member-test-32fc5024-9c09-4da3-bd2e-c9ce4da9375f"
}

output "scopes" {
  value = { for r in data.stytchoauth_member_hubspot_tokens.ada.registrations : r.provider_subject => r.scopes }
}

check "scope" {
  assert {
    condition     = alltrue([for r in data.stytchoauth_member_hubspot_tokens.ada.registrations : contains(r.scopes, "oauth")])
    error_message = "A scope is missing."
  }
}
