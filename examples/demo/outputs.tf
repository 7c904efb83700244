# Nothing here is a secret, so it may be kept in the state.

output "slack_login_url" {
  description = "The URL at which a Member logs in with Slack."
  value       = data.stytchoauth_member_start_url.slack.url
}

output "slack_login_host" {
  description = "The host to which Stytch sends the browser from there."
  value       = regex("^https://([^/]+)/", data.stytchoauth_member_start_url.slack.redirect_url)[0]
}

output "slack_login_status" {
  description = "The HTTP status of that redirect."
  value       = data.stytchoauth_member_start_url.slack.status_code
}

output "connected_app" {
  description = "The name of the Connected App, as a consent page would show it."
  value       = data.stytchoauth_member_authorization_preflight.cli.client.client_name
}

output "consent_required" {
  description = "Whether the Member has to be asked for consent."
  value       = data.stytchoauth_member_authorization_preflight.cli.consent_required
}

output "grantable_scopes" {
  description = "The requested scopes that the Member may grant."
  value = [
    for result in data.stytchoauth_member_authorization_preflight.cli.scope_results : result.scope
    if result.is_grantable
  ]
}
