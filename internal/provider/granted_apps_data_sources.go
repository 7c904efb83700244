// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/client"
)

// authorizedAppModel is a Connected App as the list of an Organization has it.
type authorizedAppModel struct {
	ConnectedAppID types.String `tfsdk:"connected_app_id"`
	Name           types.String `tfsdk:"name"`
	Description    types.String `tfsdk:"description"`
	ClientType     types.String `tfsdk:"client_type"`
	LogoURL        types.String `tfsdk:"logo_url"`
}

// grantedAppModel is a Connected App as the list of a Member or User has it.
type grantedAppModel struct {
	authorizedAppModel

	ScopesGranted types.List `tfsdk:"scopes_granted"`
}

type memberConnectedAppsModel struct {
	envelopeModel

	OrganizationID types.String      `tfsdk:"organization_id"`
	MemberID       types.String      `tfsdk:"member_id"`
	ConnectedApps  []grantedAppModel `tfsdk:"connected_apps"`
}

type userConnectedAppsModel struct {
	envelopeModel

	UserID        types.String      `tfsdk:"user_id"`
	ConnectedApps []grantedAppModel `tfsdk:"connected_apps"`
}

type organizationConnectedAppsModel struct {
	envelopeModel

	OrganizationID types.String         `tfsdk:"organization_id"`
	ConnectedApps  []authorizedAppModel `tfsdk:"connected_apps"`
}

func newMemberConnectedAppsDataSource() datasource.DataSource {
	return &dataSource{
		name: "stytchoauth_member_connected_apps",
		description: "Lists the Connected Apps (OAuth clients of your Stytch project, such as agents) that a " +
			"Member of a B2B project has authorized to act for them, with the scopes granted.",
		attributes: func() attributes {
			return grantedAppsAttributes("The Connected Apps, in Stytch's order.", grantedScopes()).with(attributes{
				"organization_id": requiredString("The Organization's `organization_id`, slug, or external id.", isOrganization),
				"member_id":       requiredString("The Member's `member_id` or external id.", isMember),
			})
		},
		read: withModel(func(ctx context.Context, data *providerData, model *memberConnectedAppsModel) diag.Diagnostics {
			organization, member := model.OrganizationID.ValueString(), model.MemberID.ValueString()

			var diags diag.Diagnostics
			model.envelopeModel, model.ConnectedApps, diags = readGrantedApps(ctx, data, client.MemberGrantor(organization, member),
				describe(client.Subject{OrganizationID: organization, MemberID: member}), newGrantedAppModel)

			return diags
		}),
	}
}

func newUserConnectedAppsDataSource() datasource.DataSource {
	return &dataSource{
		name: "stytchoauth_user_connected_apps",
		description: "Lists the Connected Apps (OAuth clients of your Stytch project, such as agents) that a " +
			"User of a Consumer project has authorized to act for them, with the scopes granted.",
		attributes: func() attributes {
			return grantedAppsAttributes("The Connected Apps, in Stytch's order.", grantedScopes()).with(attributes{
				"user_id": requiredString("The User's `user_id` or external id.", isUser),
			})
		},
		read: withModel(func(ctx context.Context, data *providerData, model *userConnectedAppsModel) diag.Diagnostics {
			user := model.UserID.ValueString()

			var diags diag.Diagnostics
			model.envelopeModel, model.ConnectedApps, diags = readGrantedApps(ctx, data, client.UserGrantor(user),
				describe(client.Subject{UserID: user}), newGrantedAppModel)

			return diags
		}),
	}
}

func newOrganizationConnectedAppsDataSource() datasource.DataSource {
	return &dataSource{
		name: "stytchoauth_organization_connected_apps",
		description: "Lists the Connected Apps (OAuth clients of your Stytch project, such as agents) that any " +
			"Member of an Organization has authorized to act for them.",
		attributes: func() attributes {
			return grantedAppsAttributes("The Connected Apps, in Stytch's order.", nil).with(attributes{
				"organization_id": requiredString("The Organization's `organization_id`, slug, or external id.", isOrganization),
			})
		},
		read: withModel(func(ctx context.Context, data *providerData, model *organizationConnectedAppsModel) diag.Diagnostics {
			organization := model.OrganizationID.ValueString()

			var diags diag.Diagnostics
			model.envelopeModel, model.ConnectedApps, diags = readGrantedApps(ctx, data, client.OrganizationGrantor(organization),
				fmt.Sprintf("Organization %q", organization), newAuthorizedAppModel)

			return diags
		}),
	}
}

// grantedAppsAttributes are the results: a list of apps with these attributes besides those that all have.
func grantedAppsAttributes(description string, more attributes) attributes {
	return envelope().with(attributes{
		"connected_apps": schema.ListNestedAttribute{
			MarkdownDescription: description, Computed: true,
			NestedObject: schema.NestedAttributeObject{Attributes: attributes{
				"connected_app_id": computedString("The client id."),
				"name":             computedString("The name."),
				"description":      computedString("The description."),
				"client_type": computedString("The type: `first_party`, `first_party_public`, `third_party` or " +
					"`third_party_public`."),
				"logo_url": computedString("The logo's URL. May be null."),
			}.with(more)},
		},
	})
}

// grantedScopes is an attribute that the list of an Organization lacks.
func grantedScopes() attributes {
	return attributes{"scopes_granted": computedStrings("The scopes granted, in Stytch's order.")}
}

// readGrantedApps lists the apps that a Member, a User or an Organization has authorized, each turned into an M.
func readGrantedApps[M any](
	ctx context.Context, data *providerData, grantor client.Grantor, object string, newModel func(client.GrantedApp) M,
) (envelopeModel, []M, diag.Diagnostics) {
	if diags := data.requireAPI(); diags.HasError() {
		return envelopeModel{}, nil, diags
	}

	found, err := data.client.GrantedApps(ctx, grantor)
	if err != nil {
		return envelopeModel{}, nil, operation{verb: "List", noun: "Connected Apps", object: object}.diagnostics(err)
	}

	apps := make([]M, len(found.ConnectedApps))
	for i, app := range found.ConnectedApps {
		apps[i] = newModel(app)
	}

	return newEnvelopeModel(found.Envelope), apps, nil
}

func newAuthorizedAppModel(app client.GrantedApp) authorizedAppModel {
	return authorizedAppModel{
		ConnectedAppID: types.StringPointerValue(app.ConnectedAppID),
		Name:           types.StringPointerValue(app.Name),
		Description:    types.StringPointerValue(app.Description),
		ClientType:     types.StringPointerValue(app.ClientType),
		LogoURL:        types.StringPointerValue(app.LogoURL),
	}
}

func newGrantedAppModel(app client.GrantedApp) grantedAppModel {
	return grantedAppModel{
		authorizedAppModel: newAuthorizedAppModel(app), ScopesGranted: stringList(strings.Fields(*app.ScopesGranted)),
	}
}
