// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
)

// dataSource is a data source of this provider: what is the same for all of them is written here, and what makes
// each one is in its fields.
type dataSource struct {
	// name is the type's name without the provider's.
	name        string
	description string
	attributes  func() attributes
	read        readFunc

	data *providerData
}

var _ datasource.DataSourceWithConfigure = &dataSource{}

// Metadata names the type.
func (d *dataSource) Metadata(
	_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse,
) {
	resp.TypeName = req.ProviderTypeName + "_" + d.name
}

// Schema describes it.
func (d *dataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{MarkdownDescription: d.description, Attributes: d.attributes()}
}

// Configure takes what the provider's Configure left. Terraform validates before it configures, so it may be nil.
func (d *dataSource) Configure(
	_ context.Context, req datasource.ConfigureRequest, resp *datasource.ConfigureResponse,
) {
	var diags diag.Diagnostics

	d.data, diags = asProviderData(req.ProviderData)
	resp.Diagnostics.Append(diags...)
}

// Read reads.
func (d *dataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	resp.Diagnostics.Append(d.read(ctx, d.data, req.Config, &resp.State)...)
}

// readFunc reads what a configuration asks for into the state.
type readFunc func(context.Context, *providerData, tfsdk.Config, *tfsdk.State) diag.Diagnostics

// readWith makes one of a function that fills what is computed into a model that holds the arguments.
func readWith[M any](fill func(context.Context, *providerData, *M) diag.Diagnostics) readFunc {
	return func(ctx context.Context, data *providerData, config tfsdk.Config, state *tfsdk.State) diag.Diagnostics {
		var model M

		diags := config.Get(ctx, &model)
		if diags.HasError() {
			return diags
		}

		diags.Append(fill(ctx, data, &model)...)

		if !diags.HasError() {
			diags.Append(state.Set(ctx, &model)...)
		}

		return diags
	}
}

// asProviderData reads what the provider set for a kind of types.
func asProviderData(from any) (*providerData, diag.Diagnostics) {
	if from == nil {
		return nil, nil
	}

	data, ok := from.(*providerData)
	if !ok {
		return nil, diag.Diagnostics{diag.NewErrorDiagnostic("Unexpected Provider Data",
			fmt.Sprintf("This is a bug of the provider: its types were handed a %T.", from))}
	}

	return data, nil
}
