// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/client"
)

type attachTokenModel struct {
	OAuthProvider    types.String `tfsdk:"oauth_provider"`
	UserID           types.String `tfsdk:"user_id"`
	SessionToken     types.String `tfsdk:"session_token"`
	SessionJWT       types.String `tfsdk:"session_jwt"`
	OpenAfter        types.String `tfsdk:"open_after"`
	OAuthAttachToken types.String `tfsdk:"oauth_attach_token"`
	RequestID        types.String `tfsdk:"request_id"`
	StatusCode       types.Int64  `tfsdk:"status_code"`
}

func newAttachTokenEphemeralResource() ephemeral.EphemeralResource {
	return &ephemeralResource{
		name: "stytchoauth_attach_token",
		description: mintsOnOpen("issues an attach token") + "Issues a single-use token with which an existing User of a Stytch " +
			"Consumer project connects an account at an identity provider, such as GitHub. In a start URL, it makes the login " +
			"count as that User's, even without a verified email address to match.",
		attributes: func() attributes {
			return envelope().with(openAfter(), attributes{
				"oauth_provider": userProvider("The identity provider of the start URL."),
				"user_id": optionalString("The User's `user_id` or external id. Set exactly one of `user_id`, `session_token` and "+
					"`session_jwt`.",
					isUser, exactlyOneOf("user_id", "session_token", "session_jwt")),
				"session_token": optionalSensitiveString("The token of an active session of the User.",
					isSessionToken),
				"session_jwt": optionalSensitiveString("The JWT of an active session of the User, valid for five "+
					"minutes.", isSecretToken),
				"oauth_attach_token": computedSensitiveString("The attach token, single-use."),
			})
		},
		open: withModel(openAttachToken),
	}
}

func openAttachToken(ctx context.Context, data *providerData, model *attachTokenModel) diag.Diagnostics {
	if diags := data.requireAPI(); diags.HasError() {
		return diags
	}

	response, err := data.client.Attach(ctx, client.AttachRequest{
		Provider:     model.OAuthProvider.ValueString(),
		UserID:       model.UserID.ValueString(),
		SessionToken: model.SessionToken.ValueString(),
		SessionJWT:   model.SessionJWT.ValueString(),
	})
	if err != nil {
		object := "the User of a session"
		if !model.UserID.IsNull() {
			object = describe(client.Subject{UserID: model.UserID.ValueString()})
		}

		return operation{verb: "Issue", noun: "Attach Token", object: object}.diagnostics(err)
	}

	model.OAuthAttachToken = types.StringPointerValue(response.OAuthAttachToken)
	model.RequestID = types.StringPointerValue(response.RequestID)
	model.StatusCode = types.Int64PointerValue(response.StatusCode)

	return nil
}
