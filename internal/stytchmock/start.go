// SPDX-License-Identifier: MPL-2.0

package stytchmock

import (
	"cmp"
	"encoding/base64"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// userLoginURLs holds where the Consumer start endpoints send the browser, by provider.
var userLoginURLs = map[string]string{
	"amazon":     "https://www.amazon.com/ap/oa",
	"apple":      "https://appleid.apple.com/auth/authorize",
	"bitbucket":  "https://bitbucket.org/site/oauth2/authorize",
	"coinbase":   "https://login.coinbase.com/oauth2/auth",
	"discord":    "https://discord.com/oauth2/authorize",
	"facebook":   "https://www.facebook.com/dialog/oauth",
	"figma":      "https://www.figma.com/oauth",
	"github":     "https://github.com/login/oauth/authorize",
	"gitlab":     "https://gitlab.com/oauth/authorize",
	"google":     "https://accounts.google.com/o/oauth2/v2/auth",
	"linkedin":   "https://www.linkedin.com/oauth/v2/authorization",
	"microsoft":  "https://login.microsoftonline.com/common/oauth2/v2.0/authorize",
	"salesforce": "https://login.salesforce.com/services/oauth2/authorize",
	"slack":      "https://slack.com/openid/connect/authorize",
	"snapchat":   "https://accounts.snapchat.com/accounts/oauth2/auth",
	"tiktok":     "https://www.tiktok.com/v2/auth/authorize/",
	"twitch":     "https://id.twitch.tv/oauth2/authorize",
	"twitter":    "https://twitter.com/i/oauth2/authorize",
	"yahoo":      "https://api.login.yahoo.com/oauth2/request_auth",
}

// memberStart serves the B2B start endpoints (https://stytch.com/docs/b2b/api/oauth-google-start and its siblings). Like
// any web server, start endpoints ignore parameters that they do not know.
func (s *Server) memberStart(c *call) (*response, error) {
	query := c.request.URL.Query()
	if err := cmp.Or(
		c.project.checkLocator(query),
		c.project.checkRedirectURL("login", query),
		c.project.checkRedirectURL("signup", query),
	); err != nil {
		return nil, err
	}

	return memberRedirect(c, query)
}

// discoveryStart serves the B2B discovery start endpoints (https://stytch.com/docs/b2b/api/oauth-google-discovery-start).
func (s *Server) discoveryStart(c *call) (*response, error) {
	query := c.request.URL.Query()
	if err := c.project.checkRedirectURL("discovery", query); err != nil {
		return nil, err
	}

	return memberRedirect(c, query)
}

func memberRedirect(c *call, query url.Values) (*response, error) {
	provider, known := memberProviderOf(c.path["provider"])
	if !known {
		return nil, invalidProvider(c)
	}
	if err := checkChallenge("pkce_code_challenge", query.Get("pkce_code_challenge")); err != nil {
		return nil, err
	}

	return redirect(c, provider.startStatus, provider.loginURL, provider.loginScopes), nil
}

// userStart serves the Consumer start endpoints (https://stytch.com/docs/api/oauth-google-start and its siblings).
func (s *Server) userStart(c *call) (*response, error) {
	query := c.request.URL.Query()
	provider := c.path["provider"]
	loginURL, known := userLoginURLs[provider]
	if !known {
		return nil, invalidProvider(c)
	}
	if err := cmp.Or(
		c.project.checkRedirectURL("login", query),
		c.project.checkRedirectURL("signup", query),
		checkChallenge("code_challenge", query.Get("code_challenge")),
	); err != nil {
		return nil, err
	}
	if token := query.Get("oauth_attach_token"); token != "" {
		if err := s.useAttachToken(c, token); err != nil {
			return nil, err
		}
	}
	scopes := "openid email profile"
	if provider == "github" {
		scopes = "user:email"
	}

	return redirect(c, http.StatusFound, loginURL, scopes), nil
}

func invalidProvider(c *call) error {
	return badRequest("invalid_oauth_provider", "The OAuth provider %q is not supported.", c.path["provider"])
}

// checkLocator checks that exactly one locator names an organization. Stytch's SDKs send its slug as slug, one reference
// page names it organization_slug: the same value under both names is one locator.
func (p *project) checkLocator(query url.Values) error {
	id, slug, alias := query.Get("organization_id"), query.Get("slug"), query.Get("organization_slug")
	slug = cmp.Or(slug, alias)
	switch {
	case id == "" && slug == "":
		return badRequest("missing_oauth_organization_locator",
			"Exactly one of \"organization_id\" and \"slug\" is required.")
	case id != "" && slug != "", alias != "" && alias != slug:
		return badRequest("too_many_oauth_organization_locators",
			"Exactly one of \"organization_id\" and \"slug\" may be given.")
	case id != "" && p.organization(id) != nil,
		slices.ContainsFunc(p.organizations, func(o *organization) bool { return id == "" && o.Slug == slug }):
		return nil
	default:
		return organizationNotFound()
	}
}

// checkRedirectURL compares a redirect URL to the registered ones, literally. Without one the project's default is used.
func (p *project) checkRedirectURL(kind string, query url.Values) error {
	given := query.Get(kind + "_redirect_url")
	if given == "" || slices.Contains(p.redirectURLs[kind], given) {
		return nil
	}

	return badRequest("no_match_for_provided_oauth_url",
		"The oauth redirect url in the request did not match any redirect URLs set for this project: %s.", given)
}

// checkChallenge checks the form of an S256 code challenge, if there is one (RFC 7636, section 4.2): the base64url of a
// SHA-256 digest, without padding.
func checkChallenge(name, challenge string) error {
	digest, err := base64.RawURLEncoding.Strict().DecodeString(challenge)
	if challenge == "" || err == nil && len(digest) == 32 {
		return nil
	}

	return badRequest("invalid_pkce_code_challenge",
		"The parameter %q must be the unpadded base64url encoding of a SHA-256 digest.", name)
}

// redirect sends the browser to the identity provider, both as a browser follows it and as Stytch's reference shows it.
func redirect(c *call, status int, loginURL, scopes string) *response {
	query := c.request.URL.Query()
	parameters := url.Values{}
	for name, values := range query {
		if forwarded, ok := strings.CutPrefix(name, "provider_"); ok && forwarded != "" {
			parameters[forwarded] = values
		}
	}
	// After the forwarded ones, which must not replace what the flow depends on.
	parameters.Set("client_id", c.path["provider"]+"-client-id")
	parameters.Set("redirect_uri", "https://test.stytch.com/v1/oauth/callback/"+c.project.callbackID)
	parameters.Set("response_type", "code")
	parameters.Set("scope", strings.Join(strings.Fields(scopes+" "+query.Get("custom_scopes")), " "))
	parameters.Set("state", newOpaqueToken())
	location := loginURL + "?" + parameters.Encode()

	return newResponse(status, object{"redirect_url": location}).with("Location", location)
}
