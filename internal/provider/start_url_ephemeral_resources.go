// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/client"
)

// The ephemeral twins of the data sources for start URLs send nothing, so they have nothing to delay and no
// redirect to resolve. They are for URLs made of ephemeral values, such as a PKCE code challenge.

// builtEphemerally is what their pages say.
const builtEphemerally = "The ephemeral twin of the data source of the same name, for URLs that are built from " +
	"ephemeral values and must not be kept in the state. No request is sent."

// openStartURL is the open function of all three.
func openStartURL[F startFlow](_ context.Context, data *providerData, flow F) diag.Diagnostics {
	_, diags := buildStartURL(data, flow)

	return diags
}

// newMemberStartURLEphemeralResource returns the twin of member_start_url.
func newMemberStartURLEphemeralResource() ephemeral.EphemeralResource {
	return &ephemeralResource{
		name: "member_start_url",
		description: "Builds the URL at which a browser starts a Member's login to a known Organization of a B2B project. " +
			builtEphemerally,
		attributes: memberStartURLAttributes,
		open:       openWith(openStartURL[*memberStartURLModel]),
	}
}

// newDiscoveryStartURLEphemeralResource returns the twin of discovery_start_url.
func newDiscoveryStartURLEphemeralResource() ephemeral.EphemeralResource {
	return &ephemeralResource{
		name: "discovery_start_url",
		description: "Builds the URL at which a browser starts a login to a B2B project before the Organization is known " +
			"(discovery). " + builtEphemerally,
		attributes: discoveryStartURLAttributes,
		open:       openWith(openStartURL[*discoveryStartURLModel]),
	}
}

// attachedStartURLModel is the start URL of a Consumer project with an attach token.
type attachedStartURLModel struct {
	userStartURLModel

	OAuthAttachToken types.String `tfsdk:"oauth_attach_token"`
}

// request adds the attach token to the flow's own.
func (m *attachedStartURLModel) request() client.StartRequest {
	request := m.userStartURLModel.request()
	request.OAuthAttachToken = m.OAuthAttachToken.ValueString()

	return request
}

// newUserStartURLEphemeralResource returns the twin of user_start_url, which alone can carry an attach token: the
// state of a data source is no place for one.
func newUserStartURLEphemeralResource() ephemeral.EphemeralResource {
	return &ephemeralResource{
		name: "user_start_url",
		description: "Builds the URL at which a browser starts a User's login to a Consumer project. With an attach token, " +
			"the login counts as an existing User's. " + builtEphemerally,
		attributes: func() attributes {
			return userStartURLAttributes().with(attributes{
				"oauth_attach_token": secretOption("An attach token for the same identity provider, from "+
					"`stytchoauth_attach_token`. Single-use.", isSecret),
				"url": secretText("The start URL, for a browser to open. It contains the attach token, if one is set."),
			})
		},
		open: openWith(openStartURL[*attachedStartURLModel]),
	}
}
