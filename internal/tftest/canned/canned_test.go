// SPDX-License-Identifier: MPL-2.0

package canned_test

import (
	"reflect"
	"testing"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/client"
	"github.com/stytch-community/terraform-provider-stytchoauth/internal/tftest/canned"
)

func TestTokens(t *testing.T) {
	t.Parallel()

	flat := client.IdentityProvider{
		Name: "acme", Title: "Acme",
		Fields: []client.TokenField{
			{Name: "access_token", Required: true}, {Name: "access_token_expires_in"}, {Name: "scopes"},
		},
	}
	list := flat
	list.Registrations = true

	made := map[string]any{
		"access_token": "acme-access_token", "access_token_expires_in": 3600, "scopes": []string{"acme-scopes"},
	}

	for name, test := range map[string]struct{ got, want map[string]any }{
		"flat": {
			canned.Tokens(flat, map[string]any{"access_token": "t", "id_token": "not of this provider"}),
			map[string]any{
				"provider_type": "Acme", "access_token": "t", "access_token_expires_in": 3600,
				"scopes": []string{"acme-scopes"},
			},
		},
		"one registration": {
			canned.Tokens(list), map[string]any{"provider_type": "Acme", "registrations": []any{made}},
		},
		"two registrations": {
			canned.Tokens(list, nil, map[string]any{"scopes": nil}),
			map[string]any{"provider_type": "Acme", "registrations": []any{made, map[string]any{
				"access_token": "acme-access_token", "access_token_expires_in": 3600, "scopes": nil,
			}}},
		},
	} {
		if !reflect.DeepEqual(test.got, test.want) {
			t.Errorf("%s: got %v, want %v", name, test.got, test.want)
		}
	}
}

// Of no identity provider is there a field for which nothing can be made up: that would be a panic.
func TestTokensOfEveryIdentityProvider(t *testing.T) {
	t.Parallel()

	for _, provider := range client.MemberIdentityProviders() {
		if got := canned.Tokens(provider); got["provider_type"] != provider.Title {
			t.Errorf("%s: got %v", provider.Name, got)
		}
	}
}
