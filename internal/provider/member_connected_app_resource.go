// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"
	"maps"

	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// memberConnectedAppResource is stytchoauth_member_connected_app.
type memberConnectedAppResource struct {
	grantResource
}

var (
	_ resource.ResourceWithConfigure   = &memberConnectedAppResource{}
	_ resource.ResourceWithIdentity    = &memberConnectedAppResource{}
	_ resource.ResourceWithImportState = &memberConnectedAppResource{}
	_ resource.ResourceWithModifyPlan  = &memberConnectedAppResource{}
)

func newMemberConnectedAppResource() resource.Resource {
	return &memberConnectedAppResource{grantResource{newModel: func() grantingModel { return &memberConnectedAppModel{} }}}
}

// memberConnectedAppModel is the model of stytchoauth_member_connected_app.
type memberConnectedAppModel struct {
	grantModel

	OrganizationID types.String `tfsdk:"organization_id"`
	MemberID       types.String `tfsdk:"member_id"`
}

// memberConnectedAppIdentity is its identity.
type memberConnectedAppIdentity struct {
	OrganizationID types.String `tfsdk:"organization_id"`
	MemberID       types.String `tfsdk:"member_id"`
	ClientID       types.String `tfsdk:"client_id"`
}

func (m *memberConnectedAppModel) key() grantKey {
	return memberGrant(m.OrganizationID, m.MemberID, m.ClientID)
}

func (m *memberConnectedAppModel) identity() any {
	return memberConnectedAppIdentity{m.OrganizationID, m.MemberID, m.ClientID}
}

// Metadata sets the type's name.
func (r *memberConnectedAppResource) Metadata(
	_ context.Context, _ resource.MetadataRequest, resp *resource.MetadataResponse,
) {
	resp.TypeName = "stytchoauth_member_connected_app"
}

// Schema sets the type's description and attributes.
func (r *memberConnectedAppResource) Schema(
	_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse,
) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Authorizes a Connected App for a Member of a B2B project, and issues tokens once: at creation, and when " +
			"`scopes` or `grant_version` changes. Destroy revokes them. They are never in the state: " +
			"`stytchoauth_member_connected_app_tokens` hands them to a secret store.",
		Attributes: map[string]schema.Attribute{
			"organization_id": grantKeyString("The `organization_id`, slug, or external id of the Organization. Changing it replaces "+
				"the grant.", isOrganization),
			"member_id": grantKeyString("The `member_id` or external id of the Member. Changing it replaces the grant.", isMember),
		},
	}
	maps.Copy(resp.Schema.Attributes, grantAttributes())
}

// IdentitySchema sets the attributes of a memberConnectedAppIdentity.
func (r *memberConnectedAppResource) IdentitySchema(
	_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse,
) {
	resp.IdentitySchema = grantIdentity(map[string]string{
		"organization_id": "The id of the Organization.", "member_id": "The id of the Member.",
		"client_id": "The client id of the Connected App.",
	})
}

// ImportState imports by `organization_id,member_id,client_id`.
func (r *memberConnectedAppResource) ImportState(
	ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse,
) {
	r.importGrant(ctx, req, resp, "organization_id", "member_id", "client_id")
}
