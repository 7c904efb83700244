// SPDX-License-Identifier: MPL-2.0

package provider

import (
	datasource "github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/client"
)

// consentRequestModel is what a Connected App asks a subject for, in a preflight and in an authorization.
type consentRequestModel struct {
	ClientID     types.String `tfsdk:"client_id"`
	RedirectURI  types.String `tfsdk:"redirect_uri"`
	Scopes       types.List   `tfsdk:"scopes"`
	ResponseType types.String `tfsdk:"response_type"`
	Prompt       types.String `tfsdk:"prompt"`
}

// consentRequestAttributes are the attributes of a consentRequestModel.
func consentRequestAttributes() attributes {
	return attributes{
		"client_id": argument("The client id of the Connected App.", isIdentifier),
		"redirect_uri": argument("The URL at which the Connected App receives the answer. It must be identical to one "+
			"of the Connected App's registered redirect URLs.", isAbsoluteURI),
		"scopes": datasource.ListAttribute{
			MarkdownDescription: "The scopes that the Connected App requests.",
			Required:            true, ElementType: types.StringType, Validators: listOf(isScope),
		},
		"response_type": defaulted("The OAuth response type. Defaults to `code`, the only one that Stytch supports.", isOneOf("code")),
		"prompt": option("How to ask for consent. The only supported value, `consent`, asks even if consent was given "+
			"before.", isOneOf("consent")),
	}
}

// request is the request, without its subject. The default of response_type shows in the model.
func (m *consentRequestModel) request(subject client.Subject) client.PreflightRequest {
	if m.ResponseType.ValueString() == "" {
		m.ResponseType = types.StringValue("code")
	}

	return client.PreflightRequest{
		Subject:      subject,
		ClientID:     m.ClientID.ValueString(),
		RedirectURI:  m.RedirectURI.ValueString(),
		ResponseType: m.ResponseType.ValueString(),
		Scopes:       stringsIn(m.Scopes),
		Prompt:       m.Prompt.ValueString(),
	}
}
