// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/action"
	"github.com/hashicorp/terraform-plugin-framework/action/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// revokeAction revokes a Connected App for a Member or User.
type revokeAction struct {
	configured

	// name is the type's full name.
	name        string
	description string
	attributes  attributes
	// key reads the configuration.
	key func(context.Context, tfsdk.Config) (grantKey, diag.Diagnostics)
}

var _ action.ActionWithConfigure = &revokeAction{}

type memberRevokeModel struct {
	OrganizationID types.String `tfsdk:"organization_id"`
	MemberID       types.String `tfsdk:"member_id"`
	ConnectedAppID types.String `tfsdk:"connected_app_id"`
}

type userRevokeModel struct {
	UserID         types.String `tfsdk:"user_id"`
	ConnectedAppID types.String `tfsdk:"connected_app_id"`
}

func newMemberConnectedAppRevokeAction() action.Action {
	return &revokeAction{
		name: "stytchoauth_member_connected_app_revoke",
		description: "Revokes a Connected App for a Member of a B2B project, for instance when somebody leaves. This ends " +
			"all tokens that the app has for the Member, who would have to authorize it again.",
		attributes: attributes{
			"organization_id":  requiredString("The `organization_id`, slug, or external id of the Organization.", isOrganization),
			"member_id":        requiredString("The `member_id` or external id of the Member.", isMember),
			"connected_app_id": requiredString("The client id of the Connected App.", isConnectedApp),
		},
		key: func(ctx context.Context, config tfsdk.Config) (grantKey, diag.Diagnostics) {
			var model memberRevokeModel

			diags := config.Get(ctx, &model)

			return memberGrant(model.OrganizationID, model.MemberID, model.ConnectedAppID), diags
		},
	}
}

func newUserConnectedAppRevokeAction() action.Action {
	return &revokeAction{
		name: "stytchoauth_user_connected_app_revoke",
		description: "Revokes a Connected App for a User of a Consumer project, for instance when somebody leaves. This ends " +
			"all tokens that the app has for the User, who would have to authorize it again.",
		attributes: attributes{
			"user_id":          requiredString("The `user_id` or external id of the User.", isUser),
			"connected_app_id": requiredString("The client id of the Connected App.", isConnectedApp),
		},
		key: func(ctx context.Context, config tfsdk.Config) (grantKey, diag.Diagnostics) {
			var model userRevokeModel

			diags := config.Get(ctx, &model)

			return userGrant(model.UserID, model.ConnectedAppID), diags
		},
	}
}

// Metadata sets the type's name.
func (a *revokeAction) Metadata(_ context.Context, _ action.MetadataRequest, resp *action.MetadataResponse) {
	resp.TypeName = a.name
}

// Schema sets the type's description and attributes.
func (a *revokeAction) Schema(_ context.Context, _ action.SchemaRequest, resp *action.SchemaResponse) {
	resp.Schema = schema.Schema{MarkdownDescription: a.description, Attributes: map[string]schema.Attribute{}}
	for name, attribute := range a.attributes {
		resp.Schema.Attributes[name] = attribute
	}
}

// Configure stores the provider data, which is nil before the provider is configured.
func (a *revokeAction) Configure(_ context.Context, req action.ConfigureRequest, resp *action.ConfigureResponse) {
	resp.Diagnostics.Append(a.setProviderData(req.ProviderData)...)
}

// Invoke revokes the app. An id that Stytch does not find is an error: it may be mistyped, and then the app is still
// authorized.
func (a *revokeAction) Invoke(ctx context.Context, req action.InvokeRequest, resp *action.InvokeResponse) {
	defer locate(ctx, &resp.Diagnostics, req.Config)

	key, diags := a.key(ctx, req.Config)
	resp.Diagnostics.Append(diags...)
	resp.Diagnostics.Append(a.data.requireAPI()...)

	if resp.Diagnostics.HasError() {
		return
	}

	if err := a.data.client.RevokeApp(ctx, key.grantor, key.clientID); err != nil {
		resp.Diagnostics.Append(operation{
			verb: "Revoke", noun: "Connected App", object: key.String(),
			advice: map[string]advice{"connected_app_not_found": adviceRevokedApp},
		}.diagnostics(err)...)

		return
	}

	resp.SendProgress(action.InvokeProgressEvent{
		Message: fmt.Sprintf("Revoked Connected App %q for %s.", key.clientID, describe(key.subject)),
	})
}
