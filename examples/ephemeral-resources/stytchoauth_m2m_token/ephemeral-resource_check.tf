# Looks into the token. A check warns; a precondition would fail the apply.
check "worker_scope" {
  assert {
    condition     = provider::stytchoauth::jwt_claims(ephemeral.stytchoauth_m2m_token.worker.access_token).scope == "read:users"
    error_message = "The token lacks the scope."
  }
}
