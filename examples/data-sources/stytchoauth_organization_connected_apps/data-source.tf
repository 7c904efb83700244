data "stytchoauth_organization_connected_apps" "acme" {
  organization_id = "organization-test-07971b06-ac8b-4cdb-9c15-63b17e653931"
}

output "connected_apps" {
  description = "The names of the Connected Apps that Members of the Organization use."
  value       = data.stytchoauth_organization_connected_apps.acme.connected_apps[*].name
}
