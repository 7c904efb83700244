variable "code_verifier" { sensitive = true }

data "stytchoauth_user_start_url" "apple" {
  oauth_provider     = "apple"
  login_redirect_url = "https://app.example.com/login"

  # With PKCE, your application keeps the verifier.
  code_challenge = provider::stytchoauth::pkce_code_challenge(var.code_verifier)
}

output "apple_login_url" {
  value = data.stytchoauth_user_start_url.apple.url
}
