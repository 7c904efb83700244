// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/client"
)

// attachTokenModel is the model of stytchoauth_attach_token.
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

// newAttachTokenEphemeralResource returns the ephemeral resource.
func newAttachTokenEphemeralResource() ephemeral.EphemeralResource {
	return &ephemeralResource{
		name: "attach_token",
		description: mintsOnOpen("an attach token is minted") + "Mints a single-use token that ties a login with an identity " +
			"provider to an existing User of a Consumer project. In that identity provider's start URL, it makes the login " +
			"count as that User's, even if the identity provider returns no verified email address to match.",
		attributes: func() attributes {
			return envelope().with(openAfter(), attributes{
				"oauth_provider": userProviderAttribute("The identity provider whose start URL will carry the token."),
				"user_id": option("The `user_id` or external id of the User. Set exactly one of `user_id`, `session_token` and "+
					"`session_jwt`.",
					isIdentifier, exactlyOneOf("user_id", "session_token", "session_jwt")),
				"session_token":      secretOption("The token of an active session of the User, instead of their id.", isSecret),
				"session_jwt":        secretOption("The JWT of an active session of the User, instead of their id. Valid for five minutes.", isSecret),
				"oauth_attach_token": secretText("The attach token. Single-use."),
			})
		},
		open: openWith(openAttachToken),
	}
}

// openAttachToken mints.
func openAttachToken(ctx context.Context, data *providerData, model *attachTokenModel) diag.Diagnostics {
	if diags := data.requireAPI(); diags.HasError() {
		return diags
	}

	token, err := data.client.Attach(ctx, client.AttachRequest{
		Provider:     model.OAuthProvider.ValueString(),
		UserID:       model.UserID.ValueString(),
		SessionToken: model.SessionToken.ValueString(),
		SessionJWT:   model.SessionJWT.ValueString(),
	})
	if err != nil {
		object := "the User of a session"
		if !model.UserID.IsNull() {
			object = userText(client.Subject{UserID: model.UserID.ValueString()})
		}

		return task{verb: "Mint", thing: "Attach Token", object: object}.failed(err)
	}

	model.OAuthAttachToken = types.StringPointerValue(token.OAuthAttachToken)
	model.RequestID = types.StringPointerValue(token.RequestID)
	model.StatusCode = types.Int64PointerValue(token.StatusCode)

	return nil
}

// mintsOnOpen is what the page of a type that mints begins with.
func mintsOnOpen(what string) string {
	return fmt.Sprintf("~> **Each time this is opened, %s, and Terraform opens it in plan and again in apply.** Set "+
		"`open_after = timestamp()` to have it opened in apply only: once in each apply, and never in a plan.\n\n",
		what)
}
