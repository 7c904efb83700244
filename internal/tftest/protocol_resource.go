// SPDX-License-Identifier: MPL-2.0

package tftest

import (
	"cmp"
	"fmt"
	"maps"
	"slices"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// Managed is a managed resource as Terraform keeps it between calls. The zero value is one that does not exist.
type Managed struct {
	// State is nil for a resource that does not exist.
	State    Object
	Identity Object
	Private  []byte
}

// Planned is a change of a managed resource.
type Planned struct {
	// State is the planned state; nil to destroy the resource.
	State Object
	// Replaces are the attributes that require the resource to be replaced.
	Replaces []string

	config   Object
	prior    Managed
	private  []byte
	identity *tfprotov6.ResourceIdentityData
}

// unpackState is unpack, with the elements of sets in the order of their text: a set has none of its own.
func (p *Protocol) unpackState(schema *tfprotov6.Schema, packed *tfprotov6.DynamicValue) Object {
	p.tb.Helper()

	state := p.unpack(schema, packed)

	for _, attribute := range schema.Block.Attributes {
		if elements, ok := state[attribute.Name].([]any); ok && attribute.Type.Is(tftypes.Set{}) {
			slices.SortFunc(elements, func(a, b any) int { return cmp.Compare(fmt.Sprint(a), fmt.Sprint(b)) })
		}
	}

	return state
}

// ValidateResource validates a resource's arguments.
func (p *Protocol) ValidateResource(name string, config Object) Diagnostics {
	p.tb.Helper()

	resp, err := p.Server.ValidateResourceConfig(p.ctx(), &tfprotov6.ValidateResourceConfigRequest{
		TypeName: name, Config: p.pack(p.find(p.Schema.ResourceSchemas, name), config),
		ClientCapabilities: &tfprotov6.ValidateResourceConfigClientCapabilities{WriteOnlyAttributesAllowed: true},
	})
	p.must(err)

	return resp.Diagnostics
}

// PlanResource plans a resource; a nil configuration destroys it.
func (p *Protocol) PlanResource(name string, config Object, prior Managed) (Planned, Diagnostics) {
	p.tb.Helper()

	schema := p.find(p.Schema.ResourceSchemas, name)

	resp, err := p.Server.PlanResourceChange(p.ctx(), &tfprotov6.PlanResourceChangeRequest{
		TypeName: name, Config: p.packState(schema, config), PriorState: p.packState(schema, prior.State),
		ProposedNewState: p.packState(schema, proposed(schema, config, prior.State)),
		PriorPrivate:     prior.Private, PriorIdentity: p.packIdentity(name, prior.Identity),
	})
	p.must(err)

	planned := Planned{
		State: p.unpackState(schema, resp.PlannedState), config: config, prior: prior, private: resp.PlannedPrivate,
		identity: resp.PlannedIdentity,
	}

	for _, at := range resp.RequiresReplace {
		planned.Replaces = append(planned.Replaces, At(&tfprotov6.Diagnostic{Attribute: at}))
	}

	return planned, resp.Diagnostics
}

// proposed merges a configuration with the prior state, as Terraform does for attributes that are not nested.
func proposed(schema *tfprotov6.Schema, config, prior Object) Object {
	if config == nil {
		return nil
	}

	merged := maps.Clone(config)

	for _, attribute := range schema.Block.Attributes {
		if attribute.WriteOnly {
			delete(merged, attribute.Name)
		} else if merged[attribute.Name] == nil && attribute.Computed {
			merged[attribute.Name] = prior[attribute.Name]
		}
	}

	return merged
}

// ApplyResource applies a change. The resource is as the provider leaves it, also if there are errors.
func (p *Protocol) ApplyResource(name string, planned Planned) (Managed, Diagnostics) {
	p.tb.Helper()

	schema := p.find(p.Schema.ResourceSchemas, name)

	resp, err := p.Server.ApplyResourceChange(p.ctx(), &tfprotov6.ApplyResourceChangeRequest{
		TypeName: name, Config: p.packState(schema, planned.config), PriorState: p.packState(schema, planned.prior.State),
		PlannedState: p.packState(schema, planned.State), PlannedPrivate: planned.private, PlannedIdentity: planned.identity,
	})
	p.must(err)

	return p.managed(name, resp.NewState, resp.NewIdentity, resp.Private), resp.Diagnostics
}

// ReadResource refreshes a resource.
func (p *Protocol) ReadResource(name string, resource Managed) (Managed, Diagnostics) {
	p.tb.Helper()

	resp, err := p.Server.ReadResource(p.ctx(), &tfprotov6.ReadResourceRequest{
		TypeName: name, CurrentState: p.packState(p.find(p.Schema.ResourceSchemas, name), resource.State),
		Private: resource.Private, CurrentIdentity: p.packIdentity(name, resource.Identity),
	})
	p.must(err)

	return p.managed(name, resp.NewState, resp.NewIdentity, resp.Private), resp.Diagnostics
}

// ImportResource imports a resource by its id, or by its identity if the id is empty. It is not refreshed.
func (p *Protocol) ImportResource(name, id string, identity Object) (Managed, Diagnostics) {
	p.tb.Helper()

	resp, err := p.Server.ImportResourceState(p.ctx(), &tfprotov6.ImportResourceStateRequest{
		TypeName: name, ID: id, Identity: p.packIdentity(name, identity),
	})
	p.must(err)

	if len(resp.ImportedResources) == 0 {
		return Managed{}, resp.Diagnostics
	}

	imported := resp.ImportedResources[0]

	return p.managed(name, imported.State, imported.Identity, imported.Private), resp.Diagnostics
}

func (p *Protocol) managed(
	name string, state *tfprotov6.DynamicValue, identity *tfprotov6.ResourceIdentityData, private []byte,
) Managed {
	p.tb.Helper()

	found := Managed{State: p.unpackState(p.find(p.Schema.ResourceSchemas, name), state), Private: private}

	if identity != nil && identity.IdentityData != nil {
		value, err := identity.IdentityData.Unmarshal(p.identityType(name))
		p.must(err)

		decoded, err := decode(value)
		p.must(err)

		found.Identity, _ = decoded.(Object)
	}

	return found
}

// packState is pack, with a null for a resource that does not exist.
func (p *Protocol) packState(schema *tfprotov6.Schema, state Object) *tfprotov6.DynamicValue {
	p.tb.Helper()

	if state != nil {
		return p.pack(schema, state)
	}

	packed, err := tfprotov6.NewDynamicValue(schema.ValueType(), tftypes.NewValue(schema.ValueType(), nil))
	p.must(err)

	return &packed
}

func (p *Protocol) packIdentity(name string, identity Object) *tfprotov6.ResourceIdentityData {
	p.tb.Helper()

	if identity == nil {
		return nil
	}

	identityType := p.identityType(name)
	packed, err := tfprotov6.NewDynamicValue(identityType, Value(p.tb, identityType, identity))
	p.must(err)

	return &tfprotov6.ResourceIdentityData{IdentityData: &packed}
}

func (p *Protocol) identityType(name string) tftypes.Type {
	p.tb.Helper()

	resp, err := p.Server.GetResourceIdentitySchemas(p.ctx(), &tfprotov6.GetResourceIdentitySchemasRequest{})
	p.must(err)

	return resp.IdentitySchemas[name].ValueType()
}
