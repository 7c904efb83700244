// SPDX-License-Identifier: MPL-2.0

package tftest

import (
	"context"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// terraformVersion is what Terraform says of itself here.
const terraformVersion = "1.11.4"

// Protocol speaks to a provider as Terraform does, over protocol 6, but within the process and without Terraform:
// each call is one call.
type Protocol struct {
	Server tfprotov6.ProviderServer
	Schema *tfprotov6.GetProviderSchemaResponse

	t   *testing.T
	ctx func() context.Context
}

// Serve speaks to a server, which it asks for its schema first.
func Serve(t *testing.T, server tfprotov6.ProviderServer) *Protocol {
	t.Helper()

	schema, err := server.GetProviderSchema(t.Context(), &tfprotov6.GetProviderSchemaRequest{})
	if err != nil {
		t.Fatal(err)
	}

	Diagnostics(schema.Diagnostics).RequireNone(t)

	return &Protocol{Server: server, Schema: schema, t: t, ctx: t.Context}
}

// Within makes calls under another context.
func (p *Protocol) Within(ctx context.Context) *Protocol {
	within := *p
	within.ctx = func() context.Context { return ctx }

	return &within
}

// ValidateProvider validates the provider's configuration.
func (p *Protocol) ValidateProvider(settings Object) Diagnostics {
	p.t.Helper()

	resp, err := p.Server.ValidateProviderConfig(p.ctx(), &tfprotov6.ValidateProviderConfigRequest{
		Config: p.pack(p.Schema.Provider, settings),
	})
	p.must(err)

	return resp.Diagnostics
}

// Configure configures the provider.
func (p *Protocol) Configure(settings Object) Diagnostics {
	p.t.Helper()

	resp, err := p.Server.ConfigureProvider(p.ctx(), &tfprotov6.ConfigureProviderRequest{
		TerraformVersion: terraformVersion, Config: p.pack(p.Schema.Provider, settings),
	})
	p.must(err)

	return resp.Diagnostics
}

// ValidateData validates a data source's arguments.
func (p *Protocol) ValidateData(name string, arguments Object) Diagnostics {
	p.t.Helper()

	resp, err := p.Server.ValidateDataResourceConfig(p.ctx(), &tfprotov6.ValidateDataResourceConfigRequest{
		TypeName: name, Config: p.pack(p.data(name), arguments),
	})
	p.must(err)

	return resp.Diagnostics
}

// Read reads a data source.
func (p *Protocol) Read(name string, arguments Object) (Object, Diagnostics) {
	p.t.Helper()

	resp, err := p.Server.ReadDataSource(p.ctx(), &tfprotov6.ReadDataSourceRequest{
		TypeName: name, Config: p.pack(p.data(name), arguments),
	})
	p.must(err)

	return p.unpack(p.data(name), resp.State), resp.Diagnostics
}

// ValidateEphemeral validates an ephemeral resource's arguments.
func (p *Protocol) ValidateEphemeral(name string, arguments Object) Diagnostics {
	p.t.Helper()

	resp, err := p.Server.ValidateEphemeralResourceConfig(p.ctx(), &tfprotov6.ValidateEphemeralResourceConfigRequest{
		TypeName: name, Config: p.pack(p.ephemeral(name), arguments),
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
	p.t.Helper()

	resp, err := p.Server.OpenEphemeralResource(p.ctx(), &tfprotov6.OpenEphemeralResourceRequest{
		TypeName: name, Config: p.pack(p.ephemeral(name), arguments),
	})
	p.must(err)

	if !resp.RenewAt.IsZero() {
		p.t.Errorf("%s asks to be renewed", name)
	}

	return Opened{Result: p.unpack(p.ephemeral(name), resp.Result), Private: resp.Private, name: name}, resp.Diagnostics
}

// Close closes it.
func (p *Protocol) Close(opened Opened) Diagnostics {
	p.t.Helper()

	resp, err := p.Server.CloseEphemeralResource(p.ctx(), &tfprotov6.CloseEphemeralResourceRequest{
		TypeName: opened.name, Private: opened.Private,
	})
	p.must(err)

	return resp.Diagnostics
}

// Call calls a function that takes strings.
func (p *Protocol) Call(name string, arguments ...string) (any, *tfprotov6.FunctionError) {
	p.t.Helper()

	function, ok := p.Schema.Functions[name]
	if !ok {
		p.t.Fatalf("there is no function %s", name)
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
