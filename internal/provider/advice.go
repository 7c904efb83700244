// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"net/http"
	"strings"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/client"
)

// What to do about an error. Stytch publishes the names of its error types, but for many of them no status
// (https://stytch.com/docs/api/errors), so advice is looked up by type first, then by status, then by the kind of failure.

// advice is what to do about an error.
type advice struct {
	text string
	// arguments are those that the text is about. The error is reported on the one of them that is set.
	arguments []string
	// toSet reports whether the text says to set the argument, which then need not be set.
	toSet bool
}

// advise returns an advice that is about these arguments.
func advise(text string, arguments ...string) advice {
	return advice{text: text, arguments: arguments}
}

// adviceMayHaveRun follows other advice if the request may have taken effect.
const adviceMayHaveRun = "The request may have taken effect all the same, so it was not sent again. Another run repeats it."

// About the provider's settings, or about nothing in the configuration.
var (
	adviceCredentials = advise("Check the provider's `project_id` and `secret` (STYTCH_PROJECT_ID and STYTCH_SECRET): both must be of " +
		"the same project and environment, test or live.")
	adviceEnvironment = advise("An id of the test environment was used with a live project, or the reverse. Take all ids, and " +
		"the provider's `project_id` and `secret`, from the same environment of the Stytch dashboard.")
	adviceProjectID = advise("Check the provider's `project_id`, which is part of the request's path, and `base_url` if it is set.")
	adviceRateLimit = advise("Stytch limits how many requests a project may make. Run again later, or with fewer requests at a " +
		"time, for instance with `-parallelism=2`.")
	adviceSession = advise("The session has ended, or belongs to another project. Use one that is active. A session JWT is " +
		"valid for five minutes.")
	adviceLoginAgain        = advise("The Member has to log in with this identity provider again, so that Stytch gets a new refresh token.")
	adviceConfigureProvider = advise("Configure the identity provider in the Stytch dashboard, under OAuth, in the environment (test "+
		"or live) that is used here, with an OAuth application of your own.", "oauth_provider")
)

// About arguments.
var (
	adviceOrganization = advise("Check `organization_id`: the id, slug or external id of an Organization of the provider's project.",
		"organization_id")
	adviceMember      = advise("Check `member_id`: the id or external id of a Member of this Organization.", "member_id")
	adviceUser        = advise("Check `user_id`: the id or external id of a User of the provider's project.", "user_id")
	adviceClientID    = advise("Check `client_id`: the client id of a Connected App of the provider's project.", "client_id")
	adviceM2MClientID = advise("Check `client_id`: the client id of an M2M client of the provider's project.", "client_id")
	adviceRevokedApp  = advise("Check `connected_app_id`: the client id of a Connected App of the provider's project. If it is right, "+
		"the app was not authorized, and there is nothing to revoke.", "connected_app_id")
	advicePublicToken = advise("Check `public_token`, here or in the provider block (environment variable STYTCH_PUBLIC_TOKEN). The "+
		"Stytch dashboard shows it under Project ID & API keys.", "public_token")
	adviceStartOrganization = advise("Check `organization_id`: the id of an Organization in the project of the public token. Its slug "+
		"goes into `organization_slug`.", "organization_id")
	adviceStartSlug = advise("Check `organization_slug`: no Organization in the project of the public token has this slug.",
		"organization_slug")
	// adviceOtherProduct is for a start URL of one of Stytch's products with the public token of the other.
	adviceOtherProduct = advise("The `public_token` belongs to a project of the other kind: start URLs for Members need that of a B2B "+
		"project, start URLs for Users that of a Consumer project.", "public_token")
	adviceRedirectURI = advise("Check `redirect_uri`: it must be among the redirect URLs of the Connected App exactly as it is here, port "+
		"and path included.", "redirect_uri")
	adviceScopes = advise("Check `scopes`: a Connected App may request scopes such as `openid`, and those of the project's RBAC policy "+
		"(Stytch dashboard, under Roles & Permissions).", "scopes")
	adviceM2MScopes = advise("Check `scopes`: they must be among the scopes of the M2M client, which the Stytch dashboard shows "+
		"under M2M.", "scopes")
	adviceAppURLs = advise("Check `redirect_urls` and `post_logout_redirect_urls`: Stytch accepts https, http on a loopback host, and a "+
		"scheme of the app's own, but not each of them for every `client_type`.", "redirect_urls", "post_logout_redirect_urls")
)

// adviceRegisterURL is for a redirect URL of a start URL.
var adviceRegisterURL = advise("Register exactly this URL in the Stytch dashboard, under Redirect URLs, for the same use: login, "+
	"signup or discovery.", "login_redirect_url", "signup_redirect_url", "discovery_redirect_url")

// adviceDefaultURL is for a start URL without a redirect URL, in a project without a default.
var adviceDefaultURL = advise("The project has no default redirect URL of this kind. Set one in the Stytch dashboard, under " +
	"Redirect URLs, or set the redirect URL here.")

// About the clients that exchange a code or request a token, and about the resources of clients and grants.
var (
	adviceAppSecret = advise("Check `client_id` and `client_secret`: they must belong to the same Connected App of the provider's "+
		"project. A public Connected App has no secret: remove `client_secret`.", "client_id")
	adviceNoSecret = advise("`client_secret` is not set: it is required unless the Connected App is a public one. Otherwise check "+
		"`client_id`: the client id of a Connected App of the provider's project.", "client_id")
	adviceM2MSecret = advise("Check `client_id` and `client_secret`: they must belong to the same M2M client of the provider's "+
		"project. If the client is inactive, set its `status` to `active`.", "client_id")
	adviceGrantSecret = advise("Check `client_secret_wo`: it must be the client secret of this Connected App.", "client_id")
	adviceCode        = advise("A code is good once, for a few minutes, and with the `client_id`, `redirect_uri` and code challenge of its " +
		"request. With `open_after = timestamp()`, each apply requests a new one.")
	adviceNoVerifier = advise("`code_verifier` is not set: it is required if the code was requested with a code challenge. Otherwise " +
		"the code was used already, has expired, or belongs to another `client_id` or `redirect_uri`.")
	adviceVerifier = advise("Check `code_verifier`: it must be the verifier of the code challenge that the code was requested with, " +
		"such as `code_verifier` of the same `stytchoauth_pkce`.")
	adviceRunAgain   = advise("Stytch did not accept the authorization code that it had just issued. Run again.")
	adviceClientGone = advise("The client does not exist in the provider's project. If it was deleted outside of Terraform, the next " +
		"plan creates it again. If the provider's `project_id` changed, set it back.")
	adviceRotationRace = advise("Someone else is rotating the secret of this client at the same time. Run again: the provider goes on " +
		"from what it finds.")
)

// adviceForProduct returns the advice for a call of one product with a project of the other. The path shows which.
func adviceForProduct(route string) advice {
	if strings.Contains(route, "/b2b/") {
		return advise("Members are in B2B projects, and the provider's `project_id` is that of a Consumer project. Use the type for " +
			"Users, or a provider configuration for the B2B project.")
	}

	return advise("Users are in Consumer projects, and the provider's `project_id` is that of a B2B project. Use the type for " +
		"Members, or a provider configuration for the Consumer project.")
}

// adviceForServerFault returns the advice for a status of 500 or above.
func adviceForServerFault(retried bool) advice {
	text := "This is a fault at Stytch, or on the way there. Run again later; https://status.stytch.com lists outages."
	if retried {
		text += " A higher `max_retries` of the provider gets over longer ones."
	}

	return advise(text)
}

// adviceByType is keyed by the error types of Stytch and of OAuth 2.0.
var adviceByType = map[string]advice{
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

	"too_many_requests": adviceRateLimit,
	"route_not_found":   advise("Check the provider's `base_url`: the provider appends the path of the request, which begins with `/v1/`."),

	"organization_not_found":                adviceOrganization,
	"invalid_organization_id":               adviceOrganization,
	"invalid_organization_external_id":      adviceOrganization,
	"member_not_found":                      adviceMember,
	"member_does_not_exist_in_organization": adviceMember,
	"user_not_found":                        adviceUser,
	"invalid_user_id":                       adviceUser,
	"session_not_found":                     adviceSession,
	"invalid_session_token":                 adviceSession,
	"unable_to_parse_session_jwt":           adviceSession,

	"missing_oauth_refresh_token":   adviceLoginAgain,
	"unable_to_refresh_oauth_token": adviceLoginAgain,
	"member_oauth_token_not_found": advise("The Member has to log in with this identity provider first: Stytch has no token for " +
		"them yet."),
	"oauth_config_not_found":       adviceConfigureProvider,
	"default_provider_not_allowed": adviceConfigureProvider,
	"invalid_oauth_provider": advise("Check `oauth_provider`: Stytch has no identity provider of this name for this request.",
		"oauth_provider"),

	"public_token_not_found":                advicePublicToken,
	"no_match_for_provided_oauth_url":       adviceRegisterURL,
	"invalid_login_redirect_url":            advise(adviceRegisterURL.text, "login_redirect_url"),
	"invalid_signup_redirect_url":           advise(adviceRegisterURL.text, "signup_redirect_url"),
	"invalid_discovery_redirect_url":        advise(adviceRegisterURL.text, "discovery_redirect_url"),
	"no_login_redirect_urls_set":            adviceRegisterURL,
	"no_signup_redirect_urls_set":           adviceRegisterURL,
	"no_discovery_redirect_urls_set":        adviceRegisterURL,
	"no_default_login_redirect_url_set":     adviceDefaultURL,
	"no_default_signup_redirect_url_set":    adviceDefaultURL,
	"no_default_discovery_redirect_url_set": adviceDefaultURL,

	"connected_app_not_found": adviceClientID,
	"connected_app_not_allowed_for_org": advise("Allow the Connected App in the Organization's settings for Connected Apps, in the " +
		"Stytch dashboard or with Stytch's API."),
	"connected_app_consent_revoked": advise("The consent for this Connected App was revoked. The Member or User has to give it again."),
	"oauth_invalid_scope_requested": adviceScopes,
	"invalid_scope":                 adviceScopes,
	"access_denied": advise("Check `scopes`: request only those that the Member or User has permissions for. Stytch denied this "+
		"although consent was granted.", "scopes"),
	"pkce_required_for_idp_authorization_flow": {
		text:      "Set `code_challenge`, for instance to that of a `stytchoauth_pkce`: this Connected App has to use PKCE.",
		arguments: []string{"code_challenge"}, toSet: true,
	},
	"authorization_endpoint_not_configured_for_project": advise("Set the project's authorization URL in the Stytch dashboard, under " +
		"Connected Apps."),
	"connected_app_supplied_redirect_url_not_found_in_client": adviceRedirectURI,

	"duplicate_m2m_client_id": advise("A client with this `client_id` exists. Import it, delete it, or choose another `client_id`.",
		"client_id"),
	"m2m_client_invalid_client_id": advise("Choose another `client_id`, or remove it: then Stytch makes one.", "client_id"),
	"insecure_m2m_client_secret": advise("Choose a `client_secret_wo` that is harder to guess, of 8 or more random characters, or " +
		"remove it: then Stytch makes one."),
	"invalid_m2m_client_scope":   advise("Check `scopes`: Stytch does not accept one of them.", "scopes"),
	"too_many_m2m_client_scopes": advise("Remove some of the `scopes`: Stytch does not accept so many.", "scopes"),
	"m2m_client_not_found":       adviceM2MClientID,
	"too_many_m2m_clients_for_billing_tier": advise("The project has as many M2M clients as its plan allows. Delete one that is not " +
		"used, or ask Stytch for more."),

	"too_many_connected_apps": advise("The project has as many Connected Apps as Stytch allows. Delete one that is not used, or ask " +
		"Stytch for more."),
	"connected_app_invalid_redirect_url":                       adviceAppURLs,
	"connected_app_redirect_url_must_include_scheme":           adviceAppURLs,
	"connected_app_redirect_url_must_use_http_or_https_scheme": adviceAppURLs,
	"connected_app_redirect_url_must_use_https_scheme":         adviceAppURLs,
	"connected_app_redirect_url_http_scheme_must_use_loopback": adviceAppURLs,
	"connected_app_redirect_url_cannot_use_localhost":          adviceAppURLs,
	"idp_invalid_access_token_expiry_minutes": advise("Choose another `access_token_expiry_minutes`.",
		"access_token_expiry_minutes"),
	"idp_invalid_access_token_custom_audience": advise("Choose another `access_token_custom_audience`.",
		"access_token_custom_audience"),
	"idp_invalid_access_token_jwt_template": advise("Check `access_token_template_content` and `id_token_template_content`: JSON "+
		"objects with expressions.", "access_token_template_content", "id_token_template_content"),

	"connected_app_already_rotating_secret": adviceRotationRace,
	"connected_app_not_rotating_secret":     adviceRotationRace,
	"m2m_client_already_rotating_secret":    adviceRotationRace,
	"m2m_client_not_rotating_secret":        adviceRotationRace,
	"public_connected_apps_do_not_have_secrets": advise("Remove `client_secret_version` and `next_client_secret_version`: a public app "+
		"has no secret.", "client_secret_version", "next_client_secret_version"),
}

// adviceByStatus is for responses without a type, or with one that adviceByType does not have.
var adviceByStatus = map[int]advice{
	http.StatusBadRequest:   advise("Check the arguments against what Stytch says."),
	http.StatusUnauthorized: adviceCredentials,
	http.StatusForbidden: advise("The settings or the RBAC policy of the project do not allow this. Check them in the Stytch " +
		"dashboard."),
	http.StatusNotFound: advise("Check the ids: what they name does not exist in the provider's project. If the provider's " +
		"`base_url` is set, check that it leads to Stytch."),
}

// adviceByKind is for everything else.
var adviceByKind = map[client.Kind]advice{
	client.KindInvalid: advise("Correct the argument."),
	client.KindAPI:     advise("Check the arguments, and the provider's `base_url` if it is set."),
	client.KindInvalidResponse: advise("If the provider's `base_url` is set, check that it leads to Stytch, and not to a proxy or a " +
		"login page. Otherwise please report this to the provider's authors."),
	client.KindRedirected: advise("Redirects are not followed, because that would pass the credentials on. Check the provider's " +
		"`base_url`, and whether a proxy or a login page responds in Stytch's place."),
	client.KindNotGrantable: advise("Remove them from `scopes`, or give the Member or User a role with these permissions (Stytch "+
		"dashboard, under Roles & Permissions).", "scopes"),
	client.KindRefused:       advise("Check the arguments against the Connected App's settings and the permissions of the Member or User."),
	client.KindNotConfigured: adviceConfigureProvider,
	client.KindTransport: advise("Check the network, DNS, the proxy (HTTPS_PROXY and NO_PROXY) and the provider's `base_url`. For a " +
		"certificate authority of your own, set SSL_CERT_FILE."),
	client.KindTimeout:  advise("Run again, or allow more time with the provider's `request_timeout`."),
	client.KindCanceled: advise("The run was stopped."),
}
