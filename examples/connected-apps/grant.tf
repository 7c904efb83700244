variable "organization_id" {
  description = "The id of the Organization."
  type        = string
}

variable "member_id" {
  description = "The id of the Member for whom the app acts."
  type        = string
}

resource "stytchoauth_member_connected_app" "crm" {
  organization_id  = var.organization_id
  member_id        = var.member_id
  client_id        = stytchoauth_connected_app.crm.client_id
  client_secret_wo = ephemeral.stytchoauth_client_secret.crm.client_secret
  redirect_uri     = "https://crm.example.com/oauth/callback"
  scopes           = ["openid", "offline_access"]
  grant_version    = 1
}
