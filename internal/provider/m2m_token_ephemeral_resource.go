// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/client"
)

type m2mTokenModel struct {
	oauthTokenModel

	ClientSecret nullableString `tfsdk:"client_secret"`
	Scopes       types.List     `tfsdk:"scopes"`
}

func newM2MTokenEphemeralResource() ephemeral.EphemeralResource {
	return &ephemeralResource{
		name: "stytchoauth_m2m_token",
		description: mintsOnOpen("issues an access token") + "Gets an access token for a machine-to-machine (M2M) client: one " +
			"of your programs, registered with Stytch, that calls your API on its own behalf.",
		attributes: func() attributes {
			return oauthTokenAttributes(isM2MClientID).with(attributes{
				"client_secret": requiredNullableString("The client secret.", isClientSecret),
				"scopes":        optionalStrings("The scopes to request. Defaults to all scopes of the client, as does an empty list.", isScope),
			})
		},
		open: withModel(openM2MToken),
	}
}

func openM2MToken(ctx context.Context, data *providerData, model *m2mTokenModel) diag.Diagnostics {
	diags := model.ClientSecret.require("client_secret", "If it comes from a stytchoauth_client_secret, this run issued no "+
		"secret for the client: read it from the store that keeps it.")
	diags.Append(data.requireProject()...)

	if diags.HasError() {
		return diags
	}

	tokens, err := data.client.M2MToken(ctx, client.ClientCredentials{
		ClientID: model.ClientID.ValueString(), ClientSecret: model.ClientSecret.ValueString(),
	}, stringsOf(model.Scopes))
	if err != nil {
		return m2mTokenOperation(model.ClientID).diagnostics(err)
	}

	model.copyFrom(tokens)

	return nil
}

// m2mTokenOperation describes the request for its diagnostics.
func m2mTokenOperation(clientID types.String) operation {
	request := tokenOperation("Get", "M2M Token", "M2M client", clientID.ValueString(), adviceM2MSecret)
	request.advice["invalid_scope"] = adviceM2MScopes

	return request
}
