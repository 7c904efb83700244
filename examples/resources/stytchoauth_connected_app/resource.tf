resource "stytchoauth_connected_app" "web" {
  client_type   = "first_party"
  client_name   = "Web"
  redirect_urls = ["https://app.example.com/callback"]

  # To rotate the secret without an interruption, add next_client_secret_version = 2. When all who use the secret have the
  # next one, set client_secret_version = 2 and remove next_client_secret_version.
  client_secret_version = 1
}

# The secret, in the apply that has it issued.
ephemeral "stytchoauth_client_secret" "web" {
  client_id  = stytchoauth_connected_app.web.client_id
  open_after = timestamp()
}

resource "aws_secretsmanager_secret" "web" {
  name = "web/client-secret"
}

resource "aws_secretsmanager_secret_version" "web" {
  secret_id                = aws_secretsmanager_secret.web.id
  secret_string_wo         = nonsensitive(coalesce(ephemeral.stytchoauth_client_secret.web.client_secret))
  secret_string_wo_version = stytchoauth_connected_app.web.client_secret_issued_at

  lifecycle {
    create_before_destroy = true
  }
}

# A public app has no secret.
resource "stytchoauth_connected_app" "phone" {
  client_type   = "first_party_public"
  client_name   = "Phone"
  redirect_urls = ["com.example.app:/callback"]
}
