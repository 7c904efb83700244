# In a Consumer project, an attach token ties the next login with an identity provider to an existing User. It is
# single-use, so it is issued in apply only.
ephemeral "stytchoauth_attach_token" "alan" {
  provider = stytchoauth.consumer

  oauth_provider = "github"
  user_id        = var.consumer.user_id

  open_after = timestamp()
}

# The login URL that carries the token. It is as secret as the token itself.
ephemeral "stytchoauth_user_start_url" "alan" {
  provider = stytchoauth.consumer

  oauth_provider     = "github"
  oauth_attach_token = ephemeral.stytchoauth_attach_token.alan.oauth_attach_token
}

# Stands for a resource that delivers the URL to Alan.
resource "terraform_data" "url_consumer" {
  lifecycle {
    precondition {
      condition = strcontains(
        ephemeral.stytchoauth_user_start_url.alan.url,
        urlencode(ephemeral.stytchoauth_attach_token.alan.oauth_attach_token)
      )
      error_message = "The URL does not carry the attach token."
    }
  }
}
