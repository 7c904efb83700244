resource "stytchoauth_connected_app" "web" {
  client_type           = "first_party"
  client_name           = "Web"
  redirect_urls         = ["https://app.example.com/callback"]
  client_secret_version = 1
}

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
