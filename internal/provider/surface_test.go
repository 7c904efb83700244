// SPDX-License-Identifier: MPL-2.0

package provider_test

import "strings"

// The surface that configurations rely on: every attribute at every depth, as "path type mode", and "secret" where
// Terraform has to keep it out of sight. A mode is required, optional, computed, or defaulted: an option whose
// default shows in the result. What changes here changes for users.

// surfaceProvider is the provider's configuration.
const surfaceProvider = `
project_id string optional
secret string optional secret
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
access_token string computed secret
access_token_expires_in number computed
id_token string computed secret
scopes list(string) computed
refresh_token string computed secret
`
	surfaceRegistrations = surfaceTokens + `
registrations list(object) computed
registrations.provider_subject string computed
registrations.access_token string computed secret
registrations.scopes list(string) computed
`
	surfaceStartURL = `
oauth_provider string required
public_token string defaulted
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
response_type string defaulted
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
	surfaceOpenAfter     = "open_after string optional\n"
	surfaceAuthorization = surfaceConsent + surfaceOpenAfter + `
consent_granted bool required
session_token string optional secret
session_jwt string optional secret
state string optional
nonce string optional
code_challenge string optional
resources list(string) optional
skip_preflight bool optional
callback_uri string computed secret
authorization_code string computed secret
error string computed
error_description string computed
`
	surfaceOAuthTokens = surfaceEnvelope + surfaceOpenAfter + `
client_id string required
access_token string computed secret
token_type string computed
expires_in number computed
`
)

// surfaceDataSources are the data sources, without the provider's prefix. Those of identity providers repeat the
// client's table on purpose, and so a new one is added here.
func surfaceDataSources() map[string]string {
	return map[string]string{
		"member_google_tokens":    surfaceFlatTokens,
		"member_microsoft_tokens": surfaceFlatTokens,
		"member_slack_tokens": surfaceRegistrations + `
registrations.provider_tenant_id string computed
registrations.provider_tenant_ids list(string) computed
registrations.access_token_expires_in number computed
registrations.bot_access_token string computed secret
registrations.bot_scopes list(string) computed
`,
		"member_hubspot_tokens": surfaceRegistrations + `
include_refresh_token bool optional
registrations.provider_tenant_id string computed
registrations.access_token_expires_in number computed
registrations.refresh_token string computed secret
`,
		"member_github_tokens": surfaceRegistrations + `
registrations.provider_tenant_ids list(string) computed
`,
		"member_start_url":    surfaceMemberStartURL + surfaceURL + surfaceResolveRedirect,
		"discovery_start_url": surfaceDiscoveryStartURL + surfaceURL + surfaceResolveRedirect,
		"user_start_url":      surfaceUserStartURL + surfaceURL + surfaceResolveRedirect,
		"member_authorization_preflight": surfacePreflight + `
organization_id string required
member_id string required
`,
		"user_authorization_preflight": surfacePreflight + "user_id string required\n",
	}
}

// surfaceEphemeralResources are the ephemeral resources that are not the twin of a tokens data source.
func surfaceEphemeralResources() map[string]string {
	return map[string]string{
		"member_start_url":    surfaceMemberStartURL + surfaceURL,
		"discovery_start_url": surfaceDiscoveryStartURL + surfaceURL,
		"user_start_url": surfaceUserStartURL + `
oauth_attach_token string optional secret
url string computed secret
`,
		"attach_token": surfaceEnvelope + surfaceOpenAfter + `
oauth_provider string required
user_id string optional
session_token string optional secret
session_jwt string optional secret
oauth_attach_token string computed secret
`,
		"member_authorization": surfaceAuthorization + `
organization_id string optional
member_id string optional
`,
		"user_authorization": surfaceAuthorization + "user_id string optional\n",
		"pkce": `
code_verifier string computed secret
code_challenge string computed
code_challenge_method string computed
`,
		"connected_app_tokens": surfaceOAuthTokens + `
client_secret string optional secret
code string required secret
redirect_uri string required
code_verifier string optional secret
revoke_on_close bool optional
scope string computed
refresh_token string computed secret
id_token string computed secret
`,
		"m2m_token": surfaceOAuthTokens + `
client_secret string required secret
scopes list(string) optional
`,
	}
}

// surfaceTwins are the data sources that return a secret. Each has an ephemeral twin with the same attributes and
// open_after.
func surfaceTwins() []string {
	var twins []string

	for name, surface := range surfaceDataSources() {
		if strings.Contains(surface, " secret\n") {
			twins = append(twins, name)
		}
	}

	return twins
}
