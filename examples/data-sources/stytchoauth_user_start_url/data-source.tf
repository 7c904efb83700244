data "stytchoauth_user_start_url" "apple" {
  oauth_provider      = "apple"
  login_redirect_url  = "https://app.example.com/login"
  signup_redirect_url = "https://app.example.com/signup"
}

output "apple_login_url" {
  value = data.stytchoauth_user_start_url.apple.url
}
