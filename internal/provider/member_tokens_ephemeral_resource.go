// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/ephemeral"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/client"
)

// memberTokensEphemeralResources returns an ephemeral resource for each identity provider of a B2B project.
func memberTokensEphemeralResources() []func() ephemeral.EphemeralResource {
	var all []func() ephemeral.EphemeralResource

	for _, provider := range client.MemberIdentityProviders() {
		tokens := memberTokens{provider: provider}

		all = append(all, func() ephemeral.EphemeralResource {
			return &ephemeralResource{
				name: tokens.name(),
				description: fmt.Sprintf("Reads the %[1]s tokens that Stytch stored for a Member of a B2B project when "+
					"they logged in with %[1]s. The tokens are kept in neither state nor plan.", provider.Title) +
					tokens.refreshNote(),
				attributes: func() attributes {
					return tokens.attributes().with(openAfter())
				},
				open: openWith(tokens.read),
			}
		})
	}

	return all
}
