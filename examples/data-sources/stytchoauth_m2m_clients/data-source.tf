data "stytchoauth_m2m_clients" "writers" {
  scopes = ["write:users"]
}

output "writers" {
  value = data.stytchoauth_m2m_clients.writers.m2m_clients[*].client_id
}

check "rotations" {
  assert {
    condition = alltrue([
      for client in data.stytchoauth_m2m_clients.writers.m2m_clients : client.next_client_secret_last_four == null
    ])
    error_message = "A rotation of a client's secret is not finished."
  }
}
