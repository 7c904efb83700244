// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"context"
	"regexp"
	"slices"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-testing/echoprovider"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/tfversion"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/provider"
	"github.com/stytch-community/terraform-provider-stytchoauth/internal/stytchmock"
	"github.com/stytch-community/terraform-provider-stytchoauth/internal/tftest"
)

// version is what the provider under test calls itself.
const version = "0.0.0-test"

// environment is all that a provider sees of one.
func environment(variables map[string]string) func(string) string {
	return func(name string) string { return variables[name] }
}

// serve serves the provider in an environment of its own.
func serve(t *testing.T, variables map[string]string) *tftest.Protocol {
	t.Helper()

	return tftest.Serve(t, provider.NewServer(t.Context(), version, environment(variables))())
}

// configured serves the provider with a configuration that has no fault.
func configured(t *testing.T, settings tftest.Object) *tftest.Protocol {
	t.Helper()

	served := serve(t, nil)
	served.ValidateProvider(settings).RequireNone(t)
	served.Configure(settings).RequireNone(t)

	return served
}

// forProject serves the provider for the project of a product, with no retries: no test waits for one.
func forProject(t *testing.T, emulator *tftest.Emulator, product stytchmock.Product) *tftest.Protocol {
	t.Helper()

	return configured(t, with(emulator.Settings(product), tftest.Object{"max_retries": 0}))
}

// with is an object with members replaced or, where they are nil, taken out.
func with(object tftest.Object, changes ...tftest.Object) tftest.Object {
	changed := tftest.Object{}

	for _, one := range append([]tftest.Object{object}, changes...) {
		for name, value := range one {
			changed[name] = value
			if value == nil {
				delete(changed, name)
			}
		}
	}

	return changed
}

// factory makes the server that main serves.
func factory() (tfprotov6.ProviderServer, error) {
	return provider.NewServer(context.Background(), version, environment(nil))(), nil
}

// accept runs steps with a real Terraform. `echo` is there to see ephemeral values with: it keeps what its provider
// configuration had when it was created, for good.
func accept(t *testing.T, steps ...resource.TestStep) {
	t.Helper()

	resource.UnitTest(t, resource.TestCase{
		TerraformVersionChecks: []tfversion.TerraformVersionCheck{
			tfversion.SkipBelow(tfversion.Version1_10_0), // Ephemeral resources.
		},
		ProtoV6ProviderFactories: map[string]func() (tfprotov6.ProviderServer, error){
			"stytchoauth": factory,
			"echo":        echoprovider.NewProviderServer(),
		},
		Steps: steps,
	})
}

// requestID is what Stytch's ids of requests look like.
var requestID = regexp.MustCompile(`^request-id-test-[0-9a-f-]{36}$`)

// requireRequestID takes the id of a request out of a result, after a look at it.
func requireRequestID(t *testing.T, result tftest.Object) tftest.Object {
	t.Helper()

	if id, ok := result["request_id"].(string); !ok || !requestID.MatchString(id) {
		t.Errorf("request_id %v", result["request_id"])
	}

	return with(result, tftest.Object{"request_id": nil})
}

// sorted is a sorted copy.
func sorted(list []string) []string {
	return slices.Sorted(slices.Values(list))
}
