// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/client"
)

// preflightModel is the model of both preflights but for the subject's id.
type preflightModel struct {
	consentRequestModel

	Client          *connectedAppModel `tfsdk:"client"`
	ConsentRequired types.Bool         `tfsdk:"consent_required"`
	ScopeResults    []scopeResultModel `tfsdk:"scope_results"`
	RequestID       types.String       `tfsdk:"request_id"`
	StatusCode      types.Int64        `tfsdk:"status_code"`
}

type connectedAppModel struct {
	ClientID          types.String `tfsdk:"client_id"`
	ClientName        types.String `tfsdk:"client_name"`
	ClientDescription types.String `tfsdk:"client_description"`
	ClientType        types.String `tfsdk:"client_type"`
	LogoURL           types.String `tfsdk:"logo_url"`
}

type scopeResultModel struct {
	Scope       types.String `tfsdk:"scope"`
	Description types.String `tfsdk:"description"`
	IsGrantable types.Bool   `tfsdk:"is_grantable"`
}

type memberPreflightModel struct {
	preflightModel

	OrganizationID types.String `tfsdk:"organization_id"`
	MemberID       types.String `tfsdk:"member_id"`
}

type userPreflightModel struct {
	preflightModel

	UserID types.String `tfsdk:"user_id"`
}

// authorizeConnectedApp ends the description of both types.
const authorizeConnectedApp = "authorize a Connected App (an OAuth client of your Stytch project): which scopes can be " +
	"granted, and whether to ask for consent. It changes nothing."

func newMemberAuthorizationPreflightDataSource() datasource.DataSource {
	return &dataSource{
		name:        "stytchoauth_member_authorization_preflight",
		description: "Checks whether a Member of a B2B project can " + authorizeConnectedApp,
		attributes: func() attributes {
			return preflightAttributes().with(attributes{
				"organization_id": requiredString("The Organization's `organization_id`, slug, or external id.", isOrganization),
				"member_id":       requiredString("The Member's `member_id` or external id.", isMember),
			})
		},
		read: withModel(func(ctx context.Context, data *providerData, model *memberPreflightModel) diag.Diagnostics {
			response, diags := model.read(ctx, data, client.B2B, client.Subject{
				OrganizationID: model.OrganizationID.ValueString(), MemberID: model.MemberID.ValueString(),
			})
			if !diags.HasError() {
				model.MemberID = types.StringPointerValue(response.MemberID)
			}

			return diags
		}),
	}
}

func newUserAuthorizationPreflightDataSource() datasource.DataSource {
	return &dataSource{
		name:        "stytchoauth_user_authorization_preflight",
		description: "Checks whether a User of a Consumer project can " + authorizeConnectedApp,
		attributes: func() attributes {
			return preflightAttributes().with(attributes{
				"user_id": requiredString("The User's `user_id` or external id.", isUser),
			})
		},
		read: withModel(func(ctx context.Context, data *providerData, model *userPreflightModel) diag.Diagnostics {
			response, diags := model.read(ctx, data, client.Consumer, client.Subject{UserID: model.UserID.ValueString()})
			if !diags.HasError() {
				model.UserID = types.StringPointerValue(response.UserID)
			}

			return diags
		}),
	}
}

func preflightAttributes() attributes {
	return consentRequestAttributes().with(envelope(), attributes{
		"client": schema.SingleNestedAttribute{
			MarkdownDescription: "The app, for a consent page.",
			Computed:            true,
			Attributes: attributes{
				"client_id":          computedString("The client id."),
				"client_name":        computedString("The name."),
				"client_description": computedString("The description."),
				"client_type":        computedString("`first_party`, `first_party_public`, `third_party` or `third_party_public`."),
				"logo_url":           computedString("The logo's URL. May be null."),
			},
		},
		"consent_required": computedBool("Whether to ask for consent."),
		"scope_results": schema.ListNestedAttribute{
			MarkdownDescription: "One for each scope, in Stytch's order.",
			Computed:            true,
			NestedObject: schema.NestedAttributeObject{Attributes: attributes{
				"scope":        computedString("The scope."),
				"description":  computedString("What the RBAC policy says of it."),
				"is_grantable": computedBool("Whether it can be granted."),
			}},
		},
	})
}

// read runs the preflight. The response is returned for the subject's id.
func (m *preflightModel) read(
	ctx context.Context, data *providerData, product client.Product, subject client.Subject,
) (*client.Preflight, diag.Diagnostics) {
	if diags := data.requireAPI(); diags.HasError() {
		return nil, diags
	}

	request := m.request(subject)

	response, err := data.client.Preflight(ctx, product, request)
	if err != nil {
		return nil, preflightOperation(request).diagnostics(err)
	}

	m.RequestID = types.StringPointerValue(response.RequestID)
	m.StatusCode = types.Int64PointerValue(response.StatusCode)
	m.ConsentRequired = types.BoolPointerValue(response.ConsentRequired)
	m.Client = &connectedAppModel{
		ClientID:          types.StringPointerValue(response.Client.ClientID),
		ClientName:        types.StringPointerValue(response.Client.ClientName),
		ClientDescription: types.StringPointerValue(response.Client.ClientDescription),
		ClientType:        types.StringPointerValue(response.Client.ClientType),
		LogoURL:           types.StringPointerValue(response.Client.LogoURL),
	}

	m.ScopeResults = make([]scopeResultModel, len(response.ScopeResults))
	for i, result := range response.ScopeResults {
		m.ScopeResults[i] = scopeResultModel{
			Scope:       types.StringPointerValue(result.Scope),
			Description: types.StringPointerValue(result.Description),
			IsGrantable: types.BoolPointerValue(result.IsGrantable),
		}
	}

	return response, nil
}
