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
		description: "Hands a client secret to a secret store, in the apply in which `stytchoauth_connected_app` or " +
			"`stytchoauth_m2m_client` issues it. Stytch shows the secret once; this provider keeps it in memory until the apply " +
			"ends, and in neither state nor plan.",
		attributes: func() attributes {
			return attributes{
				"client_id": requiredString("The `client_id` of the resource. Refer to the resource, so that Terraform opens this "+
					"after it.", isClient),
				"open_after": requiredString("Set it to `timestamp()`, which delays the opening until apply: in plan, there is no "+
					"secret yet.", isDelay),
				"client_secret": computedSensitiveString("The newest secret that this apply issued for the client. Null if it issued " +
					"none."),
				"client_secret_last_four": computedString("The last four characters of `client_secret`."),
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
