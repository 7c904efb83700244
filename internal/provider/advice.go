// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"net/http"
	"strings"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/client"
)

// What to do about an error. Stytch publishes the names of its error types, but for many of them no status
// (https://stytch.com/docs/api/errors), so advice is looked up by type first, then by status, then by the kind of failure.

const (
	adviceCredentials = "Check the provider's `project_id` and `secret` (environment variables STYTCH_PROJECT_ID and " +
		"STYTCH_SECRET): both have to be those of one project, and of one environment, test or live, as the Stytch " +
		"dashboard shows them under API keys."
	adviceEnvironment = "An id of one environment was used with a project of the other. Take all ids, `project_id` and " +
		"`secret` from the same environment of the Stytch dashboard, test or live."
	adviceProductB2B = "This works with B2B projects, and the provider's `project_id` is that of a Consumer project. " +
		"Use the type made for Users, or a provider configuration with the B2B project's `project_id` and `secret`."
	adviceProductConsumer = "This works with Consumer projects, and the provider's `project_id` is that of a B2B " +
		"project. Use the type made for Members, or a provider configuration with the Consumer project's " +
		"`project_id` and `secret`."
	adviceOrganization = "Check `organization_id`: it is an Organization's id, its slug, or its external id, in the " +
		"project of the provider's `project_id`."
	adviceMember = "Check `member_id`: it is a Member's id or external id, in the Organization that `organization_id` " +
		"names."
	adviceUser        = "Check `user_id`: it is a User's id or external id, in the project of the provider's `project_id`."
	adviceSession     = "The session has ended, or is of another project. Take a session that is still active."
	adviceClientID    = "Check `client_id`: it is the id of a Connected App in the project of the provider's `project_id`."
	adviceRedirectURI = "Register the `redirect_uri` on the Connected App, letter for letter, with its port and path."
	adviceRegisterURL = "Register each redirect URL in the Stytch dashboard, letter for letter, with its port and path, " +
		"for the kind of redirect that it is used for."
	adviceConfigureProvider = "Configure the identity provider in the Stytch dashboard, with an OAuth application of " +
		"your own, and in the environment, test or live, that is used here."
	adviceScopes = "Ask for scopes that the Connected App and the RBAC policy of the project know."
	advicePKCE   = "This Connected App has to use PKCE: set `code_challenge`."
	adviceClient = "Check `client_id` and `client_secret`: they are those of a Connected App or an M2M client, in the project " +
		"of the provider's `project_id`. A public Connected App has no secret."
	adviceCode = "An authorization code is good for one use and a short time, for the client, the `redirect_uri` and the " +
		"code challenge that it was asked for with. A new code has to be asked for: an authorization with " +
		"`open_after = timestamp()` gives one in each apply."
	adviceRateLimit   = "Stytch limits how many requests a project may make. Run again later, or with fewer at a time (terraform's -parallelism)."
	adviceServerFault = "This is a fault on Stytch's side, or on the way to it. Run again later; https://status.stytch.com " +
		"lists outages."
	adviceM2MClientID = "Check `client_id`: it is the id of an M2M client in the project of the provider's `project_id`."
	adviceClientGone  = "The client does not exist in the project. If it was deleted outside of Terraform, the next plan creates it " +
		"again; if the provider's `project_id` changed, set it back."
	adviceClientURLs = "Correct `redirect_urls` and `post_logout_redirect_urls`: Stytch accepts https, http on a loopback host, and " +
		"a scheme of the app's own, not each of them for every `client_type`."
	adviceRotationRace = "Someone else is changing the secrets of this client. Run again: what is under way then is taken into " +
		"account."
	adviceGrantSecret = "Check `client_secret_wo`: it is the client secret of this Connected App, in the project of the provider's " +
		"`project_id`."
	adviceRevokedApp = "Check `connected_app_id`: it is the client id of a Connected App in the project of the provider's " +
		"`project_id`. If it is, the app was not authorized, and there is nothing to revoke."
	adviceRunAgain    = "Stytch did not accept the authorization code that it had just issued. Run again."
	adviceMoreRetries = " A higher `max_retries` rides out longer ones."
)

// adviceForProduct returns the advice for a call of one product with a project of the other. The path shows which.
func adviceForProduct(route string) string {
	if strings.Contains(route, "/b2b/") {
		return adviceProductB2B
	}

	return adviceProductConsumer
}

// adviceByType is keyed by the error types of Stytch and of OAuth 2.0.
var adviceByType = map[string]string{
	"unauthorized_credentials":          adviceCredentials,
	"unauthorized_credentials_homepage": adviceCredentials,
	"invalid_authorization_header":      adviceCredentials,
	"invalid_project_id_authentication": adviceCredentials,
	"invalid_secret_authentication":     adviceCredentials,
	"project_not_found":                 adviceCredentials,

	"live_id_used_in_test_environment": adviceEnvironment,
	"test_id_used_in_live_environment": adviceEnvironment,
	"unauthorized_project_id_live":     adviceEnvironment,
	"unauthorized_project_id_test":     adviceEnvironment,
	"wrong_stack_live":                 adviceEnvironment,
	"wrong_stack_test":                 adviceEnvironment,

	"organization_not_found":                                   adviceOrganization,
	"invalid_organization_id":                                  adviceOrganization,
	"invalid_organization_external_id":                         adviceOrganization,
	"member_not_found":                                         adviceMember,
	"member_does_not_exist_in_organization":                    adviceMember,
	"user_not_found":                                           adviceUser,
	"invalid_user_id":                                          adviceUser,
	"session_not_found":                                        adviceSession,
	"invalid_session_token":                                    adviceSession,
	"missing_oauth_refresh_token":                              "The Member has to log in with that provider once more, so that Stytch gets a new refresh token.",
	"unable_to_refresh_oauth_token":                            "The Member has to log in with that provider once more: it no longer takes the refresh token that Stytch keeps.",
	"member_oauth_token_not_found":                             "The Member has to log in with that provider first: Stytch keeps no token of theirs yet.",
	"oauth_config_not_found":                                   adviceConfigureProvider,
	"default_provider_not_allowed":                             adviceConfigureProvider,
	"invalid_oauth_provider":                                   "Check `oauth_provider`: Stytch does not know one of that name for this call.",
	"public_token_not_found":                                   "Check `public_token`: the Stytch dashboard shows it under API keys.",
	"no_match_for_provided_oauth_url":                          adviceRegisterURL,
	"invalid_login_redirect_url":                               adviceRegisterURL,
	"invalid_signup_redirect_url":                              adviceRegisterURL,
	"invalid_discovery_redirect_url":                           adviceRegisterURL,
	"no_login_redirect_urls_set":                               adviceRegisterURL,
	"no_signup_redirect_urls_set":                              adviceRegisterURL,
	"no_discovery_redirect_urls_set":                           adviceRegisterURL,
	"connected_app_not_found":                                  adviceClientID,
	"connected_app_not_allowed_for_org":                        "The Organization does not allow this Connected App. An admin of the Organization can, under its Connected Apps settings.",
	"connected_app_consent_revoked":                            "The consent for this Connected App was revoked. It has to be granted anew.",
	"oauth_invalid_scope_requested":                            adviceScopes,
	"invalid_scope":                                            adviceScopes,
	"pkce_required_for_idp_authorization_flow":                 advicePKCE,
	"authorization_endpoint_not_configured_for_project":        "Set the authorization URL of the project in the Stytch dashboard, under Connected Apps.",
	"connected_app_supplied_redirect_url_not_found_in_client":  adviceRedirectURI,
	"duplicate_m2m_client_id":                                  "A client with this `client_id` exists. Import it, delete it, or choose another `client_id`.",
	"m2m_client_invalid_client_id":                             "Choose another `client_id`, or leave it out: then Stytch makes one.",
	"insecure_m2m_client_secret":                               "Choose a `client_secret_wo` that is harder to guess: 8 or more random characters. Or leave it out: then Stytch makes one.",
	"m2m_client_not_found":                                     adviceClientGone,
	"too_many_connected_apps":                                  "The project has as many Connected Apps as it may have. Delete one that is not used, or ask Stytch for more.",
	"connected_app_invalid_redirect_url":                       adviceClientURLs,
	"connected_app_redirect_url_must_include_scheme":           adviceClientURLs,
	"connected_app_redirect_url_must_use_http_or_https_scheme": adviceClientURLs,
	"connected_app_redirect_url_must_use_https_scheme":         adviceClientURLs,
	"connected_app_redirect_url_http_scheme_must_use_loopback": adviceClientURLs,
	"connected_app_redirect_url_cannot_use_localhost":          adviceClientURLs,
	"connected_app_already_rotating_secret":                    adviceRotationRace,
	"connected_app_not_rotating_secret":                        adviceRotationRace,
	"m2m_client_already_rotating_secret":                       adviceRotationRace,
	"m2m_client_not_rotating_secret":                           adviceRotationRace,
	"public_connected_apps_do_not_have_secrets":                "Remove `client_secret_version` and `next_client_secret_version`: a public app has no secret.",
	"too_many_requests":                                        adviceRateLimit,
	"access_denied":                                            "Consent was granted, but Stytch denied it to this subject: ask for scopes that the subject has permission for.",
}

// adviceByStatus is for responses without a type, or with one that adviceByType does not have.
var adviceByStatus = map[int]string{
	http.StatusBadRequest:   "Check the arguments against what Stytch says of them here.",
	http.StatusUnauthorized: adviceCredentials,
	http.StatusForbidden: "The project, or a policy of it, does not allow this. Check its settings in the Stytch " +
		"dashboard.",
	http.StatusNotFound: "Check the ids: what they name does not exist in the project of the provider's `project_id`. " +
		"With a `base_url`, check that it leads to Stytch.",
}

// adviceByKind is for everything else.
var adviceByKind = map[client.Kind]string{
	client.KindInvalid: "Correct the argument.",
	client.KindAPI:     "Check the arguments, and the provider's `base_url` if it is set.",
	client.KindInvalidResponse: "If the provider's `base_url` is set, check that it leads to Stytch, and that no proxy or login " +
		"page responds in its place. Otherwise please report this to the provider's authors with the request_id.",
	client.KindRedirected: "Redirects are never followed, as that would hand the credentials on. Check the provider's " +
		"`base_url`, and whether a proxy or a login page responds in Stytch's place.",
	client.KindNotGrantable: "Leave these scopes out, or give the subject a role with the permissions that they stand for " +
		"in the RBAC policy of the project.",
	client.KindRefused:       "Check the request for authorization against the Connected App's settings and the subject's permissions.",
	client.KindNotConfigured: adviceConfigureProvider,
	client.KindTransport: "Check that this machine reaches the host: its network, DNS, the proxy in HTTPS_PROXY and " +
		"NO_PROXY, and the provider's `base_url`. A private certificate authority has to be among the system's " +
		"(SSL_CERT_FILE).",
	client.KindTimeout:  "Run again, or allow more time with the provider's `request_timeout`.",
	client.KindCanceled: "The run was stopped.",
}
