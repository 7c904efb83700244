// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/client"
)

// The start URL of Consumer projects. Only the ephemeral resource takes an attach token, which must not be kept in the
// state of a data source.

type userStartURLModel struct {
	startURLModel

	LoginRedirectURL  types.String `tfsdk:"login_redirect_url"`
	SignupRedirectURL types.String `tfsdk:"signup_redirect_url"`
	CodeChallenge     types.String `tfsdk:"code_challenge"`
}

type userStartURLDataSourceModel struct {
	userStartURLModel
	startRedirectModel
}

type userStartURLEphemeralModel struct {
	userStartURLModel

	OAuthAttachToken types.String `tfsdk:"oauth_attach_token"`
}

func (m *userStartURLModel) request() client.StartRequest {
	return client.StartRequest{
		Flow:              client.FlowUser,
		LoginRedirectURL:  m.LoginRedirectURL.ValueString(),
		SignupRedirectURL: m.SignupRedirectURL.ValueString(),
		CodeChallenge:     m.CodeChallenge.ValueString(),
	}
}

func (m *userStartURLEphemeralModel) request() client.StartRequest {
	request := m.userStartURLModel.request()
	request.OAuthAttachToken = m.OAuthAttachToken.ValueString()

	return request
}

func userStartURLAttributes() attributes {
	return startURLAttributes(userProvider("The identity provider.")).with(attributes{
		"login_redirect_url":  redirectURL("an existing User"),
		"signup_redirect_url": redirectURL("a new User"),
		"code_challenge":      loginChallenge(),
	})
}

func newUserStartURLDataSource() datasource.DataSource {
	return &dataSource{
		name:        "stytchoauth_user_start_url",
		description: "Builds the URL at which a User logs in to a Stytch Consumer project with an identity provider, such as Apple.",
		attributes: func() attributes {
			return userStartURLAttributes().with(startRedirectAttributes())
		},
		read: withModel(readStartURL[*userStartURLDataSourceModel]),
	}
}

func newUserStartURLEphemeralResource() ephemeral.EphemeralResource {
	return &ephemeralResource{
		name: "stytchoauth_user_start_url",
		description: "Builds the URL at which a User logs in to a Stytch Consumer project, or connects a further account to theirs. " +
			builtEphemerally,
		attributes: func() attributes {
			return userStartURLAttributes().with(attributes{
				"oauth_attach_token": optionalSensitiveString("A token of `stytchoauth_attach_token`, for the same identity "+
					"provider.", isSecretToken),
				"url": computedSensitiveString("The start URL, with the attach token in it, if one is set."),
			})
		},
		open: withModel(openStartURL[*userStartURLEphemeralModel]),
	}
}
