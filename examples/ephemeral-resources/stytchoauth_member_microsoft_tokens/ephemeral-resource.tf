ephemeral "stytchoauth_member_microsoft_tokens" "ada" {
  organization_id       = "organization-test-07971b06-ac8b-4cdb-9c15-63b17e653931"
  member_id             = "member-test-32fc5024-9c09-4da3-bd2e-c9ce4da9375f"
  include_refresh_token = true
}

# A write-only argument (Terraform 1.11 or newer) is kept in neither state nor plan. It is written only when its version
# changes.
resource "aws_secretsmanager_secret_version" "microsoft" {
  secret_id                = "acme/microsoft-refresh-token"
  secret_string_wo         = ephemeral.stytchoauth_member_microsoft_tokens.ada.refresh_token
  secret_string_wo_version = 1
}
