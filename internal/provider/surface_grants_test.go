// SPDX-License-Identifier: MPL-2.0

package provider_test

// The surface of grants, of what is listed and read about them, and of list resources and actions, in the same notation.

const (
	surfaceGrant = `
client_id string required
redirect_uri string required
scopes set(string) required
client_secret_wo string write-only sensitive
grant_version number optional
tokens_issued_at number computed
scopes_granted set(string) computed
`
	surfaceGrantTokens = surfaceEnvelope + `
client_id string required
open_after string required
access_token string computed sensitive
token_type string computed
expires_in number computed
scope string computed
refresh_token string computed sensitive
id_token string computed sensitive
`
	surfaceGrantedApps = surfaceEnvelope + `
connected_apps list(object) computed
connected_apps.connected_app_id string computed
connected_apps.name string computed
connected_apps.description string computed
connected_apps.client_type string computed
connected_apps.logo_url string computed
`
	surfaceMember = "organization_id string required\nmember_id string required\n"
	surfaceUser   = "user_id string required\n"
)

func surfaceGrantResources() map[string]string {
	return map[string]string{
		"stytchoauth_member_connected_app": surfaceGrant + surfaceMember,
		"stytchoauth_user_connected_app":   surfaceGrant + surfaceUser,
	}
}

func surfaceGrantEphemeralResources() map[string]string {
	return map[string]string{
		"stytchoauth_member_connected_app_tokens": surfaceGrantTokens + surfaceMember,
		"stytchoauth_user_connected_app_tokens":   surfaceGrantTokens + surfaceUser,
	}
}

func surfaceGrantDataSources() map[string]string {
	const scopes = "connected_apps.scopes_granted list(string) computed\n"

	return map[string]string{
		"stytchoauth_member_connected_apps":       surfaceGrantedApps + scopes + surfaceMember,
		"stytchoauth_user_connected_apps":         surfaceGrantedApps + scopes + surfaceUser,
		"stytchoauth_organization_connected_apps": surfaceGrantedApps + "organization_id string required\n",
		"stytchoauth_openid_configuration": surfaceEnvelope + `
issuer string computed
authorization_endpoint string computed
token_endpoint string computed
userinfo_endpoint string computed
jwks_uri string computed
scopes_supported list(string) computed
response_types_supported list(string) computed
grant_types_supported list(string) computed
subject_types_supported list(string) computed
id_token_signing_alg_values_supported list(string) computed
token_endpoint_auth_methods_supported list(string) computed
`,
		"stytchoauth_jwks": surfaceEnvelope + `
jwks string computed
keys list(object) computed
keys.kty string computed
keys.use string computed
keys.key_ops list(string) computed
keys.alg string computed
keys.kid string computed
keys.x5c list(string) computed
keys.x5t_s256 string computed
keys.n string computed
keys.e string computed
`,
	}
}

func surfaceListResources() map[string]string {
	return map[string]string{
		"stytchoauth_connected_app": "",
		"stytchoauth_m2m_client": `
client_ids list(string) optional
client_names list(string) optional
scopes list(string) optional
operator string optional
`,
	}
}

func surfaceActions() map[string]string {
	return map[string]string{
		"stytchoauth_member_connected_app_revoke": surfaceMember + "connected_app_id string required\n",
		"stytchoauth_user_connected_app_revoke":   surfaceUser + "connected_app_id string required\n",
	}
}
