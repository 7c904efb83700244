// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/client"
)

// The start URLs of B2B projects: for a known Organization, and for one that is found after the login (discovery).

type memberStartURLModel struct {
	startURLModel

	OrganizationID    types.String `tfsdk:"organization_id"`
	OrganizationSlug  types.String `tfsdk:"organization_slug"`
	LoginRedirectURL  types.String `tfsdk:"login_redirect_url"`
	SignupRedirectURL types.String `tfsdk:"signup_redirect_url"`
	CodeChallenge     types.String `tfsdk:"pkce_code_challenge"`
}

type memberStartURLDataSourceModel struct {
	memberStartURLModel
	startRedirectModel
}

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

func memberStartURLAttributes() attributes {
	return startURLAttributes(memberProvider()).with(attributes{
		"organization_id": optionalString("The Organization's id. Set either this or `organization_slug`.",
			isOrganizationID, exactlyOneOf("organization_id", "organization_slug")),
		"organization_slug":   optionalString("The Organization's slug.", isOrganizationSlug),
		"login_redirect_url":  redirectURL("an existing Member"),
		"signup_redirect_url": redirectURL("a new Member"),
		"pkce_code_challenge": loginChallenge(),
	})
}

func newMemberStartURLDataSource() datasource.DataSource {
	return &dataSource{
		name: "stytchoauth_member_start_url",
		description: "Builds the URL at which a Member logs in to a known Organization of a Stytch B2B project with an identity " +
			"provider, such as Slack.",
		attributes: func() attributes {
			return memberStartURLAttributes().with(startRedirectAttributes())
		},
		read: withModel(readStartURL[*memberStartURLDataSourceModel]),
	}
}

func newMemberStartURLEphemeralResource() ephemeral.EphemeralResource {
	return &ephemeralResource{
		name: "stytchoauth_member_start_url",
		description: "Builds the URL at which a Member logs in to a known Organization of a Stytch B2B project with an identity " +
			"provider. " + builtEphemerally,
		attributes: memberStartURLAttributes,
		open:       withModel(openStartURL[*memberStartURLModel]),
	}
}

type discoveryStartURLModel struct {
	startURLModel

	DiscoveryRedirectURL types.String `tfsdk:"discovery_redirect_url"`
	CodeChallenge        types.String `tfsdk:"pkce_code_challenge"`
}

type discoveryStartURLDataSourceModel struct {
	discoveryStartURLModel
	startRedirectModel
}

func (m *discoveryStartURLModel) request() client.StartRequest {
	return client.StartRequest{
		Flow:                 client.FlowDiscovery,
		DiscoveryRedirectURL: m.DiscoveryRedirectURL.ValueString(),
		CodeChallenge:        m.CodeChallenge.ValueString(),
	}
}

func discoveryStartURLAttributes() attributes {
	return startURLAttributes(memberProvider()).with(attributes{
		"discovery_redirect_url": redirectURL("the browser"),
		"pkce_code_challenge":    loginChallenge(),
	})
}

func newDiscoveryStartURLDataSource() datasource.DataSource {
	return &dataSource{
		name: "stytchoauth_discovery_start_url",
		description: "Builds the URL at which somebody logs in to a Stytch B2B project with an identity provider, such as Google, " +
			"before the Organization is known (discovery).",
		attributes: func() attributes {
			return discoveryStartURLAttributes().with(startRedirectAttributes())
		},
		read: withModel(readStartURL[*discoveryStartURLDataSourceModel]),
	}
}

func newDiscoveryStartURLEphemeralResource() ephemeral.EphemeralResource {
	return &ephemeralResource{
		name: "stytchoauth_discovery_start_url",
		description: "Builds the URL at which somebody logs in to a Stytch B2B project before the Organization is known " +
			"(discovery). " + builtEphemerally,
		attributes: discoveryStartURLAttributes,
		open:       withModel(openStartURL[*discoveryStartURLModel]),
	}
}
