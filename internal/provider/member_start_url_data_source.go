// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/client"
)

// memberStartURLModel is the start URL of a known Organization.
type memberStartURLModel struct {
	startURLModel

	OrganizationID    types.String `tfsdk:"organization_id"`
	OrganizationSlug  types.String `tfsdk:"organization_slug"`
	LoginRedirectURL  types.String `tfsdk:"login_redirect_url"`
	SignupRedirectURL types.String `tfsdk:"signup_redirect_url"`
	CodeChallenge     types.String `tfsdk:"pkce_code_challenge"`
}

// memberStartURLDataModel is the data source's.
type memberStartURLDataModel struct {
	memberStartURLModel
	startRedirectModel
}

// request holds what is particular to the flow.
func (m *memberStartURLModel) request() client.StartRequest {
	return client.StartRequest{
		Flow:              client.FlowMember,
		OrganizationID:    m.OrganizationID.ValueString(),
		OrganizationSlug:  m.OrganizationSlug.ValueString(),
		LoginRedirectURL:  m.LoginRedirectURL.ValueString(),
		SignupRedirectURL: m.SignupRedirectURL.ValueString(),
		CodeChallenge:     m.CodeChallenge.ValueString(),
	}
}

// memberStartURLAttributes are the attributes of a memberStartURLModel.
func memberStartURLAttributes() attributes {
	return startURLAttributes(memberProviderAttribute()).with(attributes{
		"organization_id": option("The id of the Organization to log in to. Set exactly one of `organization_id` and "+
			"`organization_slug`.",
			isIdentifier, exactlyOneOf("organization_id", "organization_slug")),
		"organization_slug":   option("The slug of the Organization to log in to.", isIdentifier),
		"login_redirect_url":  redirectOption("an existing Member"),
		"signup_redirect_url": redirectOption("a new Member"),
		"pkce_code_challenge": challengeOption(),
	})
}

// newMemberStartURLDataSource returns the data source.
func newMemberStartURLDataSource() datasource.DataSource {
	return &dataSource{
		name: "member_start_url",
		description: "Builds the URL at which a browser starts a Member's login to a known Organization of a B2B project, " +
			"with an identity provider such as Google or Slack. " + builtOffline,
		attributes: func() attributes {
			return memberStartURLAttributes().with(startRedirectAttributes())
		},
		read: readWith(readStartURL[*memberStartURLDataModel]),
	}
}
