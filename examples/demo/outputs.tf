# What is no secret may be kept.

output "slack_login_url" {
  description = "Where a Member begins a login with Slack."
  value       = data.stytchoauth_member_start_url.slack.url
}

output "slack_login_host" {
  description = "Where Stytch sends the browser from there."
  value       = regex("^https://([^/]+)/", data.stytchoauth_member_start_url.slack.redirect_url)[0]
}

output "slack_login_status" {
  description = "The status of that redirect."
  value       = data.stytchoauth_member_start_url.slack.status_code
}

output "connected_app" {
  description = "The Connected App, as a consent page would show it."
  value       = data.stytchoauth_member_authorization_preflight.cli.client.client_name
}

output "consent_required" {
  description = "Whether the Member has to be asked."
  value       = data.stytchoauth_member_authorization_preflight.cli.consent_required
}

output "grantable_scopes" {
  description = "Those of the scopes that the Member may grant."
  value = [
    for result in data.stytchoauth_member_authorization_preflight.cli.scope_results : result.scope
    if result.is_grantable
  ]
}
