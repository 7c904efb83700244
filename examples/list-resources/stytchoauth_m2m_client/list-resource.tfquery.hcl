list "stytchoauth_m2m_client" "readers" {
  provider = stytchoauth

  config {
    scopes = ["read:users"]
  }

  # All attributes of each client, for terraform query -json.
  include_resource = true
}
