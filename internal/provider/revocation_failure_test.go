// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/ephemeral"
	frameworkprovider "github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/provider"
	"github.com/stytch-community/terraform-provider-stytchoauth/internal/stytchmock"
	"github.com/stytch-community/terraform-provider-stytchoauth/internal/tftest"
)

// exchanger is the ephemeral resource itself, configured: for what no protocol server would let happen.
func exchanger(t *testing.T, settings tftest.Object) ephemeral.EphemeralResourceWithClose {
	t.Helper()

	var (
		schema frameworkprovider.SchemaResponse
		resp   frameworkprovider.ConfigureResponse
	)

	tested, ok := provider.New(version, environment(nil))().(frameworkprovider.ProviderWithEphemeralResources)
	if !ok {
		t.Fatal("the provider has no ephemeral resources")
	}

	tested.Schema(t.Context(), frameworkprovider.SchemaRequest{}, &schema)
	tested.Configure(t.Context(), frameworkprovider.ConfigureRequest{Config: tfsdk.Config{
		Schema: schema.Schema, Raw: tftest.Value(t, schema.Schema.Type().TerraformType(t.Context()), settings),
	}}, &resp)
	requireNone(t, "the provider", resp.Diagnostics)

	for _, constructor := range tested.EphemeralResources(t.Context()) {
		made, ok := constructor().(ephemeral.EphemeralResourceWithClose)
		if !ok {
			continue
		}

		configurable, ok := made.(ephemeral.EphemeralResourceWithConfigure)
		if !ok {
			t.Fatal("it cannot be configured")
		}

		configurable.Configure(t.Context(),
			ephemeral.ConfigureRequest{ProviderData: resp.EphemeralResourceData}, &ephemeral.ConfigureResponse{})

		return made
	}

	t.Fatal("nothing closes")

	return nil
}

// Terraform does not close what failed to open. When tokens were issued, and what Close needs cannot be kept, Open
// revokes them itself.
func TestRevokeWhenOpenFails(t *testing.T) {
	t.Parallel()

	emulator := tftest.Start(t)
	arguments := with(authorized(t, emulator, forProject(t, emulator, stytchmock.B2B), true, "openid", "offline_access"),
		tftest.Object{"revoke_on_close": true})
	tested := exchanger(t, emulator.Settings(stytchmock.B2B))

	var schema ephemeral.SchemaResponse

	tested.Schema(t.Context(), ephemeral.SchemaRequest{}, &schema)

	kind := schema.Schema.Type().TerraformType(t.Context())
	resp := ephemeral.OpenResponse{
		Result: tfsdk.EphemeralResultData{Schema: schema.Schema, Raw: tftypes.NewValue(kind, nil)},
		// Nothing can be kept in a Private that is not there.
		Private: nil,
	}

	tested.Open(t.Context(), ephemeral.OpenRequest{
		Config: tfsdk.Config{Schema: schema.Schema, Raw: tftest.Value(t, kind, arguments)},
	}, &resp)

	if errors := resp.Diagnostics.Errors(); len(errors) != 1 || !strings.Contains(errors[0].Summary(), "ProviderData") {
		t.Errorf("errors %v", errors)
	}

	if len(emulator.IssuedTokens()) != 2 {
		t.Errorf("tokens %+v", emulator.IssuedTokens())
	}

	requireRevoked(t, emulator, true)
}

// A revocation that gets no answer holds an apply up for some seconds, however long a request may take otherwise.
func TestRevokeOnCloseIsShort(t *testing.T) {
	t.Parallel()

	emulator := tftest.Start(t)
	served := configured(t, with(emulator.Settings(stytchmock.B2B), tftest.Object{"request_timeout": "10m"}))
	opened := openedToRevoke(t, emulator, served, true, "openid", "offline_access")
	emulator.Inject(stytchmock.RouteRevoke, -1, stytchmock.Fault{Delay: time.Hour})

	began := time.Now()
	diagnostics := served.Close(opened)

	if took := time.Since(began); took > 30*time.Second {
		t.Errorf("it took %s", took)
	}

	diagnostics.Errors().RequireNone(t)

	if len(diagnostics) == 0 || diagnostics[0].Summary != "Tokens Not Revoked" {
		t.Errorf("warnings%s", diagnostics)
	}
}
