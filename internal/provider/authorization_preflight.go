// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"
	"fmt"

	datasource "github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/client"
)

// preflightModel is what the preflight for a Member and that for a User share: all but the subject's id.
type preflightModel struct {
	consentRequestModel

	Client          *connectedAppModel `tfsdk:"client"`
	ConsentRequired types.Bool         `tfsdk:"consent_required"`
	ScopeResults    []scopeResultModel `tfsdk:"scope_results"`
	RequestID       types.String       `tfsdk:"request_id"`
	StatusCode      types.Int64        `tfsdk:"status_code"`
}

// connectedAppModel is the Connected App that asks.
type connectedAppModel struct {
	ClientID          types.String `tfsdk:"client_id"`
	ClientName        types.String `tfsdk:"client_name"`
	ClientDescription types.String `tfsdk:"client_description"`
	ClientType        types.String `tfsdk:"client_type"`
	LogoURL           types.String `tfsdk:"logo_url"`
}

// scopeResultModel is what comes of one scope.
type scopeResultModel struct {
	Scope       types.String `tfsdk:"scope"`
	Description types.String `tfsdk:"description"`
	IsGrantable types.Bool   `tfsdk:"is_grantable"`
}

// preflightAttributes are the attributes of a preflightModel.
func preflightAttributes() attributes {
	return consentRequestAttributes().with(envelope(), attributes{
		"client": datasource.SingleNestedAttribute{
			MarkdownDescription: "The Connected App, as a consent page may present it.",
			Computed:            true,
			Attributes: attributes{
				"client_id":          text("The client id."),
				"client_name":        text("The name."),
				"client_description": text("The description."),
				"client_type": text("The type: `first_party`, `first_party_public`, `third_party` or " +
					"`third_party_public`."),
				"logo_url": text("The URL of the logo. Null if there is none."),
			},
		},
		"consent_required": datasource.BoolAttribute{
			MarkdownDescription: "Whether the Member or User has to be asked for consent.",
			Computed:            true,
		},
		"scope_results": datasource.ListNestedAttribute{
			MarkdownDescription: "The result for each scope, in Stytch's order.",
			Computed:            true,
			NestedObject: datasource.NestedAttributeObject{Attributes: attributes{
				"scope":       text("The scope."),
				"description": text("What the scope stands for, from the project's RBAC policy."),
				"is_grantable": datasource.BoolAttribute{
					MarkdownDescription: "Whether the Member or User has the permissions to grant the scope.", Computed: true,
				},
			}},
		},
	})
}

// read is the read function for both subjects.
func (m *preflightModel) read(
	ctx context.Context, data *providerData, product client.Product, subject client.Subject, who string,
) (*client.Preflight, diag.Diagnostics) {
	if diags := data.requireAPI(); diags.HasError() {
		return nil, diags
	}

	request := m.request(subject)

	answer, err := data.client.Preflight(ctx, product, request)
	if err != nil {
		return nil, preflightTask(request, who).failed(err)
	}

	m.set(answer)

	return answer, nil
}

// preflightTask is what a preflight is called.
func preflightTask(request client.PreflightRequest, who string) task {
	return task{
		verb: "Check", thing: "Authorization of Connected App",
		object: fmt.Sprintf("Connected App %q and %s", request.ClientID, who),
	}
}

// set takes what Stytch answered.
func (m *preflightModel) set(answer *client.Preflight) {
	m.RequestID = types.StringPointerValue(answer.RequestID)
	m.StatusCode = types.Int64PointerValue(answer.StatusCode)
	m.ConsentRequired = types.BoolPointerValue(answer.ConsentRequired)
	m.Client = &connectedAppModel{
		ClientID:          types.StringPointerValue(answer.Client.ClientID),
		ClientName:        types.StringPointerValue(answer.Client.ClientName),
		ClientDescription: types.StringPointerValue(answer.Client.ClientDescription),
		ClientType:        types.StringPointerValue(answer.Client.ClientType),
		LogoURL:           types.StringPointerValue(answer.Client.LogoURL),
	}

	m.ScopeResults = make([]scopeResultModel, len(answer.ScopeResults))
	for i, result := range answer.ScopeResults {
		m.ScopeResults[i] = scopeResultModel{
			Scope:       types.StringPointerValue(result.Scope),
			Description: types.StringPointerValue(result.Description),
			IsGrantable: types.BoolPointerValue(result.IsGrantable),
		}
	}
}
