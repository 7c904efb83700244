// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// grantTokensModel is the model of both types but for who authorized the app.
type grantTokensModel struct {
	ClientID     types.String `tfsdk:"client_id"`
	OpenAfter    types.String `tfsdk:"open_after"`
	AccessToken  types.String `tfsdk:"access_token"`
	TokenType    types.String `tfsdk:"token_type"`
	ExpiresIn    types.Int64  `tfsdk:"expires_in"`
	Scope        types.String `tfsdk:"scope"`
	RefreshToken types.String `tfsdk:"refresh_token"`
	IDToken      types.String `tfsdk:"id_token"`
	RequestID    types.String `tfsdk:"request_id"`
	StatusCode   types.Int64  `tfsdk:"status_code"`
}

type memberGrantTokensModel struct {
	grantTokensModel

	OrganizationID types.String `tfsdk:"organization_id"`
	MemberID       types.String `tfsdk:"member_id"`
}

type userGrantTokensModel struct {
	grantTokensModel

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
			model.open(data, memberGrant(model.OrganizationID, model.MemberID, model.ClientID))

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
			model.open(data, userGrant(model.UserID, model.ClientID))

			return nil
		}),
	}
}

func grantTokensDescription(resource string) string {
	return "Hands tokens to a secret store, in the apply in which `" + resource + "` issues them. " +
		"Stytch shows them once; this provider keeps them in memory until the apply ends, and in neither " +
		"state nor plan."
}

// grantTokensAttributes are the attributes of a grantTokensModel.
func grantTokensAttributes() attributes {
	return attributes{
		"client_id": requiredString("The `client_id` of the resource. Refer to the resource, so that Terraform opens this after it.",
			isConnectedApp),
		"open_after": requiredString("Set it to `timestamp()`, which delays the opening until apply: in plan, there are no tokens "+
			"yet.", isDelay),
		"access_token": computedSensitiveString("The access token, a JWT. This and all other results are null if this apply issued " +
			"none."),
		"token_type":    computedString("The type of the access token: `bearer`."),
		"expires_in":    computedInt64("Seconds for which the access token is valid."),
		"scope":         computedString("The granted scopes, separated by spaces. May be null."),
		"refresh_token": computedSensitiveString("The refresh token. Null unless `offline_access` was granted."),
		"id_token":      computedSensitiveString("The ID token, a JWT. Null unless `openid` was granted."),
		"request_id":    computedString("Stytch's id for the request that issued the tokens."),
		"status_code":   computedInt64("The HTTP status code of that request."),
	}
}

// open looks the tokens up.
func (m *grantTokensModel) open(data *providerData, key grantKey) {
	tokens := data.issued.grant(key.importID()).tokens
	if tokens == nil {
		return
	}

	m.AccessToken = types.StringPointerValue(tokens.AccessToken)
	m.TokenType = types.StringPointerValue(tokens.TokenType)
	m.ExpiresIn = types.Int64PointerValue(tokens.ExpiresIn)
	m.Scope = types.StringPointerValue(tokens.Scope)
	m.RefreshToken = types.StringPointerValue(tokens.RefreshToken)
	m.IDToken = types.StringPointerValue(tokens.IDToken)
	m.RequestID = types.StringPointerValue(tokens.RequestID)
	m.StatusCode = types.Int64PointerValue(tokens.StatusCode)
}
