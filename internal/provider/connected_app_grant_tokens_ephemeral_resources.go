// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

type memberGrantTokensModel struct {
	appTokensModel

	OrganizationID types.String `tfsdk:"organization_id"`
	MemberID       types.String `tfsdk:"member_id"`
}

type userGrantTokensModel struct {
	appTokensModel

	UserID types.String `tfsdk:"user_id"`
}

func newMemberConnectedAppTokensEphemeralResource() ephemeral.EphemeralResource {
	return &ephemeralResource{
		name:        "stytchoauth_member_connected_app_tokens",
		description: grantTokensDescription("stytchoauth_member_connected_app"),
		attributes: func() attributes {
			return grantTokensAttributes().with(attributes{
				"organization_id": requiredString("The `organization_id` of the resource.", isOrganization),
				"member_id":       requiredString("The `member_id` of the resource.", isMember),
			})
		},
		open: withModel(func(_ context.Context, data *providerData, model *memberGrantTokensModel) diag.Diagnostics {
			model.copyIssued(data, memberGrant(model.OrganizationID, model.MemberID, model.ClientID))

			return nil
		}),
	}
}

func newUserConnectedAppTokensEphemeralResource() ephemeral.EphemeralResource {
	return &ephemeralResource{
		name:        "stytchoauth_user_connected_app_tokens",
		description: grantTokensDescription("stytchoauth_user_connected_app"),
		attributes: func() attributes {
			return grantTokensAttributes().with(attributes{
				"user_id": requiredString("The `user_id` of the resource.", isUser),
			})
		},
		open: withModel(func(_ context.Context, data *providerData, model *userGrantTokensModel) diag.Diagnostics {
			model.copyIssued(data, userGrant(model.UserID, model.ClientID))

			return nil
		}),
	}
}

func grantTokensDescription(resource string) string {
	return "Hands tokens to a secret store, in the apply in which `" + resource + "` issues them. " +
		"Stytch shows them once; this provider keeps them in memory until the apply ends, and in neither " +
		"state nor plan."
}

// grantTokensAttributes are those of an appTokensModel whose tokens a grant had issued.
func grantTokensAttributes() attributes {
	return appTokensAttributes().with(attributes{
		"client_id": requiredString("The `client_id` of the resource. Refer to the resource, so that Terraform opens this after it.",
			isConnectedApp),
		"open_after": requiredString("Set it to `timestamp()`, which delays the opening until apply: in plan, there are no tokens "+
			"yet.", isDelay),
		"access_token": computedSensitiveString("The access token, a JWT. This and all other results are null if this apply issued " +
			"none."),
		"request_id":  computedString("Stytch's id for the request that issued the tokens."),
		"status_code": computedInt64("The HTTP status code of that request."),
	})
}

// copyIssued sets the tokens that this run issued for a grant, if it did.
func (m *appTokensModel) copyIssued(data *providerData, key grantKey) {
	if tokens := data.issued.grant(key.importID()).tokens; tokens != nil {
		m.copyFrom(tokens)
	}
}
