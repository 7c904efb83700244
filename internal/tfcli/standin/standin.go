// SPDX-License-Identifier: MPL-2.0

// Package standin makes small providers that stand in for other people's: they take the arguments that a configuration
// gives them, tell a [Ledger] what they were given, and do nothing else. Nothing has to be downloaded for them.
//
// A program that uses them is their executable, too: [Install] puts it where a CLI looks for a provider, and [Main]
// serves the provider when a CLI starts it there. [Serve] is another way, for tests.
package standin

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	providerschema "github.com/hashicorp/terraform-plugin-framework/provider/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	resourceschema "github.com/hashicorp/terraform-plugin-framework/resource/schema"
)

// Provider describes a provider to stand in for.
type Provider struct {
	// Address is its address without the host, such as hashicorp/aws.
	Address string
	// Configuration are the arguments of its configuration.
	Configuration map[string]providerschema.Attribute
	// Resources are its resource types by their whole name. Each gets an id.
	Resources map[string]map[string]resourceschema.Attribute
}

// server is a Provider that is served.
type server struct {
	Provider

	tell func(ctx context.Context, receipt Receipt) error
}

var _ provider.Provider = &server{}

// Metadata leaves the name to the resource types, which have theirs in full.
func (s *server) Metadata(context.Context, provider.MetadataRequest, *provider.MetadataResponse) {}

// Schema describes the configuration.
func (s *server) Schema(_ context.Context, _ provider.SchemaRequest, resp *provider.SchemaResponse) {
	resp.Schema = providerschema.Schema{Attributes: s.Configuration}
}

// Configure tells of the configuration.
func (s *server) Configure(ctx context.Context, req provider.ConfigureRequest, resp *provider.ConfigureResponse) {
	if err := s.tell(ctx, newReceipt(s.Address, "", req.Config.Raw)); err != nil {
		resp.Diagnostics.AddError("Stand-in Failed", err.Error())
	}
}

// Resources are the resource types.
func (s *server) Resources(context.Context) []func() resource.Resource {
	var all []func() resource.Resource

	for name, attributes := range s.Provider.Resources {
		all = append(all, func() resource.Resource {
			return &kind{server: s, name: name, attributes: attributes}
		})
	}

	return all
}

// DataSources are none.
func (s *server) DataSources(context.Context) []func() datasource.DataSource {
	return nil
}
