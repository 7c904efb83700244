data "stytchoauth_openid_configuration" "this" {}

output "issuer" {
  description = "The iss claim of the project's tokens."
  value       = data.stytchoauth_openid_configuration.this.issuer
}

output "token_endpoint" {
  value = data.stytchoauth_openid_configuration.this.token_endpoint
}
