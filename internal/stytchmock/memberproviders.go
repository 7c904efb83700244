// SPDX-License-Identifier: MPL-2.0

package stytchmock

import (
	"maps"
	"strings"
)

// accessTokenExpiresIn is the access_token_expires_in of the seeded tokens. It does not count down, so that reads are
// repeatable.
const accessTokenExpiresIn = 3600

// memberProvider is an identity provider of B2B projects. Its entry is all that the emulator knows of it.
type memberProvider struct {
	name string
	// title is its name as Stytch displays it.
	title string
	// loginURL is where a start endpoint sends the browser, and loginScopes what Stytch asks for by itself.
	loginURL    string
	loginScopes string
	// startStatus is the status of that redirect, which in Stytch's own examples differs by provider.
	startStatus int
	// scopes are those of the seeded tokens.
	scopes []string
	// flat providers return the tokens in the body itself, the others in a list of registrations.
	flat bool
	// noRefreshParameter says that the endpoint has no include_refresh_token.
	noRefreshParameter bool
	// more returns the fields that the tokens have beyond provider_subject, access_token and scopes.
	more func(subject string) object
}

// memberProviders returns the providers whose tokens of a member can be read, and whose logins can be started. Stytch has
// one page for each endpoint of each.
func memberProviders() []memberProvider {
	const openid = "openid email profile"

	return []memberProvider{
		{
			name: "google", title: "Google", flat: true, startStatus: 302,
			loginURL: "https://accounts.google.com/o/oauth2/v2/auth", loginScopes: openid,
			scopes: strings.Fields(openid),
			more:   func(subject string) object { return openIDTokens("https://accounts.google.com", subject) },
		},
		{
			name: "microsoft", title: "Microsoft", flat: true, startStatus: 302,
			loginURL:    "https://login.microsoftonline.com/common/oauth2/v2.0/authorize",
			loginScopes: openid + " User.Read",
			scopes:      strings.Fields(openid + " User.Read"),
			more:        func(subject string) object { return openIDTokens("https://login.microsoftonline.com", subject) },
		},
		{
			name: "slack", title: "Slack", noRefreshParameter: true, startStatus: 307,
			loginURL: "https://slack.com/openid/connect/authorize", loginScopes: openid,
			scopes: []string{"users:read", "users:read.email"},
			more: func(string) object {
				return object{
					"provider_tenant_id": "T" + strings.ToUpper(newUUID()[:8]),
					"bot_access_token":   "xoxb-" + newOpaqueToken(),
					"bot_scopes":         []string{"chat:write", "users:read"},
				}
			},
		},
		{
			name: "hubspot", title: "HubSpot", startStatus: 307,
			loginURL: "https://app.hubspot.com/oauth/authorize", loginScopes: "oauth",
			scopes: []string{"oauth"},
			more: func(string) object {
				return object{
					"provider_tenant_id":      newDigits(7),
					"access_token_expires_in": accessTokenExpiresIn,
					"refresh_token":           newUUID(),
				}
			},
		},
		{
			name: "github", title: "GitHub", startStatus: 307,
			loginURL: "https://github.com/login/oauth/authorize", loginScopes: "user read:org",
			scopes: []string{"user", "read:org"},
			more: func(string) object {
				return object{"provider_tenant_ids": []string{newDigits(7), newDigits(7)}}
			},
		},
	}
}

// memberProviderOf finds a provider by its name.
func memberProviderOf(name string) (provider memberProvider, known bool) {
	for _, provider := range memberProviders() {
		if provider.name == name {
			return provider, true
		}
	}

	return memberProvider{}, false
}

// openIDTokens returns what Google and Microsoft give. The ID token has the form of one: the provider's key is not the
// emulator's, so nobody could check the signature.
func openIDTokens(issuer, subject string) object {
	idToken := encodeJWT(object{"alg": "RS256", "typ": "JWT", "kid": newUUID()}, object{
		"iss": issuer, "sub": subject, "aud": "client-id-at-the-provider",
	}) + "." + newOpaqueToken()

	return object{
		"access_token_expires_in": accessTokenExpiresIn, "id_token": idToken, "refresh_token": "1//" + newOpaqueToken(),
	}
}

// seedTokens returns plausible tokens of a member, with exactly the fields that Stytch's schema has for the provider.
func (p memberProvider) seedTokens() object {
	subject := newDigits(21)
	tokens := object{"provider_subject": subject, "access_token": newOpaqueToken(), "scopes": p.scopes}
	maps.Copy(tokens, p.more(subject))
	if p.flat {
		tokens["provider_type"] = p.title

		return tokens
	}

	return object{"provider_type": p.title, "registrations": []object{tokens}}
}

// seedOneTapTokens returns the tokens of a member who only ever used Google One Tap: there is no access token.
func seedOneTapTokens() object {
	google, _ := memberProviderOf("google")
	tokens := google.seedTokens()
	delete(tokens, "access_token")
	delete(tokens, "access_token_expires_in")
	delete(tokens, "refresh_token")

	return tokens
}
