data "stytchoauth_connected_apps" "all" {}

# Apps that registered themselves.
output "registered" {
  value = {
    for app in data.stytchoauth_connected_apps.all.connected_apps : app.client_id => app.client_name
    if app.client_id_metadata_url != null
  }
}
