// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"

	datasource "github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// m2mTokenModel is the model of stytchoauth_m2m_token.
type m2mTokenModel struct {
	oauthTokenModel

	Scopes types.List `tfsdk:"scopes"`
}

// newM2MTokenEphemeralResource returns the ephemeral resource.
func newM2MTokenEphemeralResource() ephemeral.EphemeralResource {
	return &ephemeralResource{
		name: "m2m_token",
		description: mintsOnOpen("an access token is issued") + "Gets an access token for a machine-to-machine (M2M) " +
			"client of a Stytch project (RFC 6749 section 4.4). The token is valid for an hour and cannot be revoked.",
		attributes: func() attributes {
			return oauthTokenAttributes().with(attributes{
				"client_secret": secretArgument("The client secret of the M2M client.", isClientSecret),
				"scopes": datasource.ListAttribute{
					MarkdownDescription: "The scopes to request. Defaults to all scopes of the client.",
					Optional:            true, ElementType: types.StringType, Validators: listOf(isScope),
				},
			})
		},
		open: openWith(openM2MToken),
	}
}

// openM2MToken asks for a token.
func openM2MToken(ctx context.Context, data *providerData, model *m2mTokenModel) diag.Diagnostics {
	if diags := data.requireProject(); diags.HasError() {
		return diags
	}

	tokens, err := data.client.M2MToken(ctx, model.credentials(), stringsIn(model.Scopes))
	if err != nil {
		asking := tokenTask("Get", "M2M Token", model.ClientID)
		asking.advice["invalid_scope"] = "Ask for scopes that the M2M client has in the Stytch dashboard."

		return asking.failed(err)
	}

	model.set(tokens)

	return nil
}
