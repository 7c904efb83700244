// SPDX-License-Identifier: MPL-2.0

package stytchmock

import (
	"net/http"
	"slices"
	"time"
)

// DefaultAttachTokenLifetime is the emulator's choice: Stytch documents none.
const DefaultAttachTokenLifetime = 10 * time.Minute

// AttachToken is an OAuth attach token as it was minted.
type AttachToken struct {
	// Value is the oauth_attach_token.
	Value string `json:"value"`
	// Provider is the only provider whose start endpoint takes it.
	Provider string `json:"provider"`
	// UserID is the user that the login will be attached to.
	UserID string `json:"user_id"`
	// Used tells whether a start endpoint has taken it.
	Used bool `json:"used"`
	// Expired tells whether it is too old to be taken.
	Expired bool `json:"expired"`
}

type attachToken struct {
	AttachToken

	expires time.Time
}

// AttachTokens returns the attach tokens minted so far, in order.
func (s *Server) AttachTokens() []AttachToken {
	s.mu.Lock()
	defer s.mu.Unlock()

	found := []AttachToken{}
	for _, t := range s.consumer.attachTokens {
		t.Expired = !s.now().Before(t.expires)
		found = append(found, t.AttachToken)
	}

	return found
}

// attach answers POST /v1/oauth/attach
// (https://stytch.com/docs/api/oauth-attach). Each call mints another token.
func (s *Server) attach(c *call) answer {
	a, failure := parseArguments(c.request, c.body, []field{
		{name: "provider", required: true},
		{name: "user_id"},
		{name: "session_token"},
		{name: "session_jwt"},
	})
	if failure != nil {
		return failure.answer(Consumer)
	}
	provider := a.texts["provider"]
	if !slices.Contains(userProviders(), provider) {
		return badRequest("invalid_oauth_provider",
			"The field \"provider\" names an unsupported OAuth provider: %q.", provider).answer(Consumer)
	}
	who, failure := s.attachSubject(c.project, a)
	if failure != nil {
		return failure.answer(Consumer)
	}

	t := &attachToken{
		AttachToken: AttachToken{Value: newOpaqueToken(), Provider: provider, UserID: who.ID},
		expires:     s.now().Add(s.attachTokenLifetime),
	}
	c.project.attachTokens = append(c.project.attachTokens, t)

	return newAnswer(http.StatusOK, object{"oauth_attach_token": t.Value})
}

// attachSubject finds the user by exactly one of the three ways to name it.
func (s *Server) attachSubject(p *project, a *arguments) (*User, *apiError) {
	userID, token, jwt := a.texts["user_id"], a.texts["session_token"], a.texts["session_jwt"]
	switch {
	case userID == "" && token == "" && jwt == "":
		return nil, badRequest("no_user_selection_arguments",
			"Exactly one of \"user_id\", \"session_token\" and \"session_jwt\" is required.")
	case userID != "" && (token != "" || jwt != ""):
		return nil, badRequest("too_many_user_selection_arguments",
			"Exactly one of \"user_id\", \"session_token\" and \"session_jwt\" may be given.")
	case userID != "":
		if u := p.user(userID); u != nil {
			return u, nil
		}

		return nil, userNotFound()
	}
	found, failure := p.session(token, jwt, s.now())
	if failure != nil {
		return nil, failure
	}

	return found.user, nil
}

func userNotFound() *apiError {
	return notFound("user_not_found", "The User could not be found.")
}

// useAttachToken takes an attach token at a start endpoint, once; or only looks
// whether it could be taken.
func (p *project) useAttachToken(value, provider string, now time.Time, take bool) *apiError {
	for _, t := range p.attachTokens {
		if t.Value == value && t.Provider == provider && !t.Used && now.Before(t.expires) {
			t.Used = take

			return nil
		}
	}

	return badRequest("invalid_oauth_attach_token",
		"The parameter \"oauth_attach_token\" is unknown, used, expired or for another provider.")
}
