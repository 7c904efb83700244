# In a Consumer project, an attach token makes the next login with an identity provider the login of a User who exists
# already. It is single-use, so it is minted in apply alone.
ephemeral "stytchoauth_attach_token" "alan" {
  provider = stytchoauth.consumer

  oauth_provider = "github"
  user_id        = var.consumer.user_id

  open_after = timestamp()
}

# The link with the token in it. It is a secret as the token is.
ephemeral "stytchoauth_user_start_url" "alan" {
  provider = stytchoauth.consumer

  oauth_provider     = "github"
  oauth_attach_token = ephemeral.stytchoauth_attach_token.alan.oauth_attach_token

  lifecycle {
    postcondition {
      condition     = strcontains(self.url, urlencode(ephemeral.stytchoauth_attach_token.alan.oauth_attach_token))
      error_message = "The link does not hold the attach token."
    }
  }
}
