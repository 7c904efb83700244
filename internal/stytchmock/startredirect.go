// SPDX-License-Identifier: MPL-2.0

package stytchmock

import (
	"encoding/base64"
	"net/url"
	"slices"
	"strings"
)

// redirectErrorURL is where the browser has been seen to be sent when a project
// has no OAuth app for the provider.
const redirectErrorURL = "https://stytch.com/redirect-error"

// checkLoginRedirectURLs checks where the browser would come back to. Both must
// match, whichever of them the login would end at.
func (p *project) checkLoginRedirectURLs(query url.Values) *apiError {
	if failure := p.checkRedirectURL(LoginRedirectURL, query); failure != nil {
		return failure
	}

	return p.checkRedirectURL(SignupRedirectURL, query)
}

// checkRedirectURL compares a redirect URL to the registered ones, literally.
// Without one there must be a default.
func (p *project) checkRedirectURL(kind RedirectURLType, query url.Values) *apiError {
	registered := p.redirectURLs[kind]
	given := query.Get(string(kind) + "_redirect_url")
	switch {
	case given == "" && len(registered) == 0:
		return badRequest("no_"+string(kind)+"_redirect_urls_set",
			"The project has no %s redirect URL.", kind)
	case given != "" && !slices.Contains(registered, given):
		return badRequest("no_match_for_provided_oauth_url",
			"The oauth redirect url in the request did not match any redirect URLs set for this project: %s.", given)
	}

	return nil
}

// checkPKCE checks the form of an S256 code challenge (RFC 7636, section 4.2):
// the base64url of a SHA-256 digest, without padding.
func checkPKCE(name, challenge string) *apiError {
	if challenge == "" {
		return nil
	}
	digest, err := base64.RawURLEncoding.Strict().DecodeString(challenge)
	if err != nil || len(digest) != 32 {
		return badRequest("invalid_pkce_code_challenge",
			"The parameter %q must be the unpadded base64url encoding of a SHA-256 digest.", name)
	}

	return nil
}

// identityProviderURL is the authorization URL at the identity provider.
func (p *project) identityProviderURL(provider string, query url.Values) string {
	if p.unconfigured[provider] {
		return redirectErrorURL
	}

	target := identityProviderOf(provider, p.product == Consumer)
	parameters := url.Values{}
	if target.offline {
		parameters.Set("access_type", "offline")
	}
	for name, values := range query {
		if forwarded, ok := strings.CutPrefix(name, "provider_"); ok && forwarded != "" {
			parameters[forwarded] = values
		}
	}
	// After the forwarded ones, which must not replace what the flow hangs on.
	parameters.Set("client_id", provider+"-client-id")
	parameters.Set("redirect_uri", "https://test.stytch.com/v1/oauth/callback/"+p.callbackID)
	parameters.Set("response_type", "code")
	parameters.Set("scope", strings.Join(append(strings.Fields(target.scope),
		strings.Fields(query.Get("custom_scopes"))...), " "))
	parameters.Set("state", newOpaqueToken())

	return target.authorizationURL + "?" + parameters.Encode()
}
