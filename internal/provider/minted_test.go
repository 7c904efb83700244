// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"fmt"
	"slices"

	"github.com/hashicorp/terraform-plugin-testing/knownvalue"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/stytchmock"
	"github.com/stytch-community/terraform-provider-stytchoauth/internal/tftest"
)

// The checks below look up in the emulator whether it made a value. They are for what is only known when it is made,
// and made more than once: Terraform opens an ephemeral resource in every plan.

// mintedToken wants an attach token for an identity provider.
func mintedToken(emulator *tftest.Emulator, provider string) knownvalue.Check {
	return knownvalue.StringFunc(func(value string) error {
		for _, token := range emulator.AttachTokens() {
			if token.Value == value && token.Provider == provider {
				return nil
			}
		}

		return fmt.Errorf("no attach token for %s", provider)
	})
}

// mintedCode wants an authorization code for a client.
func mintedCode(emulator *tftest.Emulator, clientID string) knownvalue.Check {
	return knownvalue.StringFunc(func(value string) error {
		for _, code := range emulator.Codes() {
			if code.Value == value && code.ClientID == clientID {
				return nil
			}
		}

		return fmt.Errorf("no code for %s", clientID)
	})
}

// issuedToken wants a token of a kind with these scopes for a client.
func issuedToken(
	emulator *tftest.Emulator, kind stytchmock.TokenKind, clientID string, scopes ...string,
) knownvalue.Check {
	return knownvalue.StringFunc(func(value string) error {
		for _, token := range emulator.IssuedTokens() {
			if token.Value == value && token.Kind == kind && token.ClientID == clientID &&
				slices.Equal(sorted(token.Scopes), sorted(scopes)) {
				return nil
			}
		}

		return fmt.Errorf("no %s token for %s", kind, clientID)
	})
}
