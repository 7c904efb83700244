// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"
	"maps"

	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// userConnectedAppResource is stytchoauth_user_connected_app.
type userConnectedAppResource struct {
	grantResource
}

var (
	_ resource.ResourceWithConfigure   = &userConnectedAppResource{}
	_ resource.ResourceWithIdentity    = &userConnectedAppResource{}
	_ resource.ResourceWithImportState = &userConnectedAppResource{}
	_ resource.ResourceWithModifyPlan  = &userConnectedAppResource{}
)

func newUserConnectedAppResource() resource.Resource {
	return &userConnectedAppResource{grantResource{newModel: func() grantingModel { return &userConnectedAppModel{} }}}
}

// userConnectedAppModel is the model of stytchoauth_user_connected_app.
type userConnectedAppModel struct {
	grantModel

	UserID types.String `tfsdk:"user_id"`
}

// userConnectedAppIdentity is its identity.
type userConnectedAppIdentity struct {
	UserID   types.String `tfsdk:"user_id"`
	ClientID types.String `tfsdk:"client_id"`
}

func (m *userConnectedAppModel) key() grantKey {
	return userGrant(m.UserID, m.ClientID)
}

func (m *userConnectedAppModel) identity() any {
	return userConnectedAppIdentity{m.UserID, m.ClientID}
}

// Metadata sets the type's name.
func (r *userConnectedAppResource) Metadata(
	_ context.Context, _ resource.MetadataRequest, resp *resource.MetadataResponse,
) {
	resp.TypeName = "stytchoauth_user_connected_app"
}

// Schema sets the type's description and attributes.
func (r *userConnectedAppResource) Schema(
	_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse,
) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Authorizes a Connected App for a User of a Consumer project, and issues tokens once: at creation, and when " +
			"`scopes` or `grant_version` changes. Destroy revokes them. They are never in the state: " +
			"`stytchoauth_user_connected_app_tokens` hands them to a secret store.",
		Attributes: map[string]schema.Attribute{
			"user_id": grantKeyString("The `user_id` or external id of the User. Changing it replaces the grant.", isUser),
		},
	}
	maps.Copy(resp.Schema.Attributes, grantAttributes())
}

// IdentitySchema sets the attributes of a userConnectedAppIdentity.
func (r *userConnectedAppResource) IdentitySchema(
	_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse,
) {
	resp.IdentitySchema = grantIdentity(map[string]string{
		"user_id": "The id of the User.", "client_id": "The client id of the Connected App.",
	})
}

// ImportState imports by `user_id,client_id`.
func (r *userConnectedAppResource) ImportState(
	ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse,
) {
	r.importGrant(ctx, req, resp, "user_id", "client_id")
}
