// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/client"
)

// userStartURLModel is the start URL of a Consumer project.
type userStartURLModel struct {
	startURLModel

	LoginRedirectURL  types.String `tfsdk:"login_redirect_url"`
	SignupRedirectURL types.String `tfsdk:"signup_redirect_url"`
	CodeChallenge     types.String `tfsdk:"code_challenge"`
}

// userStartURLDataModel is the data source's.
type userStartURLDataModel struct {
	userStartURLModel
	startRedirectModel
}

// request holds what is particular to the flow.
func (m *userStartURLModel) request() client.StartRequest {
	return client.StartRequest{
		Flow:              client.FlowUser,
		LoginRedirectURL:  m.LoginRedirectURL.ValueString(),
		SignupRedirectURL: m.SignupRedirectURL.ValueString(),
		CodeChallenge:     m.CodeChallenge.ValueString(),
	}
}

// userStartURLAttributes are the attributes of a userStartURLModel.
func userStartURLAttributes() attributes {
	return startURLAttributes(userProviderAttribute("The identity provider to log in with.")).with(attributes{
		"login_redirect_url":  redirectOption("an existing User"),
		"signup_redirect_url": redirectOption("a new User"),
		"code_challenge":      challengeOption(),
	})
}

// newUserStartURLDataSource returns the data source.
func newUserStartURLDataSource() datasource.DataSource {
	return &dataSource{
		name: "user_start_url",
		description: "Builds the URL at which a browser starts a User's login to a Consumer project, with an identity " +
			"provider such as Google or Apple. " + builtOffline,
		attributes: func() attributes {
			return userStartURLAttributes().with(startRedirectAttributes())
		},
		read: readWith(readStartURL[*userStartURLDataModel]),
	}
}
