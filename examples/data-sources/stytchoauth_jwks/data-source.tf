data "stytchoauth_jwks" "this" {}

output "jwks" {
  description = "The keys, for a gateway that verifies tokens without fetching them itself."
  value       = data.stytchoauth_jwks.this.jwks
}

output "key_ids" {
  value = data.stytchoauth_jwks.this.keys[*].kid
}
