data "stytchoauth_member_microsoft_tokens" "ada" {
  organization_id = "organization-test-07971b06-ac8b-4cdb-9c15-63b17e653931"
  member_id       = "member-test-32fc5024-9c09-4da3-bd2e-c9ce4da9375f"
}

output "scopes" {
  value = data.stytchoauth_member_microsoft_tokens.ada.scopes
}

check "scope" {
  assert {
    condition     = contains(data.stytchoauth_member_microsoft_tokens.ada.scopes, "User.Read")
    error_message = "A scope is missing."
  }
}
