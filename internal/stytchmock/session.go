// SPDX-License-Identifier: MPL-2.0

package stytchmock

import (
	"time"
)

const (
	// sessionJWTLifetime is Stytch's: a JWT expires long before its session
	// (https://stytch.com/docs/b2b/api/session-object).
	sessionJWTLifetime = 5 * time.Minute

	sessionClaim = "https://stytch.com/session"
)

// session is a session of a member or a user.
type session struct {
	id      string
	token   string
	subject *subject
	started time.Time
	expires time.Time
}

// addSession adds a session of a subject and returns its session_token.
func (s *Server) addSession(p *project, subjectID string) string {
	kind := "session-test"
	if p.product == B2B {
		kind = "member-session-test"
	}
	added := &session{id: newID(kind), token: newOpaqueToken(), started: s.now(), expires: s.now().Add(seededSessionLifetime)}
	for _, who := range p.subjects {
		if who.id == subjectID {
			added.subject = who
		}
	}
	p.sessions = append(p.sessions, added)

	return added.token
}

// SessionJWT returns a fresh session_jwt of the session with this token, or an empty string. It is good for five minutes.
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

// sessionJWT signs a JWT of a session, with what Stytch's SDKs read from it without a call
// (https://stytch.com/docs/b2b/api/session-object). The subject is said to have logged in by a link in an email.
func (p *project) sessionJWT(one *session, now time.Time) string {
	started, role := timestamp(one.started), "stytch_user"
	if one.subject.organization != nil {
		role = "stytch_member"
	}
	claims := p.subjectClaims(one.subject, now, now.Add(sessionJWTLifetime))
	claims[sessionClaim] = object{
		"id":               one.id,
		"started_at":       started,
		"last_accessed_at": timestamp(now),
		"expires_at":       timestamp(one.expires),
		"attributes":       object{"ip_address": "", "user_agent": ""},
		"roles":            []string{role},
		"authentication_factors": []object{{
			"type":                  "magic_link",
			"delivery_method":       "email",
			"created_at":            started,
			"updated_at":            started,
			"last_authenticated_at": started,
			"email_factor":          object{"email_id": one.subject.emailID, "email_address": one.subject.email},
		}},
	}

	return p.sign(claims)
}

// sessionSubject finds the subject of a live session by exactly one of its token and a JWT of it.
func (p *project) sessionSubject(token, jwt string, now time.Time) (*subject, error) {
	if token != "" && jwt != "" {
		return nil, badRequest("too_many_session_arguments",
			"Exactly one of \"session_token\" and \"session_jwt\" may be given.")
	}
	var id any
	if jwt != "" {
		claims, err := p.verify(jwt, now)
		if err != nil {
			return nil, badRequest("unable_to_parse_session_jwt", "The field \"session_jwt\" was refused: %v.", err)
		}
		inner, _ := claims[sessionClaim].(map[string]any)
		id = inner["id"]
	}
	for _, one := range p.sessions {
		if (one.token == token || one.id == id) && now.Before(one.expires) {
			return one.subject, nil
		}
	}

	return nil, notFound("session_not_found", "The Session could not be found.")
}
