// SPDX-License-Identifier: MPL-2.0

package stytchmock

import "net/http"

// authorizationURL is where a project's owner has users authorize Connected Apps: a page of the owner's own.
const authorizationURL = "https://app.example.com/oauth/authorize"

// WithIssuer makes issuer the iss of all tokens and of the discovery document. It is for a domain of the project's own,
// where the issuer is a URL such as https://login.example.com; that of Stytch's hosts, stytch.com/{project_id}, is none
// (https://stytch.com/docs/connected-apps/resources/custom-domains).
func WithIssuer(issuer string) Option {
	return func(s *Server) { s.b2b.issuer, s.consumer.issuer = issuer, issuer }
}

// openIDConfiguration serves GET /v1/public/{project_id}/.well-known/openid-configuration
// (https://stytch.com/docs/b2b/api/connected-app-openid-configuration), with the endpoints' addresses on the host that
// was called. The emulator has no userinfo endpoint.
func (s *Server) openIDConfiguration(c *call) (*response, error) {
	base := baseURL(c.request) + "/v1/public/" + c.project.id

	return newResponse(http.StatusOK, object{
		"issuer":                                c.project.issuer,
		"authorization_endpoint":                authorizationURL,
		"token_endpoint":                        base + "/oauth2/token",
		"userinfo_endpoint":                     base + "/oauth2/userinfo",
		"jwks_uri":                              base + "/.well-known/jwks.json",
		"scopes_supported":                      []string{"openid", "profile", "email", "phone", "offline_access"},
		"response_types_supported":              []string{"code"},
		"grant_types_supported":                 []string{"authorization_code", "refresh_token"},
		"subject_types_supported":               []string{"public"},
		"id_token_signing_alg_values_supported": []string{"RS256"},
		"token_endpoint_auth_methods_supported": []string{"client_secret_basic", "client_secret_post", "none"},
	}), nil
}
