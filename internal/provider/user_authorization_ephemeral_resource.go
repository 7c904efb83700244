// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/client"
)

// userAuthorizationModel is the model of stytchoauth_user_authorization.
type userAuthorizationModel struct {
	authorizationModel

	UserID types.String `tfsdk:"user_id"`
}

// newUserAuthorizationEphemeralResource returns the ephemeral resource.
func newUserAuthorizationEphemeralResource() ephemeral.EphemeralResource {
	return &ephemeralResource{
		name: "user_authorization",
		description: mintsOnOpen("an authorization code is minted") + "Authorizes a Connected App to act for a User of a " +
			"Consumer project, as an application's consent page does when the User agrees. The Connected App exchanges the " +
			"resulting code for tokens.",
		attributes: func() attributes {
			return authorizationAttributes().with(attributes{
				"user_id": option("The `user_id` or external id of the User. Set exactly one of `user_id`, `session_token` and "+
					"`session_jwt`.",
					isIdentifier, exactlyOneOf("user_id", "session_token", "session_jwt")),
			})
		},
		open: openWith(func(ctx context.Context, data *providerData, model *userAuthorizationModel) diag.Diagnostics {
			subject := client.Subject{UserID: model.UserID.ValueString()}

			return model.authorize(ctx, data, client.Consumer, subject, userText(subject))
		}),
	}
}
