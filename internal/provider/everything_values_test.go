// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"testing"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/client"
	"github.com/stytch-community/terraform-provider-stytchoauth/internal/stytchmock"
	"github.com/stytch-community/terraform-provider-stytchoauth/internal/tftest"
	"github.com/stytch-community/terraform-provider-stytchoauth/internal/tftest/canned"
)

// secretsOf are the values of the variables.
func secretsOf(emulator *tftest.Emulator) map[string]any {
	seed := emulator.Seed

	return map[string]any{
		"project": seed.Secret, "consumer_project": seed.ConsumerSecret,
		"session_token": seed.SessionToken, "session_jwt": emulator.SessionJWT(seed.SessionToken),
		"consumer_session_token": seed.ConsumerSessionToken,
		"consumer_session_jwt":   emulator.SessionJWT(seed.ConsumerSessionToken),
		"confidential_client":    seed.ConfidentialClientSecret, "m2m_client": seed.M2MClientSecret,
	}
}

// ephemeralMember adds a Member whose tokens nothing but ephemeral resources read, and returns its id and its tokens.
func ephemeralMember(emulator *tftest.Emulator) (id string, tokens []string) {
	id = emulator.AddMember(stytchmock.Member{})

	for _, provider := range client.MemberIdentityProviders() {
		values := tftest.Object{"provider_subject": "subject", "scopes": []string{}, "provider_tenant_ids": []string{}}

		for _, name := range []string{"access_token", "refresh_token", "id_token", "bot_access_token"} {
			token := "ephemeral-" + provider.Name + "-" + name
			values[name] = token
			tokens = append(tokens, token)
		}

		values["access_token_expires_in"], values["bot_scopes"] = 3600, []string{}
		answer := with(values, tftest.Object{"provider_type": provider.Title})

		if provider.Registrations {
			answer = registrations(provider.Title, values)
		}

		emulator.SetMemberTokens(emulator.Seed.OrganizationID, id, provider.Name, answer)
	}

	return id, tokens
}

// giveTokens gives the emulator's Member tokens of an identity provider, with every field that these have.
func giveTokens(t *testing.T, emulator *tftest.Emulator, provider client.IdentityProvider) {
	t.Helper()

	seed := emulator.Seed
	if !emulator.SetMemberTokens(seed.OrganizationID, seed.MemberID, provider.Name, canned.Tokens(provider)) {
		t.Fatal("there is no such Member")
	}
}

// tokensTypes are the types that read the tokens of identity providers, without the provider's prefix.
func tokensTypes() []string {
	var types []string
	for _, provider := range client.MemberIdentityProviders() {
		types = append(types, "member_"+provider.Name+"_tokens")
	}

	return types
}
