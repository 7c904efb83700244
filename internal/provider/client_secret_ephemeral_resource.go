// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// clientSecretModel is the model of stytchoauth_client_secret.
type clientSecretModel struct {
	ClientID             types.String `tfsdk:"client_id"`
	OpenAfter            types.String `tfsdk:"open_after"`
	ClientSecret         types.String `tfsdk:"client_secret"`
	ClientSecretLastFour types.String `tfsdk:"client_secret_last_four"`
}

// newClientSecretEphemeralResource returns stytchoauth_client_secret.
func newClientSecretEphemeralResource() ephemeral.EphemeralResource {
	return &ephemeralResource{
		name: "stytchoauth_client_secret",
		description: "Hands the client secret that `stytchoauth_connected_app` or `stytchoauth_m2m_client` had issued in the " +
			"same apply to a secret store. Stytch shows a secret once, and this provider keeps it in memory for the rest of the " +
			"apply: it is in neither state nor plan. No request is sent.",
		attributes: func() attributes {
			return attributes{
				"client_id": requiredString("The `client_id` of the resource that the secret was issued for. Refer to the resource, so "+
					"that this is opened after it.", isClient),
				"open_after": requiredString("Set this to `timestamp()`: it is unknown in every plan, so this is opened in apply only. " +
					"In a plan there is no secret yet, and many stores refuse a null one."),
				"client_secret": computedSensitiveString("The newest secret that this apply issued for the client. Null if it issued none: use " +
					"`coalesce()` where it is stored, so that the store fails rather than keep an empty secret."),
				"client_secret_last_four": computedString("The last four characters of `client_secret`. Null if this apply issued none."),
			}
		},
		open: withModel(openClientSecret),
	}
}

// openClientSecret looks the secret up.
func openClientSecret(_ context.Context, data *providerData, model *clientSecretModel) diag.Diagnostics {
	found := data.issued.secret(model.ClientID.ValueString())
	model.ClientSecret = types.StringPointerValue(found.secret)
	model.ClientSecretLastFour = types.StringPointerValue(found.lastFour)

	return nil
}
