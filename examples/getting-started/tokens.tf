variable "member_id" {
  description = "The id or external id of a Member who has logged in with Google."
  type        = string
}

# The tokens that Stytch stored when the Member logged in.
ephemeral "stytchoauth_member_google_tokens" "ada" {
  organization_id = var.organization_id
  member_id       = var.member_id
}

# Uses a result without showing or keeping it.
check "google_tokens" {
  assert {
    condition     = ephemeral.stytchoauth_member_google_tokens.ada.access_token != null
    error_message = "Stytch has no Google access token for this Member."
  }
}
