// SPDX-License-Identifier: MPL-2.0

package stytchmock

import (
	"encoding/json"
	"net/http"
	"strings"
)

// memberTokens answers the GET …/oauth_providers/{provider} endpoints
// (https://stytch.com/docs/b2b/api/get-google-access-token and its siblings).
func (s *Server) memberTokens(c *call) answer {
	provider, known := memberProviderOf(c.path["provider"])
	if !known && !s.given[provider.name] {
		return notFound("route_not_found", "The requested route was not found.").answer("")
	}
	includeRefreshToken, failure := includeRefreshToken(c.request, provider)
	if failure != nil {
		return failure.answer(B2B)
	}
	o := c.project.organization(c.path["organization_id"])
	if o == nil {
		return organizationNotFound().answer(B2B)
	}
	m := o.member(c.path["member_id"])
	if m == nil {
		return memberNotFound().answer(B2B)
	}
	stored, ok := m.tokens[provider.name]
	if !ok {
		return notFound("member_oauth_token_not_found",
			"The Member has no OAuth token for this provider.").answer(B2B)
	}

	return s.readTokens(m, provider.name, stored, includeRefreshToken)
}

// readTokens answers with a copy of what is stored. A payload that is no JSON
// object is answered as it is, without an envelope.
func (s *Server) readTokens(m *member, provider string, stored any, includeRefreshToken bool) answer {
	encoded, err := encode(stored)
	if err != nil {
		return internalServerError(err).answer(B2B)
	}
	var payload object
	if err := json.Unmarshal(encoded, &payload); err != nil {
		return jsonAnswer(http.StatusOK, encoded)
	}
	if s.refreshOnRead {
		forEachTokenSet(payload, refreshAccessToken)
		encoded, err = encode(payload)
		if err != nil {
			return internalServerError(err).answer(B2B)
		}
		m.tokens[provider] = json.RawMessage(encoded)
	}
	if !includeRefreshToken {
		forEachTokenSet(payload, func(tokens map[string]any) { delete(tokens, "refresh_token") })
	}

	return newAnswer(http.StatusOK, payload)
}

// forEachTokenSet visits the objects that hold tokens: the payload itself for
// Google and Microsoft, each registration for the others.
func forEachTokenSet(payload object, visit func(tokens map[string]any)) {
	visit(payload)
	registrations, ok := payload["registrations"].([]any)
	if !ok {
		return
	}
	for _, registration := range registrations {
		if tokens, ok := registration.(map[string]any); ok {
			visit(tokens)
		}
	}
}

// refreshAccessToken is what Stytch does on a read where it has stored a refresh
// token.
func refreshAccessToken(tokens map[string]any) {
	if _, ok := tokens["refresh_token"]; ok {
		tokens["access_token"] = newOpaqueToken()
	}
}

// includeRefreshToken reads the parameter of the same name, which not every
// endpoint has.
func includeRefreshToken(r *http.Request, provider memberProvider) (bool, *apiError) {
	if provider.ignoresRefresh {
		return false, nil
	}
	switch value := r.URL.Query().Get("include_refresh_token"); strings.ToLower(value) {
	case "true":
		return true, nil
	case "", "false":
		return false, nil
	default:
		return false, badRequest("invalid_argument",
			"The parameter \"include_refresh_token\" must be true or false, not %q.", value)
	}
}

func organizationNotFound() *apiError {
	return notFound("organization_not_found", "The Organization could not be found.")
}

func memberNotFound() *apiError {
	return notFound("member_not_found", "The Member could not be found.")
}
