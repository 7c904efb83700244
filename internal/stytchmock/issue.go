// SPDX-License-Identifier: MPL-2.0

package stytchmock

import (
	"slices"
	"strings"
	"time"
)

// TokenKind tells apart what the token endpoint issues.
type TokenKind string

// The kinds of issued tokens that can be revoked.
const (
	AccessToken  TokenKind = "access"
	RefreshToken TokenKind = "refresh"
)

// IssuedToken is a token that the token endpoint issued.
type IssuedToken struct {
	// Value is the token.
	Value string `json:"value"`
	// Kind is access or refresh.
	Kind TokenKind `json:"kind"`
	// ClientID is the client that it was issued to.
	ClientID string `json:"client_id"`
	// SubjectID is the member, user or M2M client that it stands for.
	SubjectID string `json:"subject_id"`
	// Scopes are the token's scopes.
	Scopes []string `json:"scopes"`
	// Revoked tells whether it, or what it hangs on, has been revoked.
	Revoked bool `json:"revoked"`
	// Active is what introspection says: neither revoked, nor expired, nor a
	// refresh token that has been exchanged for another one.
	Active bool `json:"active"`
}

type issuedToken struct {
	IssuedToken

	grant   *grant
	claims  object
	issued  time.Time
	expires time.Time
	rotated bool
}

// grant is what one authorization code stands for; all tokens that come of it
// share it.
type grant struct {
	client  *client
	subject subject
	scopes  []string
	nonce   string
	// refreshable tells whether it has had its first refresh token.
	refreshable bool
}

// IssuedTokens returns every access and refresh token that the token endpoint
// has issued, the B2B project's first.
func (s *Server) IssuedTokens() []IssuedToken {
	s.mu.Lock()
	defer s.mu.Unlock()

	found := []IssuedToken{}
	for _, p := range s.projects() {
		for _, t := range p.tokens {
			t.Active = t.active(s.now())
			duplicate := t.IssuedToken
			duplicate.Scopes = slices.Clone(t.Scopes)
			found = append(found, duplicate)
		}
	}

	return found
}

func (t *issuedToken) active(now time.Time) bool {
	return !t.Revoked && !t.rotated && now.Before(t.expires)
}

// issue makes the tokens of a grant: a refresh token only for offline_access
// and only the first time, an ID token only for openid.
func (p *project) issue(g *grant, scopes []string, now time.Time) object {
	lifetime := g.client.accessTokenLifetime()
	access := p.newAccessToken(g, scopes, now, now.Add(lifetime))
	issued := object{
		"access_token": access.Value,
		"token_type":   "bearer",
		"expires_in":   int(lifetime.Seconds()),
		"scope":        strings.Join(scopes, " "),
	}
	if slices.Contains(g.scopes, "offline_access") && !g.refreshable {
		g.refreshable = true
		issued["refresh_token"] = p.newRefreshToken(g, now).Value
	}
	if slices.Contains(scopes, "openid") {
		issued["id_token"] = p.idToken(g, scopes, now)
	}

	return issued
}

// issueM2M makes an M2M token, with Stytch's documented claims
// (https://stytch.com/docs/api/get-m2m-token).
func (p *project) issueM2M(c *client, scopes []string, now time.Time) object {
	issued := p.newAccessToken(&grant{client: c, scopes: scopes}, scopes, now, now.Add(m2mTokenLifetime))

	return object{
		"access_token": issued.Value,
		"token_type":   "bearer",
		"expires_in":   int(m2mTokenLifetime.Seconds()),
	}
}

func (p *project) newAccessToken(g *grant, scopes []string, now, expires time.Time) *issuedToken {
	claims := p.claims(now, expires)
	claims["scope"] = strings.Join(scopes, " ")
	claims["jti"] = newUUID()
	if g.client.Type == m2m {
		claims["sub"] = g.client.ClientID
	} else {
		claims["sub"] = g.subject.id()
		claims["client_id"] = g.client.ClientID
	}
	if m := g.subject.member; m != nil {
		claims[organizationClaim] = m.organization.claim()
	}

	return p.keep(AccessToken, p.sign(claims), g, scopes, claims, now, expires)
}

func (p *project) newRefreshToken(g *grant, now time.Time) *issuedToken {
	expires := now.Add(refreshTokenLifetime)
	claims := p.claims(now, expires)
	claims["sub"] = g.subject.id()
	claims["scope"] = strings.Join(g.scopes, " ")
	if m := g.subject.member; m != nil {
		claims[organizationClaim] = m.organization.claim()
	}

	return p.keep(RefreshToken, newOpaqueToken(), g, g.scopes, claims, now, expires)
}

func (p *project) keep(
	kind TokenKind, value string, g *grant, scopes []string, claims object, now, expires time.Time,
) *issuedToken {
	subjectID, _ := claims["sub"].(string)
	t := &issuedToken{
		IssuedToken: IssuedToken{
			Value: value, Kind: kind, ClientID: g.client.ClientID, SubjectID: subjectID, Scopes: nonNil(scopes),
		},
		grant: g, claims: claims, issued: now, expires: expires,
	}
	p.tokens = append(p.tokens, t)

	return t
}

// idToken makes an ID token (OpenID Connect Core 1.0, section 2), whose
// audience is the client.
func (p *project) idToken(g *grant, scopes []string, now time.Time) string {
	claims := p.claims(now, now.Add(idTokenLifetime))
	claims["aud"] = []string{g.client.ClientID}
	claims["sub"] = g.subject.id()
	if g.nonce != "" {
		claims["nonce"] = g.nonce
	}
	if slices.Contains(scopes, "email") {
		claims["email"] = g.subject.email()
		claims["email_verified"] = true
	}
	if slices.Contains(scopes, "profile") {
		claims["name"] = g.subject.name()
	}
	if m := g.subject.member; m != nil {
		claims[organizationClaim] = m.organization.claim()
	}

	return p.sign(claims)
}
