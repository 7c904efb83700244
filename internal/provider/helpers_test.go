// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"bytes"
	"cmp"
	"context"
	"os"
	"os/exec"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-testing/echoprovider"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/tfversion"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/provider"
	"github.com/stytch-community/terraform-provider-stytchoauth/internal/stytchmock"
	"github.com/stytch-community/terraform-provider-stytchoauth/internal/tftest"
)

// version is the provider's version in tests.
const version = "0.0.0-test"

// environment returns a getenv function for these variables and no others.
func environment(variables map[string]string) func(string) string {
	return func(name string) string { return variables[name] }
}

// serve serves the provider, unconfigured, in an environment of its own.
func serve(t *testing.T, variables map[string]string) *tftest.Protocol {
	t.Helper()

	return tftest.Serve(t, provider.NewServer(t.Context(), version, environment(variables))())
}

// configured serves the provider with a configuration that must be valid.
func configured(t *testing.T, settings tftest.Object) *tftest.Protocol {
	t.Helper()

	served := serve(t, nil)
	served.ValidateProvider(settings).RequireNone(t)
	served.Configure(settings).RequireNone(t)

	return served
}

// forProject serves the provider for a project of the emulator, without retries, so that no test waits for one.
func forProject(t *testing.T, emulator *tftest.Emulator, product stytchmock.Product) *tftest.Protocol {
	t.Helper()

	return configured(t, with(emulator.Settings(product), tftest.Object{"max_retries": 0}))
}

// with returns a copy of an object with members replaced or, where they are nil, taken out.
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

// plain returns a copy of an object with lists and maps of the types that results and JSON have.
func plain(object tftest.Object) tftest.Object {
	changed := with(object)

	for name, value := range changed {
		switch value := value.(type) {
		case []string:
			list := make([]any, len(value))
			for i, element := range value {
				list[i] = element
			}

			changed[name] = list
		case map[string]string:
			members := tftest.Object{}
			for key, member := range value {
				members[key] = member
			}

			changed[name] = members
		}
	}

	return changed
}

// expand replaces the placeholders in the strings of an object with what the emulator was seeded with.
func expand(emulator *tftest.Emulator, object tftest.Object) tftest.Object {
	expanded := with(object)

	for name, value := range expanded {
		if text, ok := value.(string); ok {
			expanded[name] = emulator.Expand(text)
		}
	}

	return expanded
}

// requestID is the shape of the emulator's request ids.
var requestID = regexp.MustCompile(`^request-id-test-[0-9a-f-]{36}$`)

// requireRequestID checks the request_id of a result, and returns the result without it.
func requireRequestID(t *testing.T, result tftest.Object) tftest.Object {
	t.Helper()

	if id, ok := result["request_id"].(string); !ok || !requestID.MatchString(id) {
		t.Errorf("request_id %v", result["request_id"])
	}

	return with(result, tftest.Object{"request_id": nil})
}

// requireResult checks that a result has these values beside request_id and a status_code of 200, and that all its
// other attributes are null.
func requireResult(t *testing.T, got, want tftest.Object) {
	t.Helper()
	requireEqual(t, requireRequestID(t, got), with(plain(want), tftest.Object{"status_code": int64(200)}))
}

func requireEqual(t *testing.T, got, want any) {
	t.Helper()

	if !reflect.DeepEqual(got, want) {
		t.Errorf("got\n  %v\nwant\n  %v", got, want)
	}
}

func sorted(list []string) []string {
	return slices.Sorted(slices.Values(list))
}

// factory returns the server that main serves.
func factory() (tfprotov6.ProviderServer, error) {
	return provider.NewServer(context.Background(), version, environment(nil))(), nil
}

// accept runs steps with a real CLI. The resource "echo" shows ephemeral values: it keeps in the state what its provider
// block was configured with when the resource was created, and never changes afterwards.
func accept(t *testing.T, steps ...resource.TestStep) {
	t.Helper()

	for i, step := range steps {
		steps[i].ExpectNonEmptyPlan = strings.Contains(step.Config, "\nephemeral ") && plansOpenings()
	}

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

// plansOpenings reports whether the CLI is OpenTofu 1.11, which plans each opening of an ephemeral resource as a change.
var plansOpenings = sync.OnceValue(func() bool {
	output, err := exec.CommandContext(context.Background(), cmp.Or(os.Getenv("TF_ACC_TERRAFORM_PATH"), "terraform"),
		"version").Output()

	return err == nil && bytes.Contains(output, []byte("OpenTofu v1.11."))
})
