// SPDX-License-Identifier: MPL-2.0

package stytchmock

import (
	"crypto/sha256"
	"encoding/base64"
	"maps"
	"net/http"
	"slices"
	"strings"
	"time"
)

// grants are the grant types of the token endpoint.
var grants = map[string]func(c *call, now time.Time) (object, error){
	"authorization_code": exchangeCode,
	"refresh_token":      refresh,
	"client_credentials": issueM2M,
}

// token serves the token endpoint (https://stytch.com/docs/api/connected-app-token,
// https://stytch.com/docs/api/get-m2m-token).
func (s *Server) token(c *call) (*response, error) {
	grantType, err := c.parameter("grant_type")
	if err != nil {
		return nil, err
	}
	serve, known := grants[grantType]
	switch {
	case !known:
		return nil, newOAuthError("unsupported_grant_type", "The grant_type %q is not supported.", grantType)
	case (c.client.clientType == m2m) != (grantType == "client_credentials"):
		return nil, newOAuthError("unauthorized_client", "The client may not use this grant_type.")
	}
	issued, err := serve(c, s.now())
	if err != nil {
		return nil, err
	}

	return newResponse(http.StatusOK, issued).noStore(), nil
}

// exchangeCode serves the grant authorization_code (RFC 6749, section 4.1.3).
func exchangeCode(c *call, now time.Time) (object, error) {
	value, err := c.parameter("code")
	if err != nil {
		return nil, err
	}
	redirectURI, err := c.parameter("redirect_uri")
	if err != nil {
		return nil, err
	}
	i := slices.IndexFunc(c.project.codes, func(known *code) bool {
		return known.Value == value && known.ClientID == c.client.id
	})
	if i < 0 {
		return nil, newOAuthError("invalid_grant", "The authorization code is unknown.")
	}
	found := c.project.codes[i]
	switch {
	case found.Used:
		// RFC 6749, section 4.1.2: a code that comes twice has leaked.
		c.project.revokeGrant(found.grant)

		return nil, newOAuthError("invalid_grant", "The authorization code has been used.")
	case found.revoked:
		return nil, newOAuthError("invalid_grant", "The authorization has been revoked.")
	case !now.Before(found.expires):
		return nil, newOAuthError("invalid_grant", "The authorization code has expired.")
	case found.RedirectURI != redirectURI:
		return nil, newOAuthError("invalid_grant", "The redirect_uri is not the one of the authorization request.")
	}
	if err := checkVerifier(found.CodeChallenge, c.parameters["code_verifier"]); err != nil {
		return nil, err
	}
	found.Used = true
	found.grant = &grant{client: c.client, subject: found.subject, scopes: found.Scopes, nonce: found.Nonce}

	issued := c.project.issue(found.grant, found.Scopes, now)
	if slices.Contains(found.Scopes, "offline_access") {
		issued["refresh_token"] = c.project.issueRefreshToken(found.grant, now).Value
	}

	return issued, nil
}

// checkVerifier compares a code_verifier to the S256 challenge (RFC 7636, section 4.6). A verifier without a challenge is
// refused, so that nobody can strip the challenge off a request unnoticed (RFC 9700, section 2.1.1).
func checkVerifier(challenge, verifier string) error {
	const unreserved = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~"
	digest := sha256.Sum256([]byte(verifier))
	switch {
	case challenge == "" && verifier == "":
		return nil
	case challenge == "":
		return newOAuthError("invalid_grant", "The authorization request had no code_challenge.")
	case verifier == "":
		return newOAuthError("invalid_grant", "The parameter code_verifier is required.")
	case len(verifier) < 43 || len(verifier) > 128 || strings.Trim(verifier, unreserved) != "":
		return newOAuthError("invalid_request", "The parameter code_verifier must have 43 to 128 unreserved characters.")
	case base64.RawURLEncoding.EncodeToString(digest[:]) != challenge:
		return newOAuthError("invalid_grant", "The code_verifier does not match the code_challenge.")
	}

	return nil
}

// refresh serves the grant refresh_token (RFC 6749, section 6). A public client gets another refresh token, a
// confidential one keeps its own, which lasts longer (https://stytch.com/docs/api/connected-app-token-refresh-token).
func refresh(c *call, now time.Time) (object, error) {
	value, err := c.parameter("refresh_token")
	if err != nil {
		return nil, err
	}
	t := c.project.findToken(value, c.client)
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
	if narrowed := unique(strings.Fields(c.parameters["scope"])); len(narrowed) > 0 {
		if !containsAll(scopes, narrowed) {
			return nil, newOAuthError("invalid_scope", "The scope exceeds what was granted.")
		}
		scopes = narrowed
	}

	issued := c.project.issue(t.grant, scopes, now)
	if c.client.public() {
		t.rotated = true
		t = c.project.issueRefreshToken(t.grant, now)
	} else {
		t.expires = now.Add(refreshTokenLifetime)
		t.claims["exp"] = t.expires.Unix()
	}
	issued["refresh_token"] = t.Value

	return issued, nil
}

// issueM2M serves the grant client_credentials (RFC 6749, section 4.4). The response has no scope.
func issueM2M(c *call, now time.Time) (object, error) {
	scopes := unique(strings.Fields(c.parameters["scope"]))
	if len(scopes) == 0 {
		scopes = c.client.scopes
	}
	if !containsAll(c.client.scopes, scopes) {
		return nil, newOAuthError("invalid_scope", "The scope exceeds what the client may ask for.")
	}
	issued := c.project.issue(&grant{client: c.client, scopes: scopes}, scopes, now)
	delete(issued, "scope")

	return issued, nil
}

// revoke serves the revocation endpoint (RFC 7009, https://stytch.com/docs/b2b/api/connected-app-token-revoke). An
// unknown token is no error (RFC 7009, section 2.2); a token of another client is one (section 2.1).
func (s *Server) revoke(c *call) (*response, error) {
	value, err := c.parameter("token")
	if err != nil {
		return nil, err
	}
	for _, t := range c.project.tokens {
		switch {
		case t.Value != value:
		case t.ClientID != c.client.id:
			return nil, newOAuthError("unauthorized_client", "The token was issued to another client.")
		case t.Kind == RefreshToken:
			c.project.revokeGrant(t.grant)
		default:
			t.Revoked = true
		}
	}

	return newResponse(http.StatusOK, nil).noStore(), nil
}

// introspect serves the introspection endpoint (RFC 7662,
// https://stytch.com/docs/b2b/api/connected-app-token-introspection). A client learns nothing of the tokens of others.
func (s *Server) introspect(c *call) (*response, error) {
	value, err := c.parameter("token")
	if err != nil {
		return nil, err
	}
	t := c.project.findToken(value, c.client)
	if t == nil || !t.active(s.now()) {
		return newResponse(http.StatusOK, object{"active": false}).noStore(), nil
	}
	payload := object{}
	maps.Copy(payload, t.claims)
	delete(payload, "jti")
	payload["active"], payload["client_id"], payload["token_type"] = true, t.ClientID, string(t.Kind)+"_token"

	return newResponse(http.StatusOK, payload).noStore(), nil
}
