// SPDX-License-Identifier: MPL-2.0

package tftest

import (
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
)

// data is the schema of a data source.
func (p *Protocol) data(name string) *tfprotov6.Schema {
	p.t.Helper()

	return p.known(p.Schema.DataSourceSchemas[name], name)
}

// ephemeral is the schema of an ephemeral resource.
func (p *Protocol) ephemeral(name string) *tfprotov6.Schema {
	p.t.Helper()

	return p.known(p.Schema.EphemeralResourceSchemas[name], name)
}

// known is a schema that exists.
func (p *Protocol) known(schema *tfprotov6.Schema, name string) *tfprotov6.Schema {
	p.t.Helper()

	if schema == nil {
		p.t.Fatalf("there is no %s", name)
	}

	return schema
}

// pack makes a configuration.
func (p *Protocol) pack(schema *tfprotov6.Schema, values Object) *tfprotov6.DynamicValue {
	p.t.Helper()

	if values == nil {
		values = Object{}
	}

	packed, err := tfprotov6.NewDynamicValue(schema.ValueType(), Value(p.t, schema.ValueType(), values))
	p.must(err)

	return &packed
}

// unpack reads a result; nil where there is none.
func (p *Protocol) unpack(schema *tfprotov6.Schema, packed *tfprotov6.DynamicValue) Object {
	p.t.Helper()

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

// must ends the test on an error of the protocol's, which is never the provider's answer.
func (p *Protocol) must(err error) {
	p.t.Helper()

	if err != nil {
		p.t.Fatal(err)
	}
}
