ephemeral "stytchoauth_member_google_tokens" "ada" {
  organization_id = "organization-test-07971b06-ac8b-4cdb-9c15-63b17e653931"
  member_id       = "member-test-32fc5024-9c09-4da3-bd2e-c9ce4da9375f"
}

check "google_id_token" {
  assert {
    condition     = provider::stytchoauth::jwt_claims(ephemeral.stytchoauth_member_google_tokens.ada.id_token).iss == "https://accounts.google.com"
    error_message = "The ID token was not issued by Google."
  }
}
