# terraform query -generate-config-out=m2m_clients.tf
list "stytchoauth_m2m_client" "readers" {
  provider = stytchoauth

  config {
    scopes = ["read:users"]
  }

  # With all attributes, which is what a configuration is generated from.
  include_resource = true
}
