// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/datasource"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/client"
)

// memberTokensDataSources returns a data source for each identity provider of a B2B project.
func memberTokensDataSources() []func() datasource.DataSource {
	var all []func() datasource.DataSource

	for _, provider := range client.MemberIdentityProviders() {
		tokens := memberTokens{provider: provider}

		all = append(all, func() datasource.DataSource {
			return &dataSource{
				name: tokens.name(),
				description: keptInState(tokens.name()) + fmt.Sprintf("Reads the %[1]s tokens that Stytch "+
					"stored for a Member of a B2B project when they logged in with %[1]s.", provider.Title) +
					tokens.refreshNote(),
				attributes: tokens.attributes,
				read:       readWith(tokens.read),
			}
		})
	}

	return all
}

// keptInState is what the page of a data source that returns a secret begins with.
func keptInState(twin string) string {
	return fmt.Sprintf("~> **The results of a data source are kept in the state, secrets included.** Use the "+
		"ephemeral resource `stytchoauth_%[1]s` instead, which has the same arguments and results, unless the state is "+
		"protected as well as the tokens need to be.\n\n", twin)
}
