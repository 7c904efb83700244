data "stytchoauth_connected_app" "cli" {
  client_id = "connected-app-test-0bb7b586-7c2b-4d3d-9a01-52f0e8c3a9d1"
}

output "redirect_urls" {
  value = data.stytchoauth_connected_app.cli.redirect_urls
}
