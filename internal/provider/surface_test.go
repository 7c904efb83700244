// SPDX-License-Identifier: MPL-2.0

package provider_test

import "strings"

// The surface that users' configurations rely on: every attribute at every depth as "path type mode", with "sensitive"
// where it is. The mode is required, optional, computed, or optional-computed: an argument whose default shows in the
// result. What changes here changes for users.

const surfaceProvider = `
project_id string optional
secret string optional sensitive
public_token string optional
base_url string optional
request_timeout string optional
max_retries number optional
`

const (
	surfaceEnvelope = `
request_id string computed
status_code number computed
`
	surfaceTokens = surfaceEnvelope + `
organization_id string required
member_id string required
provider_type string computed
`
	// surfaceFlatTokens is Google's and Microsoft's.
	surfaceFlatTokens = surfaceTokens + `
include_refresh_token bool optional
provider_subject string computed
access_token string computed sensitive
access_token_expires_in number computed
id_token string computed sensitive
scopes list(string) computed
refresh_token string computed sensitive
`
	surfaceRegistrations = surfaceTokens + `
registrations list(object) computed
registrations.provider_subject string computed
registrations.access_token string computed sensitive
registrations.scopes list(string) computed
`
	surfaceStartURL = `
oauth_provider string required
public_token string optional-computed
custom_scopes list(string) optional
provider_params map(string) optional
`
	surfaceURL             = "url string computed\n"
	surfaceResolveRedirect = surfaceEnvelope + `
resolve_redirect bool optional
redirect_url string computed
`
	surfaceMemberStartURL = surfaceStartURL + `
organization_id string optional
organization_slug string optional
login_redirect_url string optional
signup_redirect_url string optional
pkce_code_challenge string optional
`
	surfaceDiscoveryStartURL = surfaceStartURL + `
discovery_redirect_url string optional
pkce_code_challenge string optional
`
	surfaceUserStartURL = surfaceStartURL + `
login_redirect_url string optional
signup_redirect_url string optional
code_challenge string optional
`
	surfaceConsent = surfaceEnvelope + `
client_id string required
redirect_uri string required
scopes list(string) required
response_type string optional-computed
prompt string optional
`
	surfacePreflight = surfaceConsent + `
client object computed
client.client_id string computed
client.client_name string computed
client.client_description string computed
client.client_type string computed
client.logo_url string computed
consent_required bool computed
scope_results list(object) computed
scope_results.scope string computed
scope_results.description string computed
scope_results.is_grantable bool computed
`
	surfaceLastFours = `
client_id string optional-computed
client_name string optional-computed
client_secret_last_four string computed
next_client_secret_last_four string computed
`
	surfaceConnectedApp = surfaceLastFours + `
client_description string computed
client_type string computed
status string computed
redirect_urls list(string) computed
post_logout_redirect_urls list(string) computed
full_access_allowed bool computed
bypass_consent_for_offline_access bool computed
access_token_expiry_minutes number computed
access_token_custom_audience string computed
access_token_template_content string computed
id_token_template_content string computed
logo_url string computed
creation_method string computed
client_id_metadata_url string computed
`
	surfaceM2MClient = surfaceLastFours + `
client_description string computed
status string computed
scopes list(string) computed
trusted_metadata string computed
`
	surfaceOpenAfter     = "open_after string optional\n"
	surfaceAuthorization = surfaceConsent + surfaceOpenAfter + `
consent_granted bool required
session_token string optional sensitive
session_jwt string optional sensitive
state string optional
nonce string optional
code_challenge string optional
resources list(string) optional
skip_preflight bool optional
callback_uri string computed sensitive
authorization_code string computed sensitive
error string computed
error_description string computed
`
	surfaceOAuthTokens = surfaceEnvelope + surfaceOpenAfter + `
client_id string required
access_token string computed sensitive
token_type string computed
expires_in number computed
`
)

// surfaceResources returns the managed resources. Of a secret, they have its last four characters.
func surfaceResources() map[string]string {
	const secrets = `
client_secret_version number optional
next_client_secret_version number optional
client_secret_issued_at number computed
client_secret_last_four string computed
next_client_secret_last_four string computed
`

	return map[string]string{
		"stytchoauth_connected_app": secrets + `
client_type string required
client_name string required
client_description string optional
redirect_urls set(string) optional-computed
post_logout_redirect_urls set(string) optional-computed
full_access_allowed bool optional-computed
bypass_consent_for_offline_access bool optional-computed
access_token_expiry_minutes number optional-computed
access_token_custom_audience string optional
access_token_template_content string optional-computed
id_token_template_content string optional-computed
logo_url string optional
client_id string computed
creation_method string computed
client_id_metadata_url string computed
status string computed
`,
		"stytchoauth_m2m_client": secrets + `
client_id string optional-computed
scopes set(string) required
client_name string optional
client_description string optional
status string optional-computed
trusted_metadata string optional-computed
client_secret_wo string write-only sensitive
client_secret_wo_version number optional
`,
	}
}

// surfaceListed returns the surface of a list of clients.
func surfaceListed(name, surface string) string {
	listed := surfaceEnvelope + name + " list(object) computed\ntotal number computed\n"

	for line := range strings.Lines(strings.ReplaceAll(surface, " optional-computed", " computed")) {
		if line != "\n" {
			listed += name + "." + line
		}
	}

	return listed
}

// surfaceDataSources returns the data sources. Those of identity providers repeat the client's table on purpose: a new
// one is added here as well.
func surfaceDataSources() map[string]string {
	return map[string]string{
		"stytchoauth_connected_app":  surfaceConnectedApp + surfaceEnvelope,
		"stytchoauth_connected_apps": surfaceListed("connected_apps", surfaceConnectedApp),
		"stytchoauth_m2m_client":     surfaceM2MClient + surfaceEnvelope,
		"stytchoauth_m2m_clients": surfaceListed("m2m_clients", surfaceM2MClient) + `
client_ids list(string) optional
client_names list(string) optional
scopes list(string) optional
operator string optional-computed
`,
		"stytchoauth_member_google_tokens":    surfaceFlatTokens,
		"stytchoauth_member_microsoft_tokens": surfaceFlatTokens,
		"stytchoauth_member_slack_tokens": surfaceRegistrations + `
registrations.provider_tenant_id string computed
registrations.provider_tenant_ids list(string) computed
registrations.access_token_expires_in number computed
registrations.bot_access_token string computed sensitive
registrations.bot_scopes list(string) computed
`,
		"stytchoauth_member_hubspot_tokens": surfaceRegistrations + `
include_refresh_token bool optional
registrations.provider_tenant_id string computed
registrations.access_token_expires_in number computed
registrations.refresh_token string computed sensitive
`,
		"stytchoauth_member_github_tokens": surfaceRegistrations + `
registrations.provider_tenant_ids list(string) computed
`,
		"stytchoauth_member_start_url":    surfaceMemberStartURL + surfaceURL + surfaceResolveRedirect,
		"stytchoauth_discovery_start_url": surfaceDiscoveryStartURL + surfaceURL + surfaceResolveRedirect,
		"stytchoauth_user_start_url":      surfaceUserStartURL + surfaceURL + surfaceResolveRedirect,
		"stytchoauth_member_authorization_preflight": surfacePreflight + `
organization_id string required
member_id string required
`,
		"stytchoauth_user_authorization_preflight": surfacePreflight + "user_id string required\n",
	}
}

// surfaceEphemeralResources returns the ephemeral resources. The twin of a data source that returns a secret has its
// attributes and open_after.
func surfaceEphemeralResources() map[string]string {
	all := map[string]string{
		"stytchoauth_member_start_url":    surfaceMemberStartURL + surfaceURL,
		"stytchoauth_discovery_start_url": surfaceDiscoveryStartURL + surfaceURL,
		"stytchoauth_user_start_url": surfaceUserStartURL + `
oauth_attach_token string optional sensitive
url string computed sensitive
`,
		"stytchoauth_attach_token": surfaceEnvelope + surfaceOpenAfter + `
oauth_provider string required
user_id string optional
session_token string optional sensitive
session_jwt string optional sensitive
oauth_attach_token string computed sensitive
`,
		"stytchoauth_member_authorization": surfaceAuthorization + `
organization_id string optional
member_id string optional
`,
		"stytchoauth_user_authorization": surfaceAuthorization + "user_id string optional\n",
		"stytchoauth_client_secret": `
client_id string required
open_after string required
client_secret string computed sensitive
client_secret_last_four string computed
`,
		"stytchoauth_pkce": `
code_verifier string computed sensitive
code_challenge string computed
code_challenge_method string computed
`,
		"stytchoauth_connected_app_tokens": surfaceOAuthTokens + `
client_secret string optional sensitive
code string required sensitive
redirect_uri string required
code_verifier string optional sensitive
revoke_on_close bool optional
scope string computed
refresh_token string computed sensitive
id_token string computed sensitive
`,
		"stytchoauth_m2m_token": surfaceOAuthTokens + `
client_secret string required sensitive
scopes list(string) optional
`,
	}

	for _, name := range surfaceTwins() {
		all["stytchoauth_"+name] = surfaceDataSources()["stytchoauth_"+name] + surfaceOpenAfter
	}

	return all
}

// surfaceTwins returns the data sources that return a secret, without the prefix stytchoauth_.
func surfaceTwins() []string {
	var names []string

	for name, surface := range surfaceDataSources() {
		if strings.Contains(surface, " sensitive\n") {
			names = append(names, strings.TrimPrefix(name, "stytchoauth_"))
		}
	}

	return names
}
