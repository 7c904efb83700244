// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral/schema"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
)

// ephemeralResource is an ephemeral resource of this provider: what is the same for all of them is written here,
// and what makes each one is in its fields.
type ephemeralResource struct {
	// name is the type's name without the provider's.
	name        string
	description string
	attributes  func() attributes
	open        openFunc

	data *providerData
}

var _ ephemeral.EphemeralResourceWithConfigure = &ephemeralResource{}

// Metadata names the type.
func (e *ephemeralResource) Metadata(
	_ context.Context, req ephemeral.MetadataRequest, resp *ephemeral.MetadataResponse,
) {
	resp.TypeName = req.ProviderTypeName + "_" + e.name
}

// Schema describes it.
func (e *ephemeralResource) Schema(
	_ context.Context, _ ephemeral.SchemaRequest, resp *ephemeral.SchemaResponse,
) {
	resp.Schema = schema.Schema{MarkdownDescription: e.description, Attributes: e.attributes().ephemeral()}
}

// Configure takes what the provider's Configure left. Terraform validates before it configures, so it may be nil.
func (e *ephemeralResource) Configure(
	_ context.Context, req ephemeral.ConfigureRequest, resp *ephemeral.ConfigureResponse,
) {
	var diags diag.Diagnostics

	e.data, diags = asProviderData(req.ProviderData)
	resp.Diagnostics.Append(diags...)
}

// Open opens.
func (e *ephemeralResource) Open(ctx context.Context, req ephemeral.OpenRequest, resp *ephemeral.OpenResponse) {
	resp.Diagnostics.Append(e.open(ctx, e.data, req.Config, &resp.Result)...)
}

// openFunc opens what a configuration asks for into the result.
type openFunc func(context.Context, *providerData, tfsdk.Config, *tfsdk.EphemeralResultData) diag.Diagnostics

// openWith makes one of a function that fills what is computed into a model that holds the arguments.
func openWith[M any](fill func(context.Context, *providerData, *M) diag.Diagnostics) openFunc {
	return func(
		ctx context.Context, data *providerData, config tfsdk.Config, result *tfsdk.EphemeralResultData,
	) diag.Diagnostics {
		var model M

		diags := config.Get(ctx, &model)
		if diags.HasError() {
			return diags
		}

		diags.Append(fill(ctx, data, &model)...)

		if !diags.HasError() {
			diags.Append(result.Set(ctx, &model)...)
		}

		return diags
	}
}
