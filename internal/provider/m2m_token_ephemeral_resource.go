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
			"of your own programs that calls your API in its own name, registered with Stytch.",
		attributes: func() attributes {
			return oauthTokenAttributes(isM2MClientID).with(attributes{
				"client_secret": requiredNullableString("The client secret.", isClientSecret),
				"scopes":        optionalStrings("The scopes to request. Defaults to all of the client's; an empty list does, too.", isScope),
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
		request := tokenOperation("Get", "M2M Token", model.ClientID)
		request.advice["invalid_scope"] = "Ask for scopes that the M2M client has in the Stytch dashboard."

		return request.diagnostics(err)
	}

	model.copyFrom(tokens)

	return nil
}
