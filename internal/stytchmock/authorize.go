// SPDX-License-Identifier: MPL-2.0

package stytchmock

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"
)

// DefaultCodeLifetime is the longest that RFC 6749, section 4.1.2, recommends;
// Stytch documents none.
const DefaultCodeLifetime = 10 * time.Minute

// Code is an authorization code as it was minted.
type Code struct {
	// Value is the authorization_code.
	Value string `json:"value"`
	// ClientID is the Connected App that it was minted for.
	ClientID string `json:"client_id"`
	// RedirectURI is the URI that the token request must repeat.
	RedirectURI string `json:"redirect_uri"`
	// SubjectID is the member or user who granted it.
	SubjectID string `json:"subject_id"`
	// Scopes are the granted scopes.
	Scopes []string `json:"scopes"`
	// State is what was echoed in the redirect URI.
	State string `json:"state"`
	// Nonce goes into the ID token.
	Nonce string `json:"nonce"`
	// CodeChallenge is the S256 challenge that the verifier must match.
	CodeChallenge string `json:"code_challenge"`
	// Resources are the resources that were named.
	Resources []string `json:"resources"`
	// Used tells whether it has been exchanged.
	Used bool `json:"used"`
	// Expired tells whether it is too old to be exchanged.
	Expired bool `json:"expired"`
}

type code struct {
	Code

	subject subject
	expires time.Time
	// grant is shared by all tokens that come of the code.
	grant *grant
}

// Codes returns the authorization codes minted so far, the B2B project's first.
func (s *Server) Codes() []Code {
	s.mu.Lock()
	defer s.mu.Unlock()

	found := []Code{}
	for _, p := range s.projects() {
		for _, c := range p.codes {
			c.Expired = !s.now().Before(c.expires)
			duplicate := c.Code
			duplicate.Scopes, duplicate.Resources = slices.Clone(c.Scopes), slices.Clone(c.Resources)
			found = append(found, duplicate)
		}
	}

	return found
}

// authorize answers POST …/idp/oauth/authorize of both products
// (https://stytch.com/docs/b2b/api/connected-apps-oauth-authorize). A refusal is
// a 200 too: its redirect_uri carries an OAuth error to the client.
func (s *Server) authorize(c *call) answer {
	product := c.project.product
	a, failure := parseArguments(c.request, c.body, authorizeFields(product))
	if failure != nil {
		return failure.answer(product)
	}
	request, failure := s.checkAuthorization(c.project, a)
	if failure != nil {
		return failure.answer(product)
	}
	if failure := checkPKCE("code_challenge", a.texts["code_challenge"]); failure != nil {
		return failure.answer(product)
	}

	refused := request.refusedScopes()
	switch {
	case !a.flags["consent_granted"]:
		return request.refuse("access_denied", "The user denied the request.", a.texts["state"])
	case len(refused) > 0:
		return request.refuse("invalid_scope",
			"These scopes cannot be granted: "+strings.Join(refused, " "), a.texts["state"])
	case request.client.PKCERequired && a.texts["code_challenge"] == "":
		return badRequest("pkce_required_for_idp_authorization_flow",
			"This Connected App must send a \"code_challenge\".").answer(product)
	}

	return s.grant(c.project, request, a)
}

// refuse sends an error to the client by way of the browser (RFC 6749, section
// 4.1.2.1).
func (r *authorizationRequest) refuse(code, description, state string) answer {
	parameters := url.Values{"error": {code}, "error_description": {description}}

	return newAnswer(http.StatusOK, object{"redirect_uri": r.callback(parameters, state)})
}

// grant mints a code and records consent.
func (s *Server) grant(p *project, r *authorizationRequest, a *arguments) answer {
	minted := &code{
		Code: Code{
			Value:         newCode(),
			ClientID:      r.client.ClientID,
			RedirectURI:   r.redirectURI,
			SubjectID:     r.subject.id(),
			Scopes:        r.scopes,
			State:         a.texts["state"],
			Nonce:         a.texts["nonce"],
			CodeChallenge: a.texts["code_challenge"],
			Resources:     nonNil(a.lists["resources"]),
		},
		subject: r.subject,
		expires: s.now().Add(s.codeLifetime),
	}
	p.codes = append(p.codes, minted)
	p.recordConsent(r)

	return newAnswer(http.StatusOK, object{
		"redirect_uri":       r.callback(url.Values{"code": {minted.Value}}, minted.State),
		"authorization_code": minted.Value,
	})
}

// callback adds parameters to the redirect URI and keeps the query it has (RFC
// 6749, section 3.1.2).
func (r *authorizationRequest) callback(parameters url.Values, state string) string {
	if state != "" {
		parameters.Set("state", state)
	}
	base, fragment, hasFragment := strings.Cut(r.redirectURI, "#")
	separator := "?"
	if strings.Contains(base, "?") {
		separator = "&"
	}
	callback := base + separator + parameters.Encode()
	if hasFragment {
		callback += "#" + fragment
	}

	return callback
}
