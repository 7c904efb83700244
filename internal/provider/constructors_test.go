// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral"
	"github.com/hashicorp/terraform-plugin-framework/function"
	frameworkprovider "github.com/hashicorp/terraform-plugin-framework/provider"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/provider"
)

func TestProviderIsValid(t *testing.T) {
	t.Parallel()

	tested := provider.New("1.2.3", environment(nil))()

	var metadata frameworkprovider.MetadataResponse

	tested.Metadata(t.Context(), frameworkprovider.MetadataRequest{}, &metadata)

	if metadata.TypeName != "stytchoauth" || metadata.Version != "1.2.3" {
		t.Errorf("metadata %+v", metadata)
	}

	var schema frameworkprovider.SchemaResponse

	tested.Schema(t.Context(), frameworkprovider.SchemaRequest{}, &schema)
	requireNone(t, "the provider", schema.Diagnostics)
	requireNone(t, "the provider", schema.Schema.ValidateImplementation(t.Context()))
}

// Each call of a constructor has to make a type of its own: Terraform configures each anew.
func TestDataSourcesAreValid(t *testing.T) {
	t.Parallel()

	for _, constructor := range provider.New(version, environment(nil))().DataSources(t.Context()) {
		made, again := constructor(), constructor()
		if made == again {
			t.Errorf("%T is shared", made)
		}

		var (
			metadata datasource.MetadataResponse
			schema   datasource.SchemaResponse
		)

		made.Metadata(t.Context(), datasource.MetadataRequest{ProviderTypeName: "stytchoauth"}, &metadata)
		made.Schema(t.Context(), datasource.SchemaRequest{}, &schema)
		requireNone(t, metadata.TypeName, schema.Diagnostics)
		requireNone(t, metadata.TypeName, schema.Schema.ValidateImplementation(t.Context()))

		configurable, ok := made.(datasource.DataSourceWithConfigure)
		if !ok {
			t.Fatalf("%s cannot be configured", metadata.TypeName)
		}

		// Terraform validates before it configures, and hands over nothing then.
		var resp datasource.ConfigureResponse

		configurable.Configure(t.Context(), datasource.ConfigureRequest{}, &resp)
		requireNone(t, metadata.TypeName, resp.Diagnostics)

		configurable.Configure(t.Context(), datasource.ConfigureRequest{ProviderData: "something else"}, &resp)

		if !resp.Diagnostics.HasError() {
			t.Errorf("%s takes another provider's data", metadata.TypeName)
		}
	}
}

func TestEphemeralResourcesAreValid(t *testing.T) {
	t.Parallel()

	tested, ok := provider.New(version, environment(nil))().(frameworkprovider.ProviderWithEphemeralResources)
	if !ok {
		t.Fatal("the provider has no ephemeral resources")
	}

	for _, constructor := range tested.EphemeralResources(t.Context()) {
		made, again := constructor(), constructor()
		if made == again {
			t.Errorf("%T is shared", made)
		}

		var (
			metadata ephemeral.MetadataResponse
			schema   ephemeral.SchemaResponse
		)

		made.Metadata(t.Context(), ephemeral.MetadataRequest{ProviderTypeName: "stytchoauth"}, &metadata)
		made.Schema(t.Context(), ephemeral.SchemaRequest{}, &schema)
		requireNone(t, metadata.TypeName, schema.Diagnostics)
		requireNone(t, metadata.TypeName, schema.Schema.ValidateImplementation(t.Context()))

		configurable, ok := made.(ephemeral.EphemeralResourceWithConfigure)
		if !ok {
			t.Fatalf("%s cannot be configured", metadata.TypeName)
		}

		var resp ephemeral.ConfigureResponse

		configurable.Configure(t.Context(), ephemeral.ConfigureRequest{}, &resp)
		requireNone(t, metadata.TypeName, resp.Diagnostics)

		configurable.Configure(t.Context(), ephemeral.ConfigureRequest{ProviderData: "something else"}, &resp)

		if !resp.Diagnostics.HasError() {
			t.Errorf("%s takes another provider's data", metadata.TypeName)
		}

		// No token here can be renewed by what opened it.
		if _, renews := made.(ephemeral.EphemeralResourceWithRenew); renews {
			t.Errorf("%s renews", metadata.TypeName)
		}

		_, closes := made.(ephemeral.EphemeralResourceWithClose)
		if want := metadata.TypeName == "stytchoauth_connected_app_tokens"; closes != want {
			t.Errorf("%s closes: %t, want %t", metadata.TypeName, closes, want)
		}
	}
}

func TestFunctionsAreValid(t *testing.T) {
	t.Parallel()

	tested, ok := provider.New(version, environment(nil))().(frameworkprovider.ProviderWithFunctions)
	if !ok {
		t.Fatal("the provider has no functions")
	}

	for _, constructor := range tested.Functions(t.Context()) {
		var (
			metadata   function.MetadataResponse
			definition function.DefinitionResponse
			valid      function.DefinitionValidateResponse
		)

		made := constructor()
		made.Metadata(t.Context(), function.MetadataRequest{}, &metadata)
		made.Definition(t.Context(), function.DefinitionRequest{}, &definition)
		definition.Definition.ValidateImplementation(
			t.Context(), function.DefinitionValidateRequest{FuncName: metadata.Name}, &valid)
		requireNone(t, metadata.Name, definition.Diagnostics)
		requireNone(t, metadata.Name, valid.Diagnostics)
	}
}

// requireNone fails on any diagnostic.
func requireNone(t *testing.T, name string, diagnostics diag.Diagnostics) {
	t.Helper()

	for _, one := range diagnostics {
		t.Errorf("%s: %s: %s", name, one.Summary(), one.Detail())
	}
}
