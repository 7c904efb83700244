// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/provider"
	"github.com/stytch-community/terraform-provider-stytchoauth/internal/tftest"
)

// benchmarkAnswer is what Stytch answers to a read of Slack tokens.
const benchmarkAnswer = `{"request_id":"request-id-test-55555555-5555-4555-8555-555555555555","status_code":200,
	"provider_type":"Slack","registrations":[{"provider_subject":"U0AAAAAAAAA","provider_tenant_id":"T0AAAAAAAAA",
	"access_token":"xoxp-0000000000000000000000000000000000000","scopes":["openid","profile","email"],
	"bot_access_token":"xoxb-0000000000000000000000","bot_scopes":["chat:write","channels:read"]}]}`

// BenchmarkGetProviderSchema is what each start of the provider begins with.
func BenchmarkGetProviderSchema(b *testing.B) {
	b.ReportAllocs()

	for b.Loop() {
		newBenchmarked(b)
	}
}

func BenchmarkConfigureProvider(b *testing.B) {
	served := newBenchmarked(b)
	request := served.configuration(b, "https://stytch.example.com")

	b.ReportAllocs()

	for b.Loop() {
		answer, err := served.server.ConfigureProvider(b.Context(), request)
		if err != nil || len(answer.Diagnostics) > 0 {
			b.Fatal(err, answer)
		}
	}
}

func BenchmarkValidateDataSource(b *testing.B) {
	served := newBenchmarked(b)
	name, arguments := "stytchoauth_member_slack_tokens", map[string]string{"organization_id": "acme", "member_id": "ada"}
	request := &tfprotov6.ValidateDataResourceConfigRequest{
		TypeName: name, Config: packStrings(b, served.schema.DataSourceSchemas[name], arguments),
	}

	b.ReportAllocs()

	for b.Loop() {
		answer, err := served.server.ValidateDataResourceConfig(b.Context(), request)
		if err != nil || len(answer.Diagnostics) > 0 {
			b.Fatal(err, answer)
		}
	}
}

// BenchmarkReadDataSource reads as Terraform does, over protocol 6, but within the process: a read with a request on
// the loopback, and one without.
func BenchmarkReadDataSource(b *testing.B) {
	for _, read := range []struct {
		name      string
		arguments map[string]string
	}{
		{"stytchoauth_member_slack_tokens", map[string]string{"organization_id": "acme", "member_id": "ada"}},
		{"stytchoauth_member_start_url", map[string]string{
			"oauth_provider": "google", "public_token": "public-token-test-1", "organization_id": "organization-test-1",
		}},
	} {
		b.Run(read.name, func(b *testing.B) {
			served := newBenchmarked(b)

			configured, err := served.server.ConfigureProvider(b.Context(), served.configuration(b, tftest.AnswerAlways(b, benchmarkAnswer)))
			if err != nil || len(configured.Diagnostics) > 0 {
				b.Fatal(err, configured)
			}

			request := &tfprotov6.ReadDataSourceRequest{
				TypeName: read.name, Config: packStrings(b, served.schema.DataSourceSchemas[read.name], read.arguments),
			}

			b.ReportAllocs()

			for b.Loop() {
				answer, err := served.server.ReadDataSource(b.Context(), request)
				if err != nil || len(answer.Diagnostics) > 0 {
					b.Fatal(err, answer)
				}
			}
		})
	}
}

// benchmarked is a provider that was asked for its schema, as it is first of all.
type benchmarked struct {
	server tfprotov6.ProviderServer
	schema *tfprotov6.GetProviderSchemaResponse
}

// newBenchmarked serves the provider.
func newBenchmarked(b *testing.B) benchmarked {
	b.Helper()

	server := provider.NewServer(b.Context(), version, environment(nil))()

	schema, err := server.GetProviderSchema(b.Context(), &tfprotov6.GetProviderSchemaRequest{})
	if err != nil || len(schema.Diagnostics) > 0 {
		b.Fatal(err, schema)
	}

	return benchmarked{server: server, schema: schema}
}

// configuration is one for a server at an address.
func (f benchmarked) configuration(b *testing.B, address string) *tfprotov6.ConfigureProviderRequest {
	b.Helper()

	return &tfprotov6.ConfigureProviderRequest{Config: packStrings(b, f.schema.Provider, map[string]string{
		"project_id": "project-test-1", "secret": "secret-test-1", "base_url": address,
	})}
}

// packStrings makes a configuration of strings. What is left out is null.
func packStrings(b *testing.B, schema *tfprotov6.Schema, values map[string]string) *tfprotov6.DynamicValue {
	b.Helper()

	object, ok := schema.ValueType().(tftypes.Object)
	if !ok {
		b.Fatalf("the schema is a %s", schema.ValueType())
	}

	attributes := make(map[string]tftypes.Value, len(object.AttributeTypes))

	for name, kind := range object.AttributeTypes {
		attributes[name] = tftypes.NewValue(kind, nil)
		if value, ok := values[name]; ok {
			attributes[name] = tftypes.NewValue(kind, value)
		}
	}

	packed, err := tfprotov6.NewDynamicValue(object, tftypes.NewValue(object, attributes))
	if err != nil {
		b.Fatal(err)
	}

	return &packed
}
