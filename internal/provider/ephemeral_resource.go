// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// ephemeralResource is any ephemeral resource of this provider: the fields say what is particular to each.
type ephemeralResource struct {
	configured

	// name is the type's full name.
	name        string
	description string
	attributes  func() attributes
	open        fillFunc
	// required are sensitive arguments that must be set, with what it means if the value that they refer to is null. The
	// schema has them as optional, as the framework's error for a null one says only that the schema requires it.
	required map[string]string
}

var (
	_ ephemeral.EphemeralResourceWithConfigure      = &ephemeralResource{}
	_ ephemeral.EphemeralResourceWithValidateConfig = &ephemeralResource{}
)

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

// ValidateConfig refuses required arguments that are left out. In plan and apply, where the provider is configured, Open
// refuses them instead: Terraform shows no place for an error of validation there.
func (e *ephemeralResource) ValidateConfig(
	ctx context.Context, req ephemeral.ValidateConfigRequest, resp *ephemeral.ValidateConfigResponse,
) {
	if e.data == nil {
		resp.Diagnostics.Append(e.requireArguments(ctx, req.Config)...)
	}
}

// requireArguments returns an error for each required argument that is null. It is on the block, as they are sensitive.
func (e *ephemeralResource) requireArguments(ctx context.Context, config tfsdk.Config) diag.Diagnostics {
	var all diag.Diagnostics

	for name, meaning := range e.required {
		var value types.String

		diags := config.GetAttribute(ctx, path.Root(name), &value)
		all.Append(diags...)

		if diags.HasError() || !value.IsNull() {
			continue
		}

		problem := "it is not set."
		if e.data != nil {
			problem = "its value is null. " + meaning
		}

		all.AddError("Missing Required Argument", fmt.Sprintf("The argument %q is required, and %s", name, problem))
	}

	return all
}

// Open calls the type's open function.
func (e *ephemeralResource) Open(ctx context.Context, req ephemeral.OpenRequest, resp *ephemeral.OpenResponse) {
	resp.Diagnostics.Append(e.requireArguments(ctx, req.Config)...)

	if resp.Diagnostics.HasError() {
		return
	}

	resp.Diagnostics.Append(e.open(ctx, e.data, req.Config, &resp.Result)...)
}

// openAfter is the argument that delays an ephemeral resource.
func openAfter() attributes {
	return attributes{
		"open_after": optionalString("Delays the opening; the value itself is not used. Terraform opens an ephemeral resource " +
			"in plan and again in apply, but not while one of its arguments is unknown. `timestamp()` is unknown in every " +
			"plan, so with `open_after = timestamp()` it is opened in apply only."),
	}
}

// mintsOnOpen begins the page of an ephemeral resource whose every opening makes something new at Stytch.
func mintsOnOpen(what string) string {
	return fmt.Sprintf("~> **Each time this is opened, %s, and Terraform opens it in plan and again in apply.** Set "+
		"`open_after = timestamp()` to have it opened in apply only: once in each apply, and never in a plan.\n\n",
		what)
}
