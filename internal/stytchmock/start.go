// SPDX-License-Identifier: MPL-2.0

package stytchmock

import (
	"net/http"
	"net/url"
	"slices"
)

// memberStart answers the B2B start endpoints
// (https://stytch.com/docs/b2b/api/oauth-google-start and its siblings).
func (s *Server) memberStart(c *call) answer {
	return s.start(c, B2B, memberProviderNames(), s.checkMemberStart)
}

// discoveryStart answers the B2B discovery start endpoints
// (https://stytch.com/docs/b2b/api/oauth-google-discovery-start).
func (s *Server) discoveryStart(c *call) answer {
	return s.start(c, B2B, memberProviderNames(), s.checkDiscoveryStart)
}

// userStart answers the Consumer start endpoints
// (https://stytch.com/docs/api/oauth-google-start and its siblings).
func (s *Server) userStart(c *call) answer {
	return s.start(c, Consumer, userProviders(), s.checkUserStart)
}

// start checks what all start endpoints share, then what check checks, and
// redirects. Like any web server it ignores parameters that it does not know.
func (s *Server) start(
	c *call, product Product, providers []string, check func(c *call, p *project, query url.Values) *apiError,
) answer {
	query := c.request.URL.Query()
	p, failure := s.publicProject(query.Get("public_token"), product)
	if failure != nil {
		return failure.answer(product)
	}
	provider := c.path["provider"]
	if !slices.Contains(providers, provider) {
		return badRequest("invalid_oauth_provider", "The OAuth provider %q is not supported.", provider).answer(product)
	}
	if failure := check(c, p, query); failure != nil {
		return failure.answer(product)
	}

	return redirect(startStatus(product, provider), p.identityProviderURL(provider, query))
}

// publicProject finds the project of a public token.
func (s *Server) publicProject(publicToken string, product Product) (*project, *apiError) {
	if publicToken == "" {
		return nil, badRequest("public_token_required", "The parameter \"public_token\" is required.")
	}
	for _, p := range s.projects() {
		switch {
		case publicToken != p.publicToken:
		case p.product != product:
			return nil, wrongProduct(product)
		default:
			return p, nil
		}
	}

	return nil, notFound("public_token_not_found", "The public token could not be found.")
}

func (s *Server) checkMemberStart(_ *call, p *project, query url.Values) *apiError {
	o, failure := p.startOrganization(query)
	if failure != nil {
		return failure
	}
	if o == nil {
		return organizationNotFound()
	}
	if failure := p.checkLoginRedirectURLs(query); failure != nil {
		return failure
	}

	return checkPKCE("pkce_code_challenge", query.Get("pkce_code_challenge"))
}

func (s *Server) checkDiscoveryStart(_ *call, p *project, query url.Values) *apiError {
	if failure := p.checkRedirectURL(DiscoveryRedirectURL, query); failure != nil {
		return failure
	}

	return checkPKCE("pkce_code_challenge", query.Get("pkce_code_challenge"))
}

func (s *Server) checkUserStart(c *call, p *project, query url.Values) *apiError {
	if failure := p.checkLoginRedirectURLs(query); failure != nil {
		return failure
	}
	if failure := checkPKCE("code_challenge", query.Get("code_challenge")); failure != nil {
		return failure
	}
	if value := query.Get("oauth_attach_token"); value != "" {
		// To look with HEAD is safe (RFC 9110, section 9.2.1): the token is kept.
		return p.useAttachToken(value, c.path["provider"], s.now(), c.request.Method != http.MethodHead)
	}

	return nil
}

// startOrganization finds the organization of a start URL by exactly one
// locator. Stytch's SDKs send its slug as slug, one reference page names it
// organization_slug: the same value under both names is one locator.
func (p *project) startOrganization(query url.Values) (*organization, *apiError) {
	id, slug, alias := query.Get("organization_id"), query.Get("slug"), query.Get("organization_slug")
	if slug == "" {
		slug = alias
	}
	switch {
	case id == "" && slug == "":
		return nil, badRequest("missing_oauth_organization_locator",
			"Exactly one of \"organization_id\" and \"slug\" is required.")
	case id != "" && slug != "", alias != "" && alias != slug:
		return nil, badRequest("too_many_oauth_organization_locators",
			"Exactly one of \"organization_id\" and \"slug\" may be given.")
	case id != "":
		return p.organization(id), nil
	}
	for _, o := range p.organizations {
		if o.Slug == slug {
			return o, nil
		}
	}

	return nil, nil
}

// redirect answers with both what a browser follows and what Stytch's reference
// shows.
func redirect(status int, location string) answer {
	return newAnswer(status, object{"redirect_url": location}).with("Location", location)
}

// startStatus is the redirect's status, which in Stytch's own examples differs
// by provider.
func startStatus(product Product, provider string) int {
	if product == Consumer || provider == "google" || provider == "microsoft" {
		return http.StatusFound
	}

	return http.StatusTemporaryRedirect
}
