// SPDX-License-Identifier: MPL-2.0

package stytchmock

import (
	"cmp"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"
)

// DefaultCodeLifetime is the longest that RFC 6749, section 4.1.2, recommends; Stytch documents none.
const DefaultCodeLifetime = 10 * time.Minute

// Code is an authorization code as it was issued.
type Code struct {
	Value string `json:"value"`
	// ClientID is the Connected App that it was issued to, and SubjectID the member or user who granted it.
	ClientID    string `json:"client_id"`
	RedirectURI string `json:"redirect_uri"`
	SubjectID   string `json:"subject_id"`
	// Scopes and what follows are as requested.
	Scopes        []string `json:"scopes"`
	State         string   `json:"state"`
	Nonce         string   `json:"nonce"`
	CodeChallenge string   `json:"code_challenge"`
	Resources     []string `json:"resources"`
	// Used reports whether it has been exchanged.
	Used bool `json:"used"`
	// Expired reports whether it is too old to be exchanged.
	Expired bool `json:"expired"`
}

type code struct {
	Code

	subject *subject
	expires time.Time
	// grant is shared by all tokens that the code is exchanged for.
	grant *grant
	// revoked codes are refused: the subject has taken back what they stand for.
	revoked bool
}

// Codes returns the authorization codes issued so far, the B2B project's first.
func (s *Server) Codes() []Code {
	s.mu.Lock()
	defer s.mu.Unlock()

	found := []Code{}
	for _, p := range s.projects() {
		for _, c := range p.codes {
			duplicate := c.Code
			duplicate.Expired = !s.now().Before(c.expires)
			found = append(found, duplicate)
		}
	}

	return found
}

// preflightRequest is the body of a preflight. state, nonce, code_challenge and resources belong to the submission alone.
type preflightRequest struct {
	subjectSelector

	ClientID     string   `json:"client_id"`
	RedirectURI  string   `json:"redirect_uri"`
	ResponseType string   `json:"response_type"`
	Scopes       []string `json:"scopes"`
	Prompt       string   `json:"prompt"`
}

// authorizeRequest is the body of a submission. The Go SDK leaves out a consent_granted of false, and so cannot refuse.
type authorizeRequest struct {
	preflightRequest

	ConsentGranted *bool    `json:"consent_granted"`
	State          string   `json:"state"`
	Nonce          string   `json:"nonce"`
	CodeChallenge  string   `json:"code_challenge"`
	Resources      []string `json:"resources"`
}

// authorization is an authorization request whose form, client, redirect URI and subject are in order. Its scopes may
// still be refused.
type authorization struct {
	client      *client
	subject     *subject
	redirectURI string
	scopes      []string
	// refused are the requested scopes that cannot be granted.
	refused []string
}

// checkAuthorization checks what preflight and submission share. None of its errors may be sent to the redirect URI (RFC
// 6749, section 4.1.2.1).
func (s *Server) checkAuthorization(p *project, in preflightRequest) (*authorization, error) {
	if err := cmp.Or(
		require("client_id", in.ClientID != ""),
		require("redirect_uri", in.RedirectURI != ""),
		require("response_type", in.ResponseType != ""),
		require("scopes", in.Scopes != nil),
	); err != nil {
		return nil, err
	}
	app := p.connectedApp(in.ClientID)
	switch {
	case app == nil:
		return nil, connectedAppNotFound()
	case !slices.Contains(app.redirectURIs, in.RedirectURI):
		return nil, newError(http.StatusUnauthorized, "connected_app_supplied_redirect_url_not_found_in_client",
			"The \"redirect_uri\" is not registered on the Connected App.")
	case in.ResponseType != "code":
		return nil, badRequest("invalid_argument", "The field \"response_type\" must be \"code\", not %q.", in.ResponseType)
	case in.Prompt != "" && in.Prompt != "consent":
		return nil, badRequest("invalid_argument", "The field \"prompt\" supports only \"consent\", not %q.", in.Prompt)
	}
	a := &authorization{client: app, redirectURI: in.RedirectURI, scopes: unique(in.Scopes)}
	for _, scope := range a.scopes {
		if !validScope(scope) {
			return nil, badRequest("oauth_invalid_scope_requested",
				"The field \"scopes\" has an element that is not one scope: %q.", scope)
		}
		if !slices.Contains(app.scopes, scope) {
			a.refused = append(a.refused, scope)
		}
	}
	missing := "no_oauth_authorize_member_selector"
	if p.product == Consumer {
		missing = "no_oauth_authorize_user_selector"
	}
	var err error
	if a.subject, err = s.selectSubject(p, in.subjectSelector, missing); err != nil {
		return nil, err
	}

	return a, a.subject.checkAllowed(app)
}

// validScope reports whether a string is one scope (RFC 6749, section 3.3).
func validScope(scope string) bool {
	return scope != "" && !strings.ContainsFunc(scope, func(r rune) bool {
		return r <= ' ' || r > '~' || r == '"' || r == '\\'
	})
}

// preflight serves POST …/idp/oauth/authorize/start of both products
// (https://stytch.com/docs/b2b/api/connected-apps-oauth-authorize-start). It changes nothing.
func (s *Server) preflight(c *call) (*response, error) {
	var in preflightRequest
	if err := c.decode(&in); err != nil {
		return nil, err
	}
	a, err := s.checkAuthorization(c.project, in)
	if err != nil {
		return nil, err
	}

	results := []object{}
	for _, scope := range a.scopes {
		results = append(results, object{
			"scope": scope, "description": "Use " + scope, "is_grantable": !slices.Contains(a.refused, scope),
		})
	}
	payload := object{
		"client":           a.client.publicObject(),
		"consent_required": in.Prompt == "consent" || c.project.consentRequired(a),
		"scope_results":    results,
	}
	if o := a.subject.organization; o != nil {
		payload["member_id"], payload["member"], payload["organization"] = a.subject.id, a.subject.object(), o.object()
	} else {
		payload["user_id"], payload["user"] = a.subject.id, a.subject.object()
	}

	return newResponse(http.StatusOK, payload), nil
}

// consentRequired reports whether the subject has to be asked: by a third-party app, for what the subject has not granted
// it before.
func (p *project) consentRequired(a *authorization) bool {
	before := p.install(a.subject, a.client)

	return !a.client.firstParty() && (before == nil || !containsAll(before.consented, a.scopes))
}

// authorize serves POST …/idp/oauth/authorize of both products
// (https://stytch.com/docs/b2b/api/connected-apps-oauth-authorize). A refusal is a 200 too: its redirect_uri carries an
// OAuth error to the client.
func (s *Server) authorize(c *call) (*response, error) {
	var in authorizeRequest
	if err := c.decode(&in); err != nil {
		return nil, err
	}
	a, err := s.checkAuthorization(c.project, in.preflightRequest)
	if err != nil {
		return nil, err
	}
	if err := cmp.Or(
		require("consent_granted", in.ConsentGranted != nil), checkChallenge("code_challenge", in.CodeChallenge),
	); err != nil {
		return nil, err
	}

	switch {
	case !*in.ConsentGranted:
		return a.refuse("access_denied", "The user denied the request.", in.State), nil
	case len(a.refused) > 0:
		return a.refuse("invalid_scope", "These scopes cannot be granted: "+strings.Join(a.refused, " "), in.State), nil
	case a.client.pkceRequired && in.CodeChallenge == "":
		return nil, badRequest("pkce_required_for_idp_authorization_flow",
			"This Connected App must send a \"code_challenge\".")
	}

	issued := &code{
		Code: Code{
			Value: newCode(), ClientID: a.client.id, RedirectURI: a.redirectURI, SubjectID: a.subject.id, Scopes: a.scopes,
			State: in.State, Nonce: in.Nonce, CodeChallenge: in.CodeChallenge, Resources: unique(in.Resources),
		},
		subject: a.subject,
		expires: s.now().Add(s.codeLifetime),
	}
	c.project.codes = append(c.project.codes, issued)
	c.project.recordInstall(a.subject, a.client, a.scopes)

	return newResponse(http.StatusOK, object{
		"redirect_uri":       a.callback(url.Values{"code": {issued.Value}}, in.State),
		"authorization_code": issued.Value,
	}), nil
}

// refuse sends an error to the client by way of the browser (RFC 6749, section 4.1.2.1).
func (a *authorization) refuse(code, description, state string) *response {
	parameters := url.Values{"error": {code}, "error_description": {description}}

	return newResponse(http.StatusOK, object{"redirect_uri": a.callback(parameters, state)})
}

// callback adds parameters to the redirect URI and keeps the query it has (RFC 6749, section 3.1.2).
func (a *authorization) callback(parameters url.Values, state string) string {
	if state != "" {
		parameters.Set("state", state)
	}
	separator := "?"
	if strings.Contains(a.redirectURI, "?") {
		separator = "&"
	}

	return a.redirectURI + separator + parameters.Encode()
}
