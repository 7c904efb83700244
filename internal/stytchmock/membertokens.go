// SPDX-License-Identifier: MPL-2.0

package stytchmock

import (
	"encoding/json"
	"net/http"
	"strings"
)

// SetMemberTokens sets the body that reading a member's tokens of a provider returns, in addition to request_id and
// status_code; nil removes it, so that the call fails with member_oauth_token_not_found. Any refresh_token in it is shown
// only where the call asks for it. SetMemberTokens reports whether there is such a member.
func (s *Server) SetMemberTokens(organizationID, memberID, provider string, tokens any) bool {
	encoded, err := encodeJSON(tokens)
	if err != nil {
		panic(err)
	}

	s.mu.Lock()
	defer s.mu.Unlock()

	m, err := s.b2b.member(organizationID, memberID)
	if err != nil {
		return false
	}
	if tokens == nil {
		delete(m.tokens, provider)
	} else {
		m.tokens[provider] = encoded
	}

	return true
}

// memberTokens serves GET …/oauth_providers/{provider}
// (https://stytch.com/docs/b2b/api/get-google-access-token and its siblings).
func (s *Server) memberTokens(c *call) (*response, error) {
	provider, known := memberProviderOf(c.path["provider"])
	if !known {
		return nil, routeNotFound()
	}
	includeRefreshToken := false
	if !provider.noRefreshParameter {
		switch value := c.request.URL.Query().Get("include_refresh_token"); strings.ToLower(value) {
		case "true":
			includeRefreshToken = true
		case "", "false":
		default:
			return nil, badRequest("invalid_argument",
				"The parameter \"include_refresh_token\" must be true or false, not %q.", value)
		}
	}
	m, err := c.project.member(c.path["organization_id"], c.path["member_id"])
	if err != nil {
		return nil, err
	}
	stored, ok := m.tokens[provider.name]
	if !ok {
		return nil, notFound("member_oauth_token_not_found", "The Member has no OAuth token for this provider.")
	}

	var payload object
	if err := json.Unmarshal(stored, &payload); err != nil {
		return nil, err
	}
	if s.refreshOnRead {
		forEachTokenSet(payload, func(tokens map[string]any) {
			if tokens["refresh_token"] != nil {
				tokens["access_token"] = newOpaqueToken()
			}
		})
		if m.tokens[provider.name], err = encodeJSON(payload); err != nil {
			return nil, err
		}
	}
	if !includeRefreshToken {
		forEachTokenSet(payload, func(tokens map[string]any) { delete(tokens, "refresh_token") })
	}

	return newResponse(http.StatusOK, payload), nil
}

// forEachTokenSet visits the objects that hold tokens: the payload itself for Google and Microsoft, each registration for
// the others.
func forEachTokenSet(payload object, visit func(tokens map[string]any)) {
	visit(payload)
	registrations, _ := payload["registrations"].([]any)
	for _, registration := range registrations {
		if tokens, ok := registration.(map[string]any); ok {
			visit(tokens)
		}
	}
}
