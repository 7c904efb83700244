// SPDX-License-Identifier: MPL-2.0

package stytchmock

import (
	"net/http"
	"time"
)

// DefaultAttachTokenLifetime is the emulator's choice: Stytch documents none.
const DefaultAttachTokenLifetime = 10 * time.Minute

// AttachToken is an OAuth attach token as it was issued.
type AttachToken struct {
	// Value is the oauth_attach_token.
	Value string `json:"value"`
	// Provider is the only provider whose start endpoint accepts it.
	Provider string `json:"provider"`
	// UserID is the user that the login will be attached to.
	UserID string `json:"user_id"`
	// Used reports whether a start endpoint has accepted it.
	Used bool `json:"used"`
	// Expired reports whether it is too old to be accepted.
	Expired bool `json:"expired"`
}

type attachToken struct {
	AttachToken

	expires time.Time
}

// AttachTokens returns the attach tokens issued so far, in order.
func (s *Server) AttachTokens() []AttachToken {
	s.mu.Lock()
	defer s.mu.Unlock()

	found := []AttachToken{}
	for _, t := range s.consumer.attachTokens {
		duplicate := t.AttachToken
		duplicate.Expired = !s.now().Before(t.expires)
		found = append(found, duplicate)
	}

	return found
}

// attach serves POST /v1/oauth/attach (https://stytch.com/docs/api/oauth-attach). Each call issues another token.
func (s *Server) attach(c *call) (*response, error) {
	var in struct {
		subjectSelector

		Provider string `json:"provider"`
	}
	if err := c.decode(&in); err != nil {
		return nil, err
	}
	if err := require("provider", in.Provider != ""); err != nil {
		return nil, err
	}
	if _, known := userLoginURLs[in.Provider]; !known {
		return nil, badRequest("invalid_oauth_provider",
			"The field \"provider\" names an unsupported OAuth provider: %q.", in.Provider)
	}
	who, err := s.selectSubject(c.project, in.subjectSelector, "no_user_selection_arguments")
	if err != nil {
		return nil, err
	}
	issued := &attachToken{
		AttachToken: AttachToken{Value: newOpaqueToken(), Provider: in.Provider, UserID: who.id},
		expires:     s.now().Add(s.attachTokenLifetime),
	}
	c.project.attachTokens = append(c.project.attachTokens, issued)

	return newResponse(http.StatusOK, object{"oauth_attach_token": issued.Value}), nil
}

// useAttachToken accepts an attach token at a start endpoint, once. A HEAD request, which is safe (RFC 9110, section
// 9.2.1), leaves it unused.
func (s *Server) useAttachToken(c *call, value string) error {
	for _, t := range c.project.attachTokens {
		if t.Value == value && t.Provider == c.path["provider"] && !t.Used && s.now().Before(t.expires) {
			t.Used = c.request.Method != http.MethodHead

			return nil
		}
	}

	return badRequest("invalid_oauth_attach_token",
		"The parameter \"oauth_attach_token\" is unknown, used, expired or for another provider.")
}
