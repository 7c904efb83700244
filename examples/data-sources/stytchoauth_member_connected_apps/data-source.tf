data "stytchoauth_member_connected_apps" "ada" {
  organization_id = "organization-test-07971b06-ac8b-4cdb-9c15-63b17e653931"
  member_id       = "member-test-32fc5024-9c09-4da3-bd2e-c9ce4da9375f"
}

# Warns of third-party apps that may act for the Member while they are away.
check "no_third_party_has_offline_access" {
  assert {
    condition = alltrue([
      for app in data.stytchoauth_member_connected_apps.ada.connected_apps :
      startswith(app.client_type, "first_party") || !contains(app.scopes_granted, "offline_access")
    ])
    error_message = "The Member has granted offline_access to a third-party app."
  }
}
