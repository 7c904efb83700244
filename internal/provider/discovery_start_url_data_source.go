// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/client"
)

// discoveryStartURLModel is the start URL of a login that finds its Organization afterwards.
type discoveryStartURLModel struct {
	startURLModel

	DiscoveryRedirectURL types.String `tfsdk:"discovery_redirect_url"`
	CodeChallenge        types.String `tfsdk:"pkce_code_challenge"`
}

// discoveryStartURLDataModel is the data source's.
type discoveryStartURLDataModel struct {
	discoveryStartURLModel
	startRedirectModel
}

// request holds what is particular to the flow.
func (m *discoveryStartURLModel) request() client.StartRequest {
	return client.StartRequest{
		Flow:                 client.FlowDiscovery,
		DiscoveryRedirectURL: m.DiscoveryRedirectURL.ValueString(),
		CodeChallenge:        m.CodeChallenge.ValueString(),
	}
}

// discoveryStartURLAttributes are the attributes of a discoveryStartURLModel.
func discoveryStartURLAttributes() attributes {
	return startURLAttributes(memberProviderAttribute()).with(attributes{
		"discovery_redirect_url": redirectOption("the browser"),
		"pkce_code_challenge":    challengeOption(),
	})
}

// newDiscoveryStartURLDataSource returns the data source.
func newDiscoveryStartURLDataSource() datasource.DataSource {
	return &dataSource{
		name: "discovery_start_url",
		description: "Builds the URL at which a browser starts a login to a B2B project before the Organization is known " +
			"(discovery), with an identity provider such as Google or Slack. " + builtOffline,
		attributes: func() attributes {
			return discoveryStartURLAttributes().with(startRedirectAttributes())
		},
		read: readWith(readStartURL[*discoveryStartURLDataModel]),
	}
}
