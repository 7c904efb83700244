// SPDX-License-Identifier: MPL-2.0

package standin

import (
	"context"
	"fmt"
	"maps"

	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// kind is a resource type of a provider that stands in.
type kind struct {
	server     *server
	name       string
	attributes map[string]schema.Attribute
}

var _ resource.Resource = &kind{}

// Metadata names the type.
func (k *kind) Metadata(_ context.Context, _ resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = k.name
}

// Schema adds an id to the arguments.
func (k *kind) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema.Attributes = map[string]schema.Attribute{"id": schema.StringAttribute{
		Computed: true, PlanModifiers: []planmodifier.String{stringplanmodifier.UseStateForUnknown()},
	}}
	maps.Copy(resp.Schema.Attributes, k.attributes)
}

// Create keeps the plan.
func (k *kind) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	made, err := k.make(ctx, req.Config.Raw, req.Plan.Raw)
	if err != nil {
		resp.Diagnostics.AddError("Stand-in Failed", err.Error())

		return
	}

	resp.State.Raw = made
}

// Read keeps what there is.
func (k *kind) Read(context.Context, resource.ReadRequest, *resource.ReadResponse) {}

// Update does as Create does.
func (k *kind) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	made, err := k.make(ctx, req.Config.Raw, req.Plan.Raw)
	if err != nil {
		resp.Diagnostics.AddError("Stand-in Failed", err.Error())

		return
	}

	resp.State.Raw = made
}

// Delete has nothing to delete.
func (k *kind) Delete(context.Context, resource.DeleteRequest, *resource.DeleteResponse) {}

// make tells of the configuration, in which write-only arguments are, and returns the plan, in which they are not, with
// values for what is computed, which are strings.
func (k *kind) make(ctx context.Context, config, plan tftypes.Value) (tftypes.Value, error) {
	if err := k.server.tell(ctx, newReceipt(k.server.Address, k.name, config)); err != nil {
		return plan, err
	}

	return tftypes.Transform(plan, func(at *tftypes.AttributePath, value tftypes.Value) (tftypes.Value, error) {
		if value.IsKnown() {
			return value, nil
		}

		if !value.Type().Is(tftypes.String) {
			return value, fmt.Errorf("%s of %s is computed, and no string", at, k.name)
		}

		return tftypes.NewValue(tftypes.String, "made-up-"+k.name), nil
	})
}
