// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"
	"sync"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
)

// server mends two habits of the framework's own. That one keeps the contexts of all calls until Terraform stops the
// provider, and with each what its logs are made with: 20 kB and more for every data source of a plan. And a stop ends
// what is under way, but not what was on its way from Terraform in that moment: it would run in full, and mint, in a run
// that was interrupted.
type server struct {
	tfprotov6.ProviderServer

	// lifetime is how long there is anything to serve.
	lifetime context.Context //nolint:containedctx // It is the process's, not one of a call.

	mu sync.Mutex
	// run ends when Terraform stops the provider, by end.
	run context.Context //nolint:containedctx // It is the length of a run that is kept, not one of a call.
	end context.CancelFunc
}

// begin begins a run.
func (s *server) begin() {
	s.mu.Lock()
	defer s.mu.Unlock()

	s.run, s.end = context.WithCancel(s.lifetime) //nolint:gosec // StopProvider calls it.
}

// current is the run that goes on, and what ends it.
func (s *server) current() (context.Context, context.CancelFunc) {
	s.mu.Lock()
	defer s.mu.Unlock()

	return s.run, s.end
}

// ConfigureProvider begins a run: a provider that is served for a debugger sees one after the other.
func (s *server) ConfigureProvider(
	ctx context.Context, req *tfprotov6.ConfigureProviderRequest,
) (*tfprotov6.ConfigureProviderResponse, error) {
	s.begin()

	return s.ProviderServer.ConfigureProvider(ctx, req)
}

// StopProvider ends it.
func (s *server) StopProvider(
	ctx context.Context, req *tfprotov6.StopProviderRequest,
) (*tfprotov6.StopProviderResponse, error) {
	_, end := s.current()
	end()

	return s.ProviderServer.StopProvider(ctx, req)
}

// untilStopped is a context that ends with the run, too.
func (s *server) untilStopped(ctx context.Context) (context.Context, context.CancelFunc) {
	run, _ := s.current()
	ctx, cancel := context.WithCancel(ctx)

	if run.Err() != nil {
		cancel()

		return ctx, cancel
	}

	forget := context.AfterFunc(run, cancel)

	return ctx, func() {
		forget()
		cancel()
	}
}

// ValidateDataResourceConfig is called for each data source of a configuration.
func (s *server) ValidateDataResourceConfig(
	ctx context.Context, req *tfprotov6.ValidateDataResourceConfigRequest,
) (*tfprotov6.ValidateDataResourceConfigResponse, error) {
	return lend(ctx, s.ProviderServer.ValidateDataResourceConfig, req)
}

// ReadDataSource is called for each, too.
func (s *server) ReadDataSource(
	ctx context.Context, req *tfprotov6.ReadDataSourceRequest,
) (*tfprotov6.ReadDataSourceResponse, error) {
	ctx, cancel := s.untilStopped(ctx)
	defer cancel()

	return lend(ctx, s.ProviderServer.ReadDataSource, req)
}

// ValidateEphemeralResourceConfig is called for each ephemeral resource, and again when one is opened. What it finds then
// is shown without its place: each finding says itself what it is about.
func (s *server) ValidateEphemeralResourceConfig(
	ctx context.Context, req *tfprotov6.ValidateEphemeralResourceConfigRequest,
) (*tfprotov6.ValidateEphemeralResourceConfigResponse, error) {
	resp, err := lend(ctx, s.ProviderServer.ValidateEphemeralResourceConfig, req)
	if err != nil {
		return nil, err
	}

	for _, finding := range resp.Diagnostics {
		finding.Detail += "\n\nThis was about an ephemeral resource of type " + req.TypeName + "."
	}

	return resp, nil
}

// OpenEphemeralResource is called for each, too.
func (s *server) OpenEphemeralResource(
	ctx context.Context, req *tfprotov6.OpenEphemeralResourceRequest,
) (*tfprotov6.OpenEphemeralResourceResponse, error) {
	ctx, cancel := s.untilStopped(ctx)
	defer cancel()

	return lend(ctx, s.ProviderServer.OpenEphemeralResource, req)
}

// CloseEphemeralResource is called for each that was opened. A stop does not keep it from taking tokens back.
func (s *server) CloseEphemeralResource(
	ctx context.Context, req *tfprotov6.CloseEphemeralResourceRequest,
) (*tfprotov6.CloseEphemeralResourceResponse, error) {
	return lend(ctx, s.ProviderServer.CloseEphemeralResource, req)
}

// CallFunction is called wherever a function stands.
func (s *server) CallFunction(
	ctx context.Context, req *tfprotov6.CallFunctionRequest,
) (*tfprotov6.CallFunctionResponse, error) {
	return lend(ctx, s.ProviderServer.CallFunction, req)
}
