list "stytchoauth_connected_app" "all" {
  provider = stytchoauth
  limit    = 1000
}
