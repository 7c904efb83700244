// SPDX-License-Identifier: MPL-2.0

package stytchmock

import (
	"encoding/json"
	"maps"
	"slices"
)

// accessTokenLifetime is the access_token_expires_in of the seeded tokens. It
// does not count down, so that reads are repeatable.
const accessTokenLifetime = 3600

// seedTokens returns plausible tokens of a member, with exactly the fields that
// Stytch's schema has for the provider.
func (p memberProvider) seedTokens() object {
	subject := newSubject()
	tokens := object{"provider_subject": subject, "access_token": newOpaqueToken(), "scopes": p.scopes}
	maps.Copy(tokens, p.more(subject))

	if p.flat {
		tokens["provider_type"] = p.title

		return tokens
	}

	return object{"provider_type": p.title, "registrations": []object{tokens}}
}

// seedOneTapTokens returns what a member has who only ever used Google One Tap:
// no access token.
func seedOneTapTokens() object {
	google, _ := memberProviderOf("google")
	tokens := google.seedTokens()
	delete(tokens, "access_token")
	delete(tokens, "access_token_expires_in")
	delete(tokens, "refresh_token")

	return tokens
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
	for _, name := range slices.Sorted(maps.Keys(m.tokens)) {
		provider, _ := memberProviderOf(name)
		registrations = append(registrations, object{
			"provider_type":                provider.title,
			"provider_subject":             subjectOf(m.tokens[name]),
			"member_oauth_registration_id": m.registrationIDs[name],
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
