// SPDX-License-Identifier: MPL-2.0

package stytchmock

import (
	"crypto/sha256"
	"encoding/base64"
	"net/http"
	"slices"
	"strings"
	"time"
)

const (
	idTokenLifetime  = time.Hour
	m2mTokenLifetime = time.Hour
	// refreshTokenLifetime is three months, which every use extends
	// (https://stytch.com/docs/api/connected-app-token-refresh-token).
	refreshTokenLifetime = 90 * 24 * time.Hour
)

// token answers the token endpoint
// (https://stytch.com/docs/api/connected-app-token,
// https://stytch.com/docs/api/get-m2m-token).
func (s *Server) token(c *call) answer {
	r, failure := s.parseOAuthRequest(c, true)
	if failure != nil {
		return failure.answer()
	}
	var issued object
	switch grantType := r.parameters["grant_type"]; grantType {
	case "":
		failure = newOAuthError("invalid_request", "The parameter grant_type is required.")
	case "authorization_code":
		issued, failure = r.exchangeCode(s.now())
	case "refresh_token":
		issued, failure = r.refresh(s.now())
	case "client_credentials":
		issued, failure = r.clientCredentials(s.now())
	default:
		failure = newOAuthError("unsupported_grant_type", "The grant_type %q is not supported.", grantType)
	}
	if failure != nil {
		return failure.answer()
	}

	return noStore(newAnswer(http.StatusOK, issued))
}

// exchangeCode is the grant authorization_code (RFC 6749, section 4.1.3).
func (r *oauthRequest) exchangeCode(now time.Time) (object, *oauthError) {
	if r.client.Type == m2m {
		return nil, unauthorizedClient()
	}
	for _, name := range []string{"code", "redirect_uri"} {
		if r.parameters[name] == "" {
			return nil, newOAuthError("invalid_request", "The parameter %s is required.", name)
		}
	}
	i := slices.IndexFunc(r.project.codes, func(c *code) bool { return c.Value == r.parameters["code"] })
	if i < 0 || r.project.codes[i].ClientID != r.client.ClientID {
		return nil, newOAuthError("invalid_grant", "The authorization code is unknown.")
	}
	c := r.project.codes[i]
	switch {
	case c.Used:
		// RFC 6749, section 4.1.2: a code that comes twice has leaked.
		r.project.revokeGrant(c.grant)

		return nil, newOAuthError("invalid_grant", "The authorization code has been used.")
	case !now.Before(c.expires):
		return nil, newOAuthError("invalid_grant", "The authorization code has expired.")
	case c.RedirectURI != r.parameters["redirect_uri"]:
		return nil, newOAuthError("invalid_grant", "The redirect_uri is not the one of the authorization request.")
	}
	if failure := checkVerifier(c.CodeChallenge, r.parameters["code_verifier"]); failure != nil {
		return nil, failure
	}
	c.Used = true
	c.grant = &grant{client: r.client, subject: c.subject, scopes: c.Scopes, nonce: c.Nonce}

	return r.project.issue(c.grant, c.Scopes, now), nil
}

// checkVerifier compares a code_verifier to the S256 challenge (RFC 7636,
// section 4.6). A verifier without a challenge is refused, so that nobody can
// strip the challenge off a request unnoticed (RFC 9700, section 2.1.1).
func checkVerifier(challenge, verifier string) *oauthError {
	digest := sha256.Sum256([]byte(verifier))
	switch {
	case challenge == "" && verifier == "":
		return nil
	case challenge == "":
		return newOAuthError("invalid_grant", "The authorization request had no code_challenge.")
	case verifier == "":
		return newOAuthError("invalid_grant", "The parameter code_verifier is required.")
	case !validVerifier(verifier):
		return newOAuthError("invalid_request",
			"The parameter code_verifier must have 43 to 128 unreserved characters.")
	case !equalSecrets(base64.RawURLEncoding.EncodeToString(digest[:]), challenge):
		return newOAuthError("invalid_grant", "The code_verifier does not match the code_challenge.")
	}

	return nil
}

// validVerifier checks the form of RFC 7636, section 4.1.
func validVerifier(verifier string) bool {
	const unreserved = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~"

	return len(verifier) >= 43 && len(verifier) <= 128 && strings.Trim(verifier, unreserved) == ""
}

// refresh is the grant refresh_token (RFC 6749, section 6). A public client
// gets another refresh token, a confidential one keeps its own
// (https://stytch.com/docs/api/connected-app-token-refresh-token).
func (r *oauthRequest) refresh(now time.Time) (object, *oauthError) {
	if r.client.Type == m2m {
		return nil, unauthorizedClient()
	}
	if r.parameters["refresh_token"] == "" {
		return nil, newOAuthError("invalid_request", "The parameter refresh_token is required.")
	}
	t := r.project.findToken(r.parameters["refresh_token"], r.client)
	switch {
	case t == nil || t.Kind != RefreshToken:
		return nil, newOAuthError("invalid_grant", "The refresh token is unknown.")
	case t.rotated:
		return nil, newOAuthError("invalid_grant", "The refresh token has been used.")
	case t.Revoked:
		return nil, newOAuthError("invalid_grant", "The refresh token has been revoked.")
	case !now.Before(t.expires):
		return nil, newOAuthError("invalid_grant", "The refresh token has expired.")
	}
	scopes := t.grant.scopes
	if narrowed := unique(strings.Fields(r.parameters["scope"])); len(narrowed) > 0 {
		if !containsAll(scopes, narrowed) {
			return nil, newOAuthError("invalid_scope", "The scope exceeds what was granted.")
		}
		scopes = narrowed
	}

	issued := r.project.issue(t.grant, scopes, now)
	issued["refresh_token"] = r.project.extend(t, now)

	return issued, nil
}

// clientCredentials is the grant client_credentials (RFC 6749, section 4.4),
// for M2M clients alone. The answer has no scope.
func (r *oauthRequest) clientCredentials(now time.Time) (object, *oauthError) {
	if r.client.Type != m2m {
		return nil, unauthorizedClient()
	}
	scopes := unique(strings.Fields(r.parameters["scope"]))
	if len(scopes) == 0 {
		scopes = r.client.Scopes
	}
	if !containsAll(r.client.Scopes, scopes) {
		return nil, newOAuthError("invalid_scope", "The scope exceeds what the client may ask for.")
	}

	return r.project.issueM2M(r.client, scopes, now), nil
}

func unauthorizedClient() *oauthError {
	return newOAuthError("unauthorized_client", "The client may not use this grant_type.")
}

func containsAll(all, wanted []string) bool {
	return !slices.ContainsFunc(wanted, func(one string) bool { return !slices.Contains(all, one) })
}
