# The example of RFC 7636, appendix B.
output "code_challenge" {
  value = provider::stytchoauth::pkce_code_challenge("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk")
}
