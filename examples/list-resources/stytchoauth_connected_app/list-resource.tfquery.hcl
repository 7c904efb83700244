# terraform query -generate-config-out=connected_apps.tf
list "stytchoauth_connected_app" "all" {
  provider = stytchoauth

  # What is listed at most; 100 unless set.
  limit = 1000

  # With all attributes, which is what a configuration is generated from.
  include_resource = true
}
