// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
)

// dataSource is a data source of this provider: what is the same for all of them is written here, and what makes
// each one is in its fields. M is its model.
type dataSource[M any] struct {
	// name is the type's name without the provider's.
	name        string
	description string
	attributes  attributes
	// read fills what is computed into a model that holds the arguments.
	read func(context.Context, *providerData, *M) diag.Diagnostics

	data *providerData
}

var _ datasource.DataSourceWithConfigure = &dataSource[struct{}]{}

// Metadata names the type.
func (d *dataSource[M]) Metadata(
	_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse,
) {
	resp.TypeName = req.ProviderTypeName + "_" + d.name
}

// Schema describes it.
func (d *dataSource[M]) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{MarkdownDescription: d.description, Attributes: d.attributes}
}

// Configure takes what the provider's Configure left. Terraform validates before it configures, so it may be nil.
func (d *dataSource[M]) Configure(
	_ context.Context, req datasource.ConfigureRequest, resp *datasource.ConfigureResponse,
) {
	var diags diag.Diagnostics

	d.data, diags = asProviderData(req.ProviderData)
	resp.Diagnostics.Append(diags...)
}

// Read reads.
func (d *dataSource[M]) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var model M

	resp.Diagnostics.Append(req.Config.Get(ctx, &model)...)

	if resp.Diagnostics.HasError() {
		return
	}

	resp.Diagnostics.Append(d.read(ctx, d.data, &model)...)

	if resp.Diagnostics.HasError() {
		return
	}

	resp.Diagnostics.Append(resp.State.Set(ctx, &model)...)
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
