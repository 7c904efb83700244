// SPDX-License-Identifier: MPL-2.0

package stytchmock

import (
	"net/http"
	"slices"
	"strings"
)

// authorizationRequest is an authorization request whose form, client,
// redirect URI and subject are in order. Its scopes may still be refused.
type authorizationRequest struct {
	client      *client
	redirectURI string
	scopes      []string
	prompt      []string
	subject     subject
}

// preflightFields are the fields of the preflight. state, nonce, code_challenge
// and resources belong to the submission alone.
func preflightFields(product Product) []field {
	fields := []field{
		{name: "client_id", required: true},
		{name: "redirect_uri", required: true},
		{name: "response_type", required: true},
		{name: "scopes", kind: texts, required: true},
		{name: "session_token"},
		{name: "session_jwt"},
		{name: "prompt"},
	}
	if product == Consumer {
		return append(fields, field{name: "user_id"})
	}

	return append(fields, field{name: "organization_id"}, field{name: "member_id"})
}

func authorizeFields(product Product) []field {
	return append(
		preflightFields(product),
		field{name: "consent_granted", kind: flag, required: true},
		field{name: "state"},
		field{name: "nonce"},
		field{name: "code_challenge"},
		field{name: "resources", kind: texts},
	)
}

// checkAuthorization checks what preflight and submission share. None of its
// failures may be sent to the redirect URI (RFC 6749, section 4.1.2.1).
func (s *Server) checkAuthorization(p *project, a *arguments) (*authorizationRequest, *apiError) {
	app := p.connectedApp(a.texts["client_id"])
	if app == nil {
		return nil, notFound("connected_app_not_found", "The Connected App requested could not be found.")
	}
	request := &authorizationRequest{
		client:      app,
		redirectURI: a.texts["redirect_uri"],
		scopes:      unique(a.lists["scopes"]),
		prompt:      strings.Fields(a.texts["prompt"]),
	}
	if failure := request.check(a.texts["response_type"]); failure != nil {
		return nil, failure
	}
	who, failure := s.authorizationSubject(p, a)
	if failure != nil {
		return nil, failure
	}
	request.subject = who

	return request, who.checkPolicy(app)
}

func (r *authorizationRequest) check(responseType string) *apiError {
	if !slices.Contains(r.client.RedirectURIs, r.redirectURI) {
		return newError(http.StatusUnauthorized, "connected_app_supplied_redirect_url_not_found_in_client",
			"The \"redirect_uri\" is not registered on the Connected App.")
	}
	if responseType != "code" {
		return badRequest("invalid_argument", "The field \"response_type\" must be \"code\", not %q.", responseType)
	}
	for _, prompt := range r.prompt {
		if prompt != "consent" {
			return badRequest("invalid_argument", "The field \"prompt\" supports only \"consent\", not %q.", prompt)
		}
	}
	for _, scope := range r.scopes {
		if !validScope(scope) {
			return badRequest("oauth_invalid_scope_requested",
				"The field \"scopes\" has an element that is not one scope: %q.", scope)
		}
	}

	return nil
}

// refusedScopes are the requested scopes that the subject cannot grant.
func (r *authorizationRequest) refusedScopes() []string {
	return slices.DeleteFunc(slices.Clone(r.scopes), func(scope string) bool {
		return slices.Contains(r.client.Scopes, scope)
	})
}

// validScope tells whether a string is one scope token (RFC 6749, section 3.3).
func validScope(scope string) bool {
	return scope != "" && !strings.ContainsFunc(scope, func(r rune) bool {
		return r <= ' ' || r > '~' || r == '"' || r == '\\'
	})
}

// unique drops repetitions and keeps the order.
func unique(list []string) []string {
	kept := []string{}
	for _, element := range list {
		if !slices.Contains(kept, element) {
			kept = append(kept, element)
		}
	}

	return kept
}
