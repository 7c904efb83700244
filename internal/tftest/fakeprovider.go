// SPDX-License-Identifier: MPL-2.0

package tftest

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"math/big"
	"sync"
	"testing"
	"time"

	"github.com/hashicorp/go-hclog"
	"github.com/hashicorp/go-plugin"
	"github.com/hashicorp/terraform-exec/tfexec"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	providerschema "github.com/hashicorp/terraform-plugin-framework/provider/schema"
	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6/tf6server"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// FakeProvider describes a provider that takes the place of a real one and records what it is given. Validators, plan
// modifiers and write-only arguments are part of its schemas.
type FakeProvider struct {
	// Address is its address without the host, such as hashicorp/aws.
	Address string
	// Configuration are the arguments of its configuration.
	Configuration map[string]providerschema.Attribute
	// Resources are the attributes of its resource types by their whole name. Each type gets an id. What is computed is
	// a string or a number.
	Resources map[string]map[string]schema.Attribute
	// Fail, if set, is called before something is configured, created or updated. If it returns an error, nothing is
	// recorded, and the call fails.
	Fail func(Call) error
}

// Call is what a fake provider was given when it was configured, or when it created or updated a resource.
type Call struct {
	// Provider is its address.
	Provider string
	// Resource is the type of the resource; empty for the provider's configuration.
	Resource string
	// Values are the arguments that are known, write-only ones included, as text: strings, numbers and booleans.
	Values map[string]string
}

// Recorder records the calls of fake providers.
type Recorder struct {
	mu    sync.Mutex
	calls []Call
}

// Calls returns the calls of a provider that concerned a resource type, or its configuration if the type is empty, in
// order.
func (r *Recorder) Calls(address, resourceType string) []Call {
	r.mu.Lock()
	defer r.mu.Unlock()

	var found []Call

	for _, call := range r.calls {
		if call.Provider == address && call.Resource == resourceType {
			found = append(found, call)
		}
	}

	return found
}

// record records a configuration, and returns how many calls there are now.
func (r *Recorder) record(fake FakeProvider, resourceType string, config tftypes.Value) (int, error) {
	call := Call{Provider: fake.Address, Resource: resourceType, Values: map[string]string{}}

	decoded, err := decode(config)
	if err != nil {
		return 0, err
	}

	arguments, _ := decoded.(Object)
	for name, value := range arguments {
		switch value := value.(type) {
		case string:
			call.Values[name] = value
		case int64, bool, *big.Float:
			call.Values[name] = fmt.Sprint(value)
		}
	}

	if fake.Fail != nil {
		if err := fake.Fail(call); err != nil {
			return 0, err
		}
	}

	r.mu.Lock()
	defer r.mu.Unlock()

	r.calls = append(r.calls, call)

	return len(r.calls), nil
}

// serveFakes serves fake providers in this process until stop is called. It returns where they are by their addresses.
func serveFakes(
	ctx context.Context, fakes []FakeProvider, recorder *Recorder,
) (served map[string]tfexec.ReattachConfig, stop func(), err error) {
	ctx, cancel := context.WithCancel(ctx)

	var closed []chan struct{}

	stop = func() {
		cancel()

		for _, one := range closed {
			<-one
		}
	}

	served = map[string]tfexec.ReattachConfig{}

	for _, fake := range fakes {
		found, done := make(chan *plugin.ReattachConfig, 1), make(chan struct{})
		failed := make(chan error, 1)

		go func() {
			failed <- tf6server.Serve(fake.Address, func() tfprotov6.ProviderServer {
				return providerserver.NewProtocol6(&fakeServer{fake, recorder})()
			}, tf6server.WithDebug(ctx, found, done), tf6server.WithGoPluginLogger(hclog.NewNullLogger()),
				tf6server.WithLoggingSink(silence{}))
		}()

		select {
		case config := <-found:
			closed = append(closed, done)
			served[fake.Address] = tfexec.ReattachConfig{
				Protocol: string(config.Protocol), ProtocolVersion: config.ProtocolVersion, Pid: config.Pid, Test: true,
				Addr: tfexec.ReattachConfigAddr{Network: config.Addr.Network(), String: config.Addr.String()},
			}
		case err := <-failed:
			stop()

			return nil, nil, fmt.Errorf("the fake provider %s is not served: %w", fake.Address, err)
		case <-time.After(stopTimeout):
			stop()

			return nil, nil, errors.New("the fake provider " + fake.Address + " is not served in time")
		}
	}

	return served, stop, nil
}

// silence makes a server in this process log only if TF_LOG is set. Otherwise it writes everything to standard error.
type silence struct {
	*testing.T
}

// Name is the only method that is called.
func (silence) Name() string {
	return "fake provider"
}

// fakeServer is a FakeProvider that is served.
type fakeServer struct {
	fake     FakeProvider
	recorder *Recorder
}

var _ provider.Provider = &fakeServer{}

// Metadata leaves out the name, since the resource types have their whole names.
func (*fakeServer) Metadata(context.Context, provider.MetadataRequest, *provider.MetadataResponse) {}

// Schema describes the configuration.
func (s *fakeServer) Schema(_ context.Context, _ provider.SchemaRequest, resp *provider.SchemaResponse) {
	resp.Schema.Attributes = s.fake.Configuration
}

// Configure records the configuration.
func (s *fakeServer) Configure(_ context.Context, req provider.ConfigureRequest, resp *provider.ConfigureResponse) {
	if _, err := s.recorder.record(s.fake, "", req.Config.Raw); err != nil {
		resp.Diagnostics.AddError("Fake Provider Failed", err.Error())
	}
}

// Resources returns the resource types.
func (s *fakeServer) Resources(context.Context) []func() resource.Resource {
	var all []func() resource.Resource

	for name, attributes := range s.fake.Resources {
		all = append(all, func() resource.Resource { return &fakeResource{s, name, attributes} })
	}

	return all
}

// DataSources returns none.
func (*fakeServer) DataSources(context.Context) []func() datasource.DataSource {
	return nil
}

// fakeResource is a resource type of a fake provider.
type fakeResource struct {
	server     *fakeServer
	name       string
	attributes map[string]schema.Attribute
}

var _ resource.Resource = &fakeResource{}

// Metadata names the type.
func (r *fakeResource) Metadata(_ context.Context, _ resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = r.name
}

// Schema adds an id to the attributes.
func (r *fakeResource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema.Attributes = map[string]schema.Attribute{"id": schema.StringAttribute{
		Computed: true, PlanModifiers: []planmodifier.String{stringplanmodifier.UseStateForUnknown()},
	}}
	maps.Copy(resp.Schema.Attributes, r.attributes)
}

// Create records the configuration and keeps the plan.
func (r *fakeResource) Create(_ context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	state, err := r.apply(req.Config.Raw, req.Plan.Raw)
	if err != nil {
		resp.Diagnostics.AddError("Fake Provider Failed", err.Error())

		return
	}

	resp.State.Raw = state
}

// Read keeps the state.
func (*fakeResource) Read(context.Context, resource.ReadRequest, *resource.ReadResponse) {}

// Update does what Create does.
func (r *fakeResource) Update(_ context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	state, err := r.apply(req.Config.Raw, req.Plan.Raw)
	if err != nil {
		resp.Diagnostics.AddError("Fake Provider Failed", err.Error())

		return
	}

	resp.State.Raw = state
}

// Delete has nothing to delete.
func (*fakeResource) Delete(context.Context, resource.DeleteRequest, *resource.DeleteResponse) {}

// apply records the configuration, which has the write-only arguments, and returns the plan, which has not, with values
// for what is unknown.
func (r *fakeResource) apply(config, plan tftypes.Value) (tftypes.Value, error) {
	number, err := r.server.recorder.record(r.server.fake, r.name, config)
	if err != nil {
		return plan, err
	}

	return tftypes.Transform(plan, func(at *tftypes.AttributePath, value tftypes.Value) (tftypes.Value, error) {
		switch {
		case value.IsKnown():
			return value, nil
		case value.Type().Is(tftypes.String):
			return tftypes.NewValue(tftypes.String, fmt.Sprintf("%s-%d", r.name, number)), nil
		case value.Type().Is(tftypes.Number):
			return tftypes.NewValue(tftypes.Number, number), nil
		}

		return value, fmt.Errorf("%s of %s is neither a string nor a number", at, r.name)
	})
}
