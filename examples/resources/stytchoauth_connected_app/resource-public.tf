resource "stytchoauth_connected_app" "phone" {
  client_type   = "first_party_public"
  client_name   = "Phone"
  redirect_urls = ["com.example.app:/callback"]
}
