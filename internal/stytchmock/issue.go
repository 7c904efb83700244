// SPDX-License-Identifier: MPL-2.0

package stytchmock

import (
	"slices"
	"strings"
	"time"
)

const (
	idTokenLifetime = time.Hour
	// refreshTokenLifetime is three months, which every use extends
	// (https://stytch.com/docs/api/connected-app-token-refresh-token).
	refreshTokenLifetime = 90 * 24 * time.Hour
)

// TokenKind is the kind of an issued token.
type TokenKind string

// The kinds of issued tokens that can be revoked.
const (
	AccessToken  TokenKind = "access"
	RefreshToken TokenKind = "refresh"
)

// IssuedToken is a token that the token endpoint issued.
type IssuedToken struct {
	Value string    `json:"value"`
	Kind  TokenKind `json:"kind"`
	// ClientID is the client that it was issued to, and SubjectID the member, user or M2M client that it stands for.
	ClientID  string   `json:"client_id"`
	SubjectID string   `json:"subject_id"`
	Scopes    []string `json:"scopes"`
	// Revoked reports whether it, or the grant that it belongs to, has been revoked.
	Revoked bool `json:"revoked"`
	// Active is what introspection reports: the token is neither revoked, nor expired, nor a refresh token that has been
	// exchanged for another one.
	Active bool `json:"active"`
}

type issuedToken struct {
	IssuedToken

	grant   *grant
	claims  object
	expires time.Time
	// rotated refresh tokens have been exchanged for another one.
	rotated bool
}

// grant is what a subject has granted a client with one authorization code, or what an M2M client has of itself. All
// tokens that come of it share it.
type grant struct {
	client *client
	// subject is nil for an M2M client.
	subject *subject
	scopes  []string
	nonce   string
}

// IssuedTokens returns every access and refresh token that the token endpoint has issued, the B2B project's first.
func (s *Server) IssuedTokens() []IssuedToken {
	s.mu.Lock()
	defer s.mu.Unlock()

	found := []IssuedToken{}
	for _, p := range s.projects() {
		for _, t := range p.tokens {
			duplicate := t.IssuedToken
			duplicate.Active = t.active(s.now())
			found = append(found, duplicate)
		}
	}

	return found
}

// LiveRefreshTokens returns the refresh tokens of a client for a member or a user that are good now. A test of what is
// granted and taken back counts them: one that nobody holds is a leak.
func (s *Server) LiveRefreshTokens(clientID, subjectID string) []string {
	live := []string{}
	for _, t := range s.IssuedTokens() {
		if t.Kind == RefreshToken && t.Active && t.ClientID == clientID && t.SubjectID == subjectID {
			live = append(live, t.Value)
		}
	}

	return live
}

func (t *issuedToken) active(now time.Time) bool {
	return !t.Revoked && !t.rotated && now.Before(t.expires)
}

// findToken finds a token of a client, or returns nil.
func (p *project) findToken(value string, c *client) *issuedToken {
	for _, t := range p.tokens {
		if t.Value == value && t.ClientID == c.id {
			return t
		}
	}

	return nil
}

// revokeGrant revokes every token of a grant.
func (p *project) revokeGrant(g *grant) {
	for _, t := range p.tokens {
		if t.grant == g {
			t.Revoked = true
		}
	}
}

// issue issues an access token, and an ID token for the scope openid. It returns the body of the token response.
func (p *project) issue(g *grant, scopes []string, now time.Time) object {
	lifetime := time.Duration(g.client.expiryMinutes) * time.Minute
	claims := p.grantClaims(g, scopes, now, now.Add(lifetime))
	if audience := g.client.customAudience; audience != "" {
		claims["aud"] = []string{p.id, audience}
	}
	claims["jti"] = newUUID()
	if g.subject != nil {
		claims["client_id"] = g.client.id
	}
	issued := object{
		"access_token": p.keepToken(AccessToken, p.sign(claims), g, scopes, claims, now.Add(lifetime)).Value,
		"token_type":   "bearer",
		"expires_in":   int(lifetime.Seconds()),
		"scope":        strings.Join(scopes, " "),
	}
	if g.subject != nil && slices.Contains(scopes, "openid") {
		issued["id_token"] = p.idToken(g, scopes, now)
	}

	return issued
}

func (p *project) issueRefreshToken(g *grant, now time.Time) *issuedToken {
	expires := now.Add(refreshTokenLifetime)
	claims := p.grantClaims(g, g.scopes, now, expires)

	return p.keepToken(RefreshToken, newOpaqueToken(), g, g.scopes, claims, expires)
}

func (p *project) keepToken(
	kind TokenKind, value string, g *grant, scopes []string, claims object, expires time.Time,
) *issuedToken {
	subjectID, _ := claims["sub"].(string)
	t := &issuedToken{
		IssuedToken: IssuedToken{
			Value: value, Kind: kind, ClientID: g.client.id, SubjectID: subjectID, Scopes: unique(scopes),
		},
		grant: g, claims: claims, expires: expires,
	}
	p.tokens = append(p.tokens, t)

	return t
}

// grantClaims are the claims that access and refresh tokens share, as introspection shows them.
func (p *project) grantClaims(g *grant, scopes []string, now, expires time.Time) object {
	if g.subject == nil {
		claims := p.claims(now, expires)
		claims["sub"], claims["scope"] = g.client.id, strings.Join(scopes, " ")

		return claims
	}
	claims := p.subjectClaims(g.subject, now, expires)
	claims["scope"] = strings.Join(scopes, " ")

	return claims
}

// idToken returns an ID token (OpenID Connect Core 1.0, section 2), whose audience is the client.
func (p *project) idToken(g *grant, scopes []string, now time.Time) string {
	claims := p.subjectClaims(g.subject, now, now.Add(idTokenLifetime))
	claims["aud"] = []string{g.client.id}
	if g.nonce != "" {
		claims["nonce"] = g.nonce
	}
	if slices.Contains(scopes, "email") {
		claims["email"], claims["email_verified"] = g.subject.email, true
	}
	if slices.Contains(scopes, "profile") {
		claims["name"] = g.subject.name
	}

	return p.sign(claims)
}
