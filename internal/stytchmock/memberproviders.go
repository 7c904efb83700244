// SPDX-License-Identifier: MPL-2.0

package stytchmock

import "strings"

// memberProvider is an identity provider of B2B projects. Its entry is all that
// the emulator knows of it.
type memberProvider struct {
	name string
	// title is its name as Stytch displays it.
	title string
	// login is where a start endpoint sends the browser.
	login identityProvider
	// scopes are those of the seeded tokens.
	scopes []string
	// flat says that the tokens are the answer itself, and no registration in it.
	flat bool
	// ignoresRefresh says that its endpoint has no include_refresh_token.
	ignoresRefresh bool
	// more returns the fields that its tokens have beyond provider_subject,
	// access_token and scopes.
	more func(subject string) object
}

// memberProviders are the providers whose tokens of a member can be read, and
// whose logins can be started. Stytch has one page for each endpoint of each.
func memberProviders() []memberProvider {
	const openid = "openid email profile"

	return []memberProvider{
		{
			name: "google", title: "Google", flat: true,
			login:  identityProvider{"https://accounts.google.com/o/oauth2/v2/auth", openid, true},
			scopes: strings.Fields(openid),
			more:   func(subject string) object { return openIDTokens("google", subject) },
		},
		{
			name: "microsoft", title: "Microsoft", flat: true,
			login: identityProvider{
				"https://login.microsoftonline.com/common/oauth2/v2.0/authorize", openid + " User.Read", true,
			},
			scopes: strings.Fields(openid + " User.Read"),
			more:   func(subject string) object { return openIDTokens("microsoft", subject) },
		},
		{
			name: "slack", title: "Slack", ignoresRefresh: true,
			login:  identityProvider{"https://slack.com/openid/connect/authorize", openid, false},
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
			name: "hubspot", title: "HubSpot",
			login:  identityProvider{"https://app.hubspot.com/oauth/authorize", "oauth", false},
			scopes: []string{"oauth"},
			more: func(string) object {
				return object{
					"provider_tenant_id":      newSubject()[:7],
					"access_token_expires_in": accessTokenLifetime,
					"refresh_token":           newUUID(),
				}
			},
		},
		{
			name: "github", title: "GitHub",
			login:  identityProvider{"https://github.com/login/oauth/authorize", "user read:org", false},
			scopes: []string{"user", "read:org"},
			more: func(string) object {
				return object{"provider_tenant_ids": []string{newSubject()[:7], newSubject()[:7]}}
			},
		},
	}
}

// memberProviderNames are their names.
func memberProviderNames() []string {
	var names []string
	for _, provider := range memberProviders() {
		names = append(names, provider.name)
	}

	return names
}

// memberProviderOf finds a provider by its name. One that only a test has given
// tokens to has no entry, and needs none: what it answers was given.
func memberProviderOf(name string) (provider memberProvider, known bool) {
	for _, provider := range memberProviders() {
		if provider.name == name {
			return provider, true
		}
	}

	return memberProvider{name: name, title: name}, false
}

// openIDTokens is what Google and Microsoft give.
func openIDTokens(provider, subject string) object {
	return object{
		"access_token_expires_in": accessTokenLifetime,
		"id_token":                newProviderIDToken(provider, subject),
		"refresh_token":           "1//" + newOpaqueToken(),
	}
}
