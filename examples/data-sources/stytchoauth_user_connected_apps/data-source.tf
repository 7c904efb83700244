data "stytchoauth_user_connected_apps" "ada" {
  user_id = "user-test-5ccf82bc-485d-4919-9e11-40084b02dc28"
}

output "scopes_granted" {
  description = "The scopes that the User has granted, by the client id of the Connected App."
  value = {
    for app in data.stytchoauth_user_connected_apps.ada.connected_apps : app.connected_app_id => app.scopes_granted
  }
}
