// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/ephemeral"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral/schema"
)

// ephemeralResource is any ephemeral resource of this provider: the fields say what is particular to each.
type ephemeralResource struct {
	configured

	// name is the type's full name.
	name        string
	description string
	attributes  func() attributes
	open        fillFunc
}

var _ ephemeral.EphemeralResourceWithConfigure = &ephemeralResource{}

// Metadata sets the type's name.
func (e *ephemeralResource) Metadata(
	_ context.Context, _ ephemeral.MetadataRequest, resp *ephemeral.MetadataResponse,
) {
	resp.TypeName = e.name
}

// Schema sets the type's description and attributes.
func (e *ephemeralResource) Schema(
	_ context.Context, _ ephemeral.SchemaRequest, resp *ephemeral.SchemaResponse,
) {
	resp.Schema = schema.Schema{MarkdownDescription: e.description, Attributes: e.attributes().ephemeral()}
}

// Configure stores the provider data, which is nil before the provider is configured.
func (e *ephemeralResource) Configure(
	_ context.Context, req ephemeral.ConfigureRequest, resp *ephemeral.ConfigureResponse,
) {
	resp.Diagnostics.Append(e.setProviderData(req.ProviderData)...)
}

// Open calls the type's open function.
func (e *ephemeralResource) Open(ctx context.Context, req ephemeral.OpenRequest, resp *ephemeral.OpenResponse) {
	resp.Diagnostics.Append(e.open(ctx, e.data, req.Config, &resp.Result)...)
}

// openAfter is the argument that delays an ephemeral resource.
func openAfter() attributes {
	return attributes{
		"open_after": optionalString("An unknown value delays the opening; `timestamp()` delays it until apply."),
	}
}

// mintsOnOpen begins the page of an ephemeral resource whose every opening makes something new at Stytch.
func mintsOnOpen(what string) string {
	return fmt.Sprintf("~> **Each opening %s, and Terraform opens it in plan and again in apply.** With `open_after = "+
		"timestamp()`, Terraform opens it in apply only.\n\n", what)
}
