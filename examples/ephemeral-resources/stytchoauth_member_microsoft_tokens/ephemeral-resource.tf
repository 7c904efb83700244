ephemeral "stytchoauth_member_microsoft_tokens" "ada" {
  organization_id       = "organization-test-07971b06-ac8b-4cdb-9c15-63b17e653931"
  member_id             = "member-test-32fc5024-9c09-4da3-bd2e-c9ce4da9375f"
  include_refresh_token = true
}

# Hands the access token to a command, whose output Terraform then hides.
resource "terraform_data" "sync" {
  provisioner "local-exec" {
    command     = "echo Your command goes here."
    environment = { ACCESS_TOKEN = ephemeral.stytchoauth_member_microsoft_tokens.ada.access_token }
  }
}
