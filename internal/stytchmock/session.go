// SPDX-License-Identifier: MPL-2.0

package stytchmock

import (
	"cmp"
	"time"
)

const (
	defaultSessionLifetime = 60 * time.Minute
	// sessionJWTLifetime is Stytch's: a JWT expires long before its session
	// (https://stytch.com/docs/b2b/api/session-object).
	sessionJWTLifetime = 5 * time.Minute

	sessionClaim      = "https://stytch.com/session"
	organizationClaim = "https://stytch.com/organization"
)

// Session is a session to add: of the member named by OrganizationID and
// MemberID, or of the user named by UserID. With neither it is the seeded
// member's.
type Session struct {
	// OrganizationID is the organization's id, slug or external id; empty for
	// the seeded organization.
	OrganizationID string
	// MemberID is the member's id or external id; empty for the seeded member.
	MemberID string
	// UserID is the user's id or external id.
	UserID string
	// Lifetime is how long the session lasts; 0 for an hour.
	Lifetime time.Duration
}

// session belongs to a member or to a user; the other one is nil.
type session struct {
	id      string
	token   string
	member  *member
	user    *User
	started time.Time
	expires time.Time
	emailID string
}

// AddSession adds a session of a member or user and returns its session_token
// and a session_jwt, or two empty strings if there is no such subject.
func (s *Server) AddSession(wanted Session) (sessionToken, sessionJWT string) {
	s.mu.Lock()
	defer s.mu.Unlock()

	added := s.addSession(wanted)
	if added == nil {
		return "", ""
	}

	return added.token, s.projectOf(added).sessionJWT(added, s.now())
}

// SessionJWT returns a fresh session_jwt of the session with this token, or an
// empty string. A JWT is good for five minutes, less if its session ends.
func (s *Server) SessionJWT(sessionToken string) string {
	s.mu.Lock()
	defer s.mu.Unlock()

	for _, p := range s.projects() {
		for _, found := range p.sessions {
			if found.token == sessionToken {
				return p.sessionJWT(found, s.now())
			}
		}
	}

	return ""
}

func (s *Server) addSession(wanted Session) *session {
	if wanted.Lifetime == 0 {
		wanted.Lifetime = defaultSessionLifetime
	}
	now := s.now()
	added := &session{
		id: newID("session-test"), token: newOpaqueToken(), emailID: newID("email-test"),
		started: now, expires: now.Add(wanted.Lifetime),
	}
	if wanted.UserID != "" {
		if added.user = s.consumer.user(wanted.UserID); added.user != nil {
			added.emailID = added.user.emailID
		}
	} else {
		added.id = newID("member-session-test")
		added.member = s.b2b.member(
			cmp.Or(wanted.OrganizationID, s.fixture.OrganizationID), cmp.Or(wanted.MemberID, s.fixture.MemberID),
		)
	}
	if added.user == nil && added.member == nil {
		return nil
	}
	p := s.projectOf(added)
	p.sessions = append(p.sessions, added)

	return added
}

func (s *Server) projectOf(one *session) *project {
	if one.user != nil {
		return s.consumer
	}

	return s.b2b
}

// sessionJWT signs a JWT of a session.
func (p *project) sessionJWT(one *session, now time.Time) string {
	expires := now.Add(sessionJWTLifetime)
	if one.expires.Before(expires) {
		expires = one.expires
	}
	claims := p.claims(now, expires)
	claims[sessionClaim] = one.claim(now)
	claims["sub"] = one.subject().id()
	if one.member != nil {
		claims[organizationClaim] = one.member.organization.claim()
	}

	return p.sign(claims)
}

// subject is whose session it is.
func (one *session) subject() subject {
	return subject{member: one.member, user: one.user}
}

// session finds a live session by exactly one of its token and a JWT of it.
func (p *project) session(token, jwt string, now time.Time) (*session, *apiError) {
	if token != "" && jwt != "" {
		return nil, badRequest("too_many_session_arguments",
			"Exactly one of \"session_token\" and \"session_jwt\" may be given.")
	}
	id := ""
	if jwt != "" {
		claims, err := p.verify(jwt, now)
		if err != nil {
			return nil, badRequest("unable_to_parse_session_jwt", "The field \"session_jwt\" was refused: %v.", err)
		}
		id = sessionIDOf(claims)
	}
	for _, one := range p.sessions {
		if (one.token == token || one.id == id) && now.Before(one.expires) {
			return one, nil
		}
	}

	return nil, notFound("session_not_found", "The Session could not be found.")
}

func sessionIDOf(claims object) string {
	inner, ok := claims[sessionClaim].(map[string]any)
	if !ok {
		return ""
	}
	id, _ := inner["id"].(string)

	return id
}
