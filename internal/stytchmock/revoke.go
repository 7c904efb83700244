// SPDX-License-Identifier: MPL-2.0

package stytchmock

import (
	"maps"
	"net/http"
	"time"
)

// revoke answers the revocation endpoint (RFC 7009,
// https://stytch.com/docs/b2b/api/connected-app-token-revoke). An unknown token
// is no error (RFC 7009, section 2.2); a token of another client is one (section
// 2.1).
func (s *Server) revoke(c *call) answer {
	r, failure := s.parseOAuthRequest(c, false)
	if failure != nil {
		return failure.answer()
	}
	value := r.parameters["token"]
	if value == "" {
		return newOAuthError("invalid_request", "The parameter token is required.").answer()
	}
	for _, t := range r.project.tokens {
		switch {
		case t.Value != value:
		case t.ClientID != r.client.ClientID:
			return newOAuthError("unauthorized_client", "The token was issued to another client.").answer()
		case t.Kind == RefreshToken:
			r.project.revokeGrant(t.grant)
		default:
			t.Revoked = true
		}
	}

	return noStore(newAnswer(http.StatusOK, nil))
}

// introspect answers the introspection endpoint (RFC 7662,
// https://stytch.com/docs/b2b/api/connected-app-token-introspection). A client
// learns nothing of the tokens of others.
func (s *Server) introspect(c *call) answer {
	r, failure := s.parseOAuthRequest(c, false)
	if failure != nil {
		return failure.answer()
	}
	if r.parameters["token"] == "" {
		return newOAuthError("invalid_request", "The parameter token is required.").answer()
	}
	t := r.project.findToken(r.parameters["token"], r.client)
	if t == nil || !t.active(s.now()) {
		return noStore(newAnswer(http.StatusOK, object{"active": false}))
	}

	return noStore(newAnswer(http.StatusOK, t.introspection()))
}

func (t *issuedToken) introspection() object {
	payload := object{}
	maps.Copy(payload, t.claims)
	delete(payload, "jti")
	payload["active"] = true
	payload["client_id"] = t.ClientID
	payload["token_type"] = string(t.Kind) + "_token"

	return payload
}

// findToken finds a token of a client, or returns nil.
func (p *project) findToken(value string, c *client) *issuedToken {
	for _, t := range p.tokens {
		if t.Value == value && t.ClientID == c.ClientID {
			return t
		}
	}

	return nil
}

// revokeGrant revokes every token of a grant.
func (p *project) revokeGrant(g *grant) {
	for _, t := range p.tokens {
		if g != nil && t.grant == g {
			t.Revoked = true
		}
	}
}

// extend makes a refresh token last another three months. A public client's is
// replaced: the new value is returned.
func (p *project) extend(t *issuedToken, now time.Time) string {
	if t.grant.client.public() {
		t.rotated = true

		return p.newRefreshToken(t.grant, now).Value
	}
	t.expires = now.Add(refreshTokenLifetime)
	t.claims["exp"] = t.expires.Unix()

	return t.Value
}
