// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

func TestSchemaOfProvider(t *testing.T) {
	t.Parallel()

	served := serve(t, nil).Schema

	requireSurface(t, "provider", served.Provider, surfaceProvider)

	if len(served.ResourceSchemas)+len(served.ListResourceSchemas)+len(served.ActionSchemas) > 0 {
		t.Errorf("resources, list resources or actions: %v", slices.Collect(maps.Keys(served.ResourceSchemas)))
	}

	if served.ProviderMeta != nil && len(served.ProviderMeta.Block.Attributes) > 0 {
		t.Error("there is a provider_meta schema")
	}
}

func TestSchemaOfDataSources(t *testing.T) {
	t.Parallel()

	requireSurfaces(t, serve(t, nil).Schema.DataSourceSchemas, surfaceDataSources())
}

func TestSchemaOfEphemeralResources(t *testing.T) {
	t.Parallel()

	want := surfaceEphemeralResources()
	for _, name := range surfaceTwins() {
		want[name] = surfaceDataSources()[name] + surfaceOpenAfter
	}

	requireSurfaces(t, serve(t, nil).Schema.EphemeralResourceSchemas, want)
}

func TestSchemaOfFunctions(t *testing.T) {
	t.Parallel()

	functions := serve(t, nil).Schema.Functions

	for name, want := range map[string]struct {
		parameter string
		returns   tftypes.Type
	}{
		"pkce_code_challenge": {"code_verifier", tftypes.String},
		"jwt_claims":          {"token", tftypes.DynamicPseudoType},
	} {
		function := functions[name]
		if function == nil {
			t.Fatalf("there is no function %s", name)
		}

		if len(function.Parameters) != 1 || function.VariadicParameter != nil ||
			function.Parameters[0].Name != want.parameter || !function.Parameters[0].Type.Is(tftypes.String) ||
			function.Parameters[0].AllowNullValue {
			t.Errorf("parameters of %s: %+v", name, function.Parameters)
		}

		if !function.Return.Type.Equal(want.returns) {
			t.Errorf("%s returns %s", name, function.Return.Type)
		}
	}

	if len(functions) != 2 {
		t.Errorf("functions %v", slices.Sorted(maps.Keys(functions)))
	}

	// Who decides by claims has to read this first.
	if summary := functions["jwt_claims"].Summary; !strings.Contains(summary, "signature not checked") {
		t.Errorf("summary %q", summary)
	}
}

// requireSurfaces fails unless there are these types, and each has its surface.
func requireSurfaces(t *testing.T, schemas map[string]*tfprotov6.Schema, want map[string]string) {
	t.Helper()

	found := slices.Sorted(maps.Keys(schemas))

	var names []string
	for _, name := range slices.Sorted(maps.Keys(want)) {
		names = append(names, "stytchoauth_"+name)
	}

	if !slices.Equal(found, names) {
		t.Fatalf("types\n%s\nwant\n%s", strings.Join(found, "\n"), strings.Join(names, "\n"))
	}

	for name, surface := range want {
		requireSurface(t, name, schemas["stytchoauth_"+name], surface)
	}
}

// requireSurface compares a schema to its surface, in any order.
func requireSurface(t *testing.T, name string, schema *tfprotov6.Schema, want string) {
	t.Helper()

	if len(schema.Block.BlockTypes) > 0 {
		t.Errorf("%s has blocks", name)
	}

	lines := slices.DeleteFunc(strings.Split(want, "\n"), func(line string) bool { return line == "" })
	slices.Sort(lines)

	found := surfaceOf("", schema.Block.Attributes)
	slices.Sort(found)

	for _, line := range found {
		if !slices.Contains(lines, line) {
			t.Errorf("%s has %q", name, line)
		}
	}

	for _, line := range lines {
		if !slices.Contains(found, line) {
			t.Errorf("%s lacks %q", name, line)
		}
	}

	if len(found) != len(lines) {
		t.Errorf("%s has %d attributes, want %d", name, len(found), len(lines))
	}
}

// surfaceOf writes attributes down, those within them too.
func surfaceOf(prefix string, attributes []*tfprotov6.SchemaAttribute) []string {
	var lines []string

	for _, attribute := range attributes {
		line := prefix + attribute.Name + " " + typeOf(attribute) + " " + modeOf(attribute)
		if attribute.Sensitive {
			line += " secret"
		}

		lines = append(lines, line)

		if attribute.NestedType != nil {
			lines = append(lines, surfaceOf(prefix+attribute.Name+".", attribute.NestedType.Attributes)...)
		}
	}

	return lines
}

// typeOf names a type. There is no name for a set or a tuple, so that one would show.
func typeOf(attribute *tfprotov6.SchemaAttribute) string {
	switch {
	case attribute.NestedType != nil && attribute.NestedType.Nesting == tfprotov6.SchemaObjectNestingModeList:
		return "list(object)"
	case attribute.NestedType != nil && attribute.NestedType.Nesting == tfprotov6.SchemaObjectNestingModeSingle:
		return "object"
	case attribute.NestedType != nil:
		return "nested " + attribute.NestedType.Nesting.String()
	case attribute.Type.Equal(tftypes.List{ElementType: tftypes.String}):
		return "list(string)"
	case attribute.Type.Equal(tftypes.Map{ElementType: tftypes.String}):
		return "map(string)"
	}

	return strings.ToLower(strings.TrimPrefix(attribute.Type.String(), "tftypes."))
}

// modeOf names who sets an attribute.
func modeOf(attribute *tfprotov6.SchemaAttribute) string {
	switch {
	case attribute.WriteOnly || attribute.Deprecated:
		return "unexpected"
	case attribute.Required:
		return "required"
	case attribute.Optional && attribute.Computed:
		return "defaulted"
	case attribute.Optional:
		return "optional"
	}

	return "computed"
}
