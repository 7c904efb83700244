// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
)

// dataSource is any data source of this provider: the fields say what is particular to each.
type dataSource struct {
	configured

	// name is the type's full name.
	name        string
	description string
	attributes  func() attributes
	read        fillFunc
}

var _ datasource.DataSourceWithConfigure = &dataSource{}

// Metadata sets the type's name.
func (d *dataSource) Metadata(_ context.Context, _ datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = d.name
}

// Schema sets the type's description and attributes.
func (d *dataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{MarkdownDescription: d.description, Attributes: d.attributes()}
}

// Configure stores the provider data, which is nil before the provider is configured.
func (d *dataSource) Configure(
	_ context.Context, req datasource.ConfigureRequest, resp *datasource.ConfigureResponse,
) {
	resp.Diagnostics.Append(d.setProviderData(req.ProviderData)...)
}

// Read calls the type's read function.
func (d *dataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	resp.Diagnostics.Append(d.read(ctx, d.data, req.Config, &resp.State)...)
}

// keptInState begins the page of a data source that returns a secret. Its ephemeral twin has the same name.
func keptInState(name string) string {
	return "~> **The results of a data source are kept in the state, secrets included.** The ephemeral resource `" + name +
		"` has the same arguments and results, and keeps nothing.\n\n"
}
