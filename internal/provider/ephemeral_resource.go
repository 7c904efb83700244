// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral/schema"
)

// ephemeralResource is an ephemeral resource of this provider: what is the same for all of them is written here,
// and what makes each one is in its fields. M is its model.
type ephemeralResource[M any] struct {
	// name is the type's name without the provider's.
	name        string
	description string
	attributes  attributes
	// open fills what is computed into a model that holds the arguments.
	open func(context.Context, *providerData, *M) diag.Diagnostics

	data *providerData
}

var _ ephemeral.EphemeralResourceWithConfigure = &ephemeralResource[struct{}]{}

// Metadata names the type.
func (e *ephemeralResource[M]) Metadata(
	_ context.Context, req ephemeral.MetadataRequest, resp *ephemeral.MetadataResponse,
) {
	resp.TypeName = req.ProviderTypeName + "_" + e.name
}

// Schema describes it.
func (e *ephemeralResource[M]) Schema(
	_ context.Context, _ ephemeral.SchemaRequest, resp *ephemeral.SchemaResponse,
) {
	resp.Schema = schema.Schema{MarkdownDescription: e.description, Attributes: e.attributes.ephemeral()}
}

// Configure takes what the provider's Configure left. Terraform validates before it configures, so it may be nil.
func (e *ephemeralResource[M]) Configure(
	_ context.Context, req ephemeral.ConfigureRequest, resp *ephemeral.ConfigureResponse,
) {
	var diags diag.Diagnostics

	e.data, diags = asProviderData(req.ProviderData)
	resp.Diagnostics.Append(diags...)
}

// Open opens.
func (e *ephemeralResource[M]) Open(ctx context.Context, req ephemeral.OpenRequest, resp *ephemeral.OpenResponse) {
	var model M

	resp.Diagnostics.Append(req.Config.Get(ctx, &model)...)

	if resp.Diagnostics.HasError() {
		return
	}

	resp.Diagnostics.Append(e.open(ctx, e.data, &model)...)

	if resp.Diagnostics.HasError() {
		return
	}

	resp.Diagnostics.Append(resp.Result.Set(ctx, &model)...)
}
