// SPDX-License-Identifier: MPL-2.0

package stytchmock

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
)

// accessTokenLifetime is the access_token_expires_in of the seeded tokens. It
// does not count down, so that reads are repeatable.
const accessTokenLifetime = 3600

// providerType is the provider's name as Stytch displays it.
func providerType(provider string) string {
	switch provider {
	case "github":
		return "GitHub"
	case "hubspot":
		return "HubSpot"
	default:
		return strings.ToUpper(provider[:1]) + provider[1:]
	}
}

// seedTokens returns plausible tokens of a member for a provider, with exactly
// the fields that Stytch's schema has for it.
func seedTokens(provider string) object {
	subject := newSubject()
	tokens := object{
		"provider_subject": subject,
		"access_token":     newOpaqueToken(),
		"scopes":           seedScopes(provider),
	}
	switch provider {
	case "google", "microsoft":
		tokens["provider_type"] = providerType(provider)
		tokens["access_token_expires_in"] = accessTokenLifetime
		tokens["id_token"] = newProviderIDToken(provider, subject)
		tokens["refresh_token"] = "1//" + newOpaqueToken()

		return tokens
	case "slack":
		tokens["provider_tenant_id"] = "T" + strings.ToUpper(newUUID()[:8])
		tokens["bot_access_token"] = "xoxb-" + newOpaqueToken()
		tokens["bot_scopes"] = []string{"chat:write", "users:read"}
	case "hubspot":
		tokens["provider_tenant_id"] = newSubject()[:7]
		tokens["access_token_expires_in"] = accessTokenLifetime
		tokens["refresh_token"] = newUUID()
	case "github":
		tokens["provider_tenant_ids"] = []string{newSubject()[:7], newSubject()[:7]}
	}

	return object{"provider_type": providerType(provider), "registrations": []object{tokens}}
}

// seedOneTapTokens returns what a member has who only ever used Google One Tap:
// no access token.
func seedOneTapTokens() object {
	tokens := seedTokens("google")
	delete(tokens, "access_token")
	delete(tokens, "access_token_expires_in")
	delete(tokens, "refresh_token")

	return tokens
}

func seedScopes(provider string) []string {
	switch provider {
	case "microsoft":
		return []string{"openid", "email", "profile", "User.Read"}
	case "slack":
		return []string{"users:read", "users:read.email"}
	case "hubspot":
		return []string{"oauth"}
	case "github":
		return []string{"user", "read:org"}
	default:
		return []string{"openid", "email", "profile"}
	}
}

// newSubject returns a decimal id such as providers give their users.
func newSubject() string {
	digits := make([]byte, 21)
	for i, b := range randomBytes(len(digits)) {
		digits[i] = '1' + b%9
	}

	return string(digits)
}

// newProviderIDToken returns an ID token in form: the provider's key is not the
// emulator's, so nobody could check the signature.
func newProviderIDToken(provider, subject string) string {
	return encodeJWT(object{"alg": "RS256", "typ": "JWT", "kid": newUUID()}, object{
		"iss": identityProviderOf(provider, false).issuer(),
		"sub": subject,
		"aud": provider + "-client-id",
	}) + "." + newOpaqueToken()
}

// oauthRegistrations lists the providers that the member has tokens of.
func (m *member) oauthRegistrations() []object {
	registrations := []object{}
	for _, provider := range slices.Sorted(maps.Keys(m.tokens)) {
		registrations = append(registrations, object{
			"provider_type":                providerType(provider),
			"provider_subject":             subjectOf(m.tokens[provider]),
			"member_oauth_registration_id": m.registrationIDs[provider],
		})
	}

	return registrations
}

// subjectOf returns the first provider_subject of a stored payload.
func subjectOf(stored any) string {
	type subject struct {
		ProviderSubject string `json:"provider_subject"`
	}
	var payload struct {
		subject

		Registrations []subject `json:"registrations"`
	}
	encoded, err := json.Marshal(stored)
	if err != nil || json.Unmarshal(encoded, &payload) != nil {
		return ""
	}
	if payload.ProviderSubject == "" && len(payload.Registrations) > 0 {
		return payload.Registrations[0].ProviderSubject
	}

	return payload.ProviderSubject
}
