// SPDX-License-Identifier: MPL-2.0

package stytchmock

import "net/url"

// identityProvider is where a start endpoint sends the browser.
type identityProvider struct {
	authorizationURL string
	// scope holds the scopes that Stytch asks for by itself.
	scope string
	// offline adds access_type=offline, which asks for a refresh token.
	offline bool
}

// userProviders are the providers of the Consumer start and attach endpoints.
func userProviders() []string {
	return []string{
		"amazon", "apple", "bitbucket", "coinbase", "discord", "facebook", "figma", "github", "gitlab", "google",
		"linkedin", "microsoft", "salesforce", "slack", "snapchat", "tiktok", "twitch", "twitter", "yahoo",
	}
}

// identityProviderOf returns where a known provider's login is. Consumer logins
// ask for other scopes than B2B ones at GitHub.
func identityProviderOf(provider string, consumer bool) identityProvider {
	known, ok := memberProviderOf(provider)
	switch {
	case !ok:
		return identityProvider{userAuthorizationURL(provider), "openid email profile", false}
	case consumer && provider == "github":
		known.login.scope = "user:email"
	}

	return known.login
}

func userAuthorizationURL(provider string) string {
	switch provider {
	case "amazon":
		return "https://www.amazon.com/ap/oa"
	case "apple":
		return "https://appleid.apple.com/auth/authorize"
	case "bitbucket":
		return "https://bitbucket.org/site/oauth2/authorize"
	case "coinbase":
		return "https://login.coinbase.com/oauth2/auth"
	case "discord":
		return "https://discord.com/oauth2/authorize"
	case "facebook":
		return "https://www.facebook.com/dialog/oauth"
	case "figma":
		return "https://www.figma.com/oauth"
	case "gitlab":
		return "https://gitlab.com/oauth/authorize"
	case "linkedin":
		return "https://www.linkedin.com/oauth/v2/authorization"
	case "salesforce":
		return "https://login.salesforce.com/services/oauth2/authorize"
	case "snapchat":
		return "https://accounts.snapchat.com/accounts/oauth2/auth"
	case "tiktok":
		return "https://www.tiktok.com/v2/auth/authorize/"
	case "twitch":
		return "https://id.twitch.tv/oauth2/authorize"
	case "twitter":
		return "https://twitter.com/i/oauth2/authorize"
	default:
		return "https://api.login.yahoo.com/oauth2/request_auth"
	}
}

// issuer is the origin of the provider's authorization endpoint.
func (i identityProvider) issuer() string {
	u, err := url.Parse(i.authorizationURL)
	if err != nil {
		return ""
	}

	return u.Scheme + "://" + u.Host
}
