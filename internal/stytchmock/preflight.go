// SPDX-License-Identifier: MPL-2.0

package stytchmock

import (
	"net/http"
	"slices"
)

// preflight answers POST …/idp/oauth/authorize/start of both products
// (https://stytch.com/docs/b2b/api/connected-apps-oauth-authorize-start). It
// changes nothing.
func (s *Server) preflight(c *call) answer {
	a, failure := parseArguments(c.request, c.body, preflightFields(c.project.product))
	if failure != nil {
		return failure.answer(c.project.product)
	}
	request, failure := s.checkAuthorization(c.project, a)
	if failure != nil {
		return failure.answer(c.project.product)
	}

	payload := object{
		"client":           request.client.object(),
		"consent_required": c.project.consentRequired(request),
		"scope_results":    request.scopeResults(),
	}
	if m := request.subject.member; m != nil {
		payload["member_id"] = m.ID
		payload["member"] = m.object()
		payload["organization"] = m.organization.object()
	} else {
		payload["user_id"] = request.subject.user.ID
		payload["user"] = request.subject.user.object()
	}

	return newAnswer(http.StatusOK, payload)
}

func (r *authorizationRequest) scopeResults() []object {
	refused := r.refusedScopes()
	results := []object{}
	for _, scope := range r.scopes {
		results = append(results, object{
			"scope":        scope,
			"description":  describeScope(scope),
			"is_grantable": !slices.Contains(refused, scope),
		})
	}

	return results
}

// describeScope stands for the text that the project's RBAC policy holds.
func describeScope(scope string) string {
	switch scope {
	case "openid":
		return "Sign in with your account"
	case "profile":
		return "View your name and picture"
	case "email":
		return "View your email address"
	case "phone":
		return "View your phone number"
	case "offline_access":
		return "Keep access while you are away"
	case "full_access":
		return "Act as you"
	default:
		return "Use " + scope
	}
}
