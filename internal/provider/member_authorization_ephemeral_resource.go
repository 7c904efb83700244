// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/client"
)

// memberAuthorizationModel is the model of stytchoauth_member_authorization.
type memberAuthorizationModel struct {
	authorizationModel

	OrganizationID types.String `tfsdk:"organization_id"`
	MemberID       types.String `tfsdk:"member_id"`
}

// newMemberAuthorizationEphemeralResource returns the ephemeral resource.
func newMemberAuthorizationEphemeralResource() ephemeral.EphemeralResource {
	return &ephemeralResource{
		name: "member_authorization",
		description: mintsOnOpen("an authorization code is minted") + "Authorizes a Connected App to act for a Member of a B2B " +
			"project, as an application's consent page does when the Member agrees. The Connected App exchanges the resulting " +
			"code for tokens.",
		attributes: func() attributes {
			return authorizationAttributes().with(attributes{
				"organization_id": option("The `organization_id`, slug, or external id of the Organization. Set exactly one of "+
					"`organization_id` (with `member_id`), `session_token` and `session_jwt`.",
					isIdentifier,
					exactlyOneOf("organization_id", "session_token", "session_jwt"),
					stringvalidator.AlsoRequires(path.MatchRoot("member_id"))),
				"member_id": option("The `member_id` or external id of the Member.",
					isIdentifier, stringvalidator.AlsoRequires(path.MatchRoot("organization_id"))),
			})
		},
		open: openWith(func(ctx context.Context, data *providerData, model *memberAuthorizationModel) diag.Diagnostics {
			subject := client.Subject{
				OrganizationID: model.OrganizationID.ValueString(), MemberID: model.MemberID.ValueString(),
			}

			return model.authorize(ctx, data, client.B2B, subject, memberText(subject))
		}),
	}
}
