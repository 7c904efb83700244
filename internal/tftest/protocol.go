// SPDX-License-Identifier: MPL-2.0

package tftest

import (
	"context"
	"sync"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// terraformVersion is the version that Protocol says it is.
const terraformVersion = "1.11.4"

// Protocol speaks plugin protocol 6 to a provider as Terraform does, but in process and without Terraform: each method
// is one call.
type Protocol struct {
	Server tfprotov6.ProviderServer
	Schema *tfprotov6.GetProviderSchemaResponse

	tb  testing.TB
	ctx func() context.Context
}

// Serve returns what speaks to a server of this provider.
func Serve(tb testing.TB, server tfprotov6.ProviderServer) *Protocol {
	tb.Helper()

	return &Protocol{Server: server, Schema: schemaOf(tb, server), tb: tb, ctx: tb.Context}
}

// known is the provider's schema. Making it takes longer than most calls, and all servers have the same.
var known struct {
	sync.Mutex

	schema *tfprotov6.GetProviderSchemaResponse
}

// schemaOf returns the provider's schema, for which it asks the first server.
func schemaOf(tb testing.TB, server tfprotov6.ProviderServer) *tfprotov6.GetProviderSchemaResponse {
	tb.Helper()

	known.Lock()
	defer known.Unlock()

	if known.schema != nil {
		return known.schema
	}

	schema, err := server.GetProviderSchema(tb.Context(), &tfprotov6.GetProviderSchemaRequest{})
	if err != nil {
		tb.Fatal(err)
	}

	Diagnostics(schema.Diagnostics).RequireNone(tb)

	known.schema = schema

	return schema
}

// Within returns a Protocol whose calls have another context.
func (p *Protocol) Within(ctx context.Context) *Protocol {
	within := *p
	within.ctx = func() context.Context { return ctx }

	return &within
}

// ValidateProvider validates the provider's configuration.
func (p *Protocol) ValidateProvider(settings Object) Diagnostics {
	p.tb.Helper()

	resp, err := p.Server.ValidateProviderConfig(p.ctx(), &tfprotov6.ValidateProviderConfigRequest{
		Config: p.pack(p.Schema.Provider, settings),
	})
	p.must(err)

	return resp.Diagnostics
}

// Configure configures the provider.
func (p *Protocol) Configure(settings Object) Diagnostics {
	p.tb.Helper()

	resp, err := p.Server.ConfigureProvider(p.ctx(), &tfprotov6.ConfigureProviderRequest{
		TerraformVersion: terraformVersion, Config: p.pack(p.Schema.Provider, settings),
	})
	p.must(err)

	return resp.Diagnostics
}

// ValidateData validates a data source's arguments.
func (p *Protocol) ValidateData(name string, arguments Object) Diagnostics {
	p.tb.Helper()

	resp, err := p.Server.ValidateDataResourceConfig(p.ctx(), &tfprotov6.ValidateDataResourceConfigRequest{
		TypeName: name, Config: p.pack(p.find(p.Schema.DataSourceSchemas, name), arguments),
	})
	p.must(err)

	return resp.Diagnostics
}

// Read reads a data source.
func (p *Protocol) Read(name string, arguments Object) (Object, Diagnostics) {
	p.tb.Helper()

	schema := p.find(p.Schema.DataSourceSchemas, name)
	resp, err := p.Server.ReadDataSource(p.ctx(), &tfprotov6.ReadDataSourceRequest{
		TypeName: name, Config: p.pack(schema, arguments),
	})
	p.must(err)

	return p.unpack(schema, resp.State), resp.Diagnostics
}

// ValidateEphemeral validates an ephemeral resource's arguments.
func (p *Protocol) ValidateEphemeral(name string, arguments Object) Diagnostics {
	p.tb.Helper()

	resp, err := p.Server.ValidateEphemeralResourceConfig(p.ctx(), &tfprotov6.ValidateEphemeralResourceConfigRequest{
		TypeName: name, Config: p.pack(p.find(p.Schema.EphemeralResourceSchemas, name), arguments),
	})
	p.must(err)

	return resp.Diagnostics
}

// Opened is an ephemeral resource that was opened.
type Opened struct {
	Result  Object
	Private []byte

	name string
}

// Open opens an ephemeral resource.
func (p *Protocol) Open(name string, arguments Object) (Opened, Diagnostics) {
	p.tb.Helper()

	schema := p.find(p.Schema.EphemeralResourceSchemas, name)
	resp, err := p.Server.OpenEphemeralResource(p.ctx(), &tfprotov6.OpenEphemeralResourceRequest{
		TypeName: name, Config: p.pack(schema, arguments),
	})
	p.must(err)

	if !resp.RenewAt.IsZero() {
		p.tb.Errorf("%s asks to be renewed", name)
	}

	return Opened{Result: p.unpack(schema, resp.Result), Private: resp.Private, name: name}, resp.Diagnostics
}

// Close closes an ephemeral resource.
func (p *Protocol) Close(opened Opened) Diagnostics {
	p.tb.Helper()

	resp, err := p.Server.CloseEphemeralResource(p.ctx(), &tfprotov6.CloseEphemeralResourceRequest{
		TypeName: opened.name, Private: opened.Private,
	})
	p.must(err)

	return resp.Diagnostics
}

// Call calls a function whose parameters are strings.
func (p *Protocol) Call(name string, arguments ...string) (any, *tfprotov6.FunctionError) {
	p.tb.Helper()

	function, ok := p.Schema.Functions[name]
	if !ok {
		p.tb.Fatalf("there is no function %s", name)
	}

	req := &tfprotov6.CallFunctionRequest{Name: name}

	for _, argument := range arguments {
		packed, err := tfprotov6.NewDynamicValue(tftypes.String, tftypes.NewValue(tftypes.String, argument))
		p.must(err)

		req.Arguments = append(req.Arguments, &packed)
	}

	resp, err := p.Server.CallFunction(p.ctx(), req)
	p.must(err)

	if resp.Error != nil {
		return nil, resp.Error
	}

	value, err := resp.Result.Unmarshal(function.Return.Type)
	p.must(err)

	decoded, err := decode(value)
	p.must(err)

	return decoded, nil
}

// find returns the schema of a type.
func (p *Protocol) find(schemas map[string]*tfprotov6.Schema, name string) *tfprotov6.Schema {
	p.tb.Helper()

	schema, ok := schemas[name]
	if !ok {
		p.tb.Fatalf("there is no %s", name)
	}

	return schema
}

// pack encodes a configuration, a plan or a state.
func (p *Protocol) pack(schema *tfprotov6.Schema, values Object) *tfprotov6.DynamicValue {
	p.tb.Helper()

	if values == nil {
		values = Object{}
	}

	packed, err := tfprotov6.NewDynamicValue(schema.ValueType(), Value(p.tb, schema.ValueType(), values))
	p.must(err)

	return &packed
}

// unpack decodes a result, a plan or a state; it returns nil where there is none.
func (p *Protocol) unpack(schema *tfprotov6.Schema, packed *tfprotov6.DynamicValue) Object {
	p.tb.Helper()

	if packed == nil {
		return nil
	}

	value, err := packed.Unmarshal(schema.ValueType())
	p.must(err)

	decoded, err := decode(value)
	p.must(err)

	object, _ := decoded.(Object)

	return object
}

// must ends the test on an error of the protocol, which no provider should ever return.
func (p *Protocol) must(err error) {
	p.tb.Helper()

	if err != nil {
		p.tb.Fatal(err)
	}
}
