// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// These tests look at what GetProviderSchema returns. The framework checks there that each schema is valid.

func TestSchemaOfProvider(t *testing.T) {
	t.Parallel()

	served := serve(t, nil).Schema

	requireSurface(t, "provider", served.Provider, surfaceProvider)
}

func TestSchemaOfResources(t *testing.T) {
	t.Parallel()

	served := serve(t, nil)
	want := surfaceResources()
	maps.Copy(want, surfaceGrantResources())
	requireSurfaces(t, served.Schema.ResourceSchemas, want)

	identities, err := served.Server.GetResourceIdentitySchemas(t.Context(), &tfprotov6.GetResourceIdentitySchemasRequest{})
	if err != nil {
		t.Fatal(err)
	}

	wantIdentities := map[string][]string{
		"stytchoauth_connected_app": {"client_id true", "project_id false"},
		"stytchoauth_m2m_client":    {"client_id true", "project_id false"},
		memberGrant:                 {"client_id true", "member_id true", "organization_id true"},
		userGrant:                   {"client_id true", "user_id true"},
	}

	for name := range served.Schema.ResourceSchemas {
		var attributes []string

		for _, attribute := range identities.IdentitySchemas[name].IdentityAttributes {
			if attribute.RequiredForImport == attribute.OptionalForImport || attribute.Description == "" {
				t.Errorf("identity of %s: %+v", name, attribute)
			}

			attributes = append(attributes, fmt.Sprintf("%s %t", attribute.Name, attribute.RequiredForImport))
		}

		requireEqual(t, sorted(attributes), wantIdentities[name])
	}
}

func TestSchemaOfDataSources(t *testing.T) {
	t.Parallel()

	want := surfaceDataSources()
	maps.Copy(want, surfaceGrantDataSources())
	requireSurfaces(t, serve(t, nil).Schema.DataSourceSchemas, want)
}

func TestSchemaOfListResourcesAndActions(t *testing.T) {
	t.Parallel()

	served := serve(t, nil).Schema
	requireSurfaces(t, served.ListResourceSchemas, surfaceListResources())

	actions := map[string]*tfprotov6.Schema{}
	for name, action := range served.ActionSchemas {
		actions[name] = action.Schema
	}

	requireSurfaces(t, actions, surfaceActions())
}

func TestSchemaOfEphemeralResources(t *testing.T) {
	t.Parallel()

	want := surfaceEphemeralResources()
	maps.Copy(want, surfaceGrantEphemeralResources())
	requireSurfaces(t, serve(t, nil).Schema.EphemeralResourceSchemas, want)
}

func TestSchemaOfFunctions(t *testing.T) {
	t.Parallel()

	type signature struct {
		parameter string
		returns   tftypes.Type
	}

	found := map[string]signature{}

	for name, function := range serve(t, nil).Schema.Functions {
		if len(function.Parameters) != 1 || function.VariadicParameter != nil ||
			!function.Parameters[0].Type.Is(tftypes.String) || function.Parameters[0].AllowNullValue {
			t.Errorf("%s does not take one string", name)
		}

		found[name] = signature{function.Parameters[0].Name, function.Return.Type}
	}

	requireEqual(t, found, map[string]signature{
		"pkce_code_challenge": {"code_verifier", tftypes.String},
		"jwt_claims":          {"token", tftypes.DynamicPseudoType},
	})
}

// requireSurfaces checks that there are these types and no others.
func requireSurfaces(t *testing.T, schemas map[string]*tfprotov6.Schema, want map[string]string) {
	t.Helper()
	requireEqual(t, slices.Sorted(maps.Keys(schemas)), slices.Sorted(maps.Keys(want)))

	for name, schema := range schemas {
		requireSurface(t, name, schema, want[name])
	}
}

// requireSurface compares the attributes of a schema with their lines in surface_test.go, in any order.
func requireSurface(t *testing.T, name string, schema *tfprotov6.Schema, want string) {
	t.Helper()

	if len(schema.Block.BlockTypes) > 0 {
		t.Errorf("%s has blocks", name)
	}

	wanted := slices.DeleteFunc(strings.Split(want, "\n"), func(line string) bool { return line == "" })

	var found []string

	walk("", schema.Block.Attributes, func(path string, attribute *tfprotov6.SchemaAttribute) {
		line := path + " " + typeOf(attribute) + " " + modeOf(attribute)
		if attribute.Sensitive {
			line += " sensitive"
		}

		found = append(found, line)

		if !slices.Contains(wanted, line) {
			t.Errorf("%s has %q", name, line)
		}
	})

	for _, line := range wanted {
		if !slices.Contains(found, line) {
			t.Errorf("%s lacks %q", name, line)
		}
	}
}

// walk visits attributes, nested ones too.
func walk(
	prefix string, attributes []*tfprotov6.SchemaAttribute, visit func(path string, attribute *tfprotov6.SchemaAttribute),
) {
	for _, attribute := range attributes {
		visit(prefix+attribute.Name, attribute)

		if attribute.NestedType != nil {
			walk(prefix+attribute.Name+".", attribute.NestedType.Attributes, visit)
		}
	}
}

// typeOf names a type. There is no name for a tuple, so that one would show.
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
	case attribute.Type.Equal(tftypes.Set{ElementType: tftypes.String}):
		return "set(string)"
	case attribute.Type.Equal(tftypes.Map{ElementType: tftypes.String}):
		return "map(string)"
	}

	return strings.ToLower(strings.TrimPrefix(attribute.Type.String(), "tftypes."))
}

func modeOf(attribute *tfprotov6.SchemaAttribute) string {
	switch {
	case attribute.Deprecated:
		return "unexpected"
	case attribute.WriteOnly:
		return "write-only"
	case attribute.Required:
		return "required"
	case attribute.Optional && attribute.Computed:
		return "optional-computed"
	case attribute.Optional:
		return "optional"
	}

	return "computed"
}

// Everything has a description in Markdown that ends with a period.
func TestSchemaIsDescribed(t *testing.T) {
	t.Parallel()

	require := func(name, description string, kind tfprotov6.StringKind) {
		if kind != tfprotov6.StringKindMarkdown || !strings.HasSuffix(description, ".") {
			t.Errorf("the description of %s: %q", name, description)
		}
	}
	requireSchemas := func(schemas map[string]*tfprotov6.Schema) {
		for name, schema := range schemas {
			require(name, schema.Block.Description, schema.Block.DescriptionKind)
			walk(name+".", schema.Block.Attributes, func(path string, attribute *tfprotov6.SchemaAttribute) {
				require(path, attribute.Description, attribute.DescriptionKind)
			})
		}
	}

	served := serve(t, nil).Schema

	requireSchemas(map[string]*tfprotov6.Schema{"provider": served.Provider})
	requireSchemas(served.ResourceSchemas)
	requireSchemas(served.DataSourceSchemas)
	requireSchemas(served.EphemeralResourceSchemas)
	requireSchemas(served.ListResourceSchemas)

	for name, action := range served.ActionSchemas {
		requireSchemas(map[string]*tfprotov6.Schema{name: action.Schema})
	}

	for name, function := range served.Functions {
		require(name, function.Description, function.DescriptionKind)

		for _, parameter := range function.Parameters {
			require(name+" "+parameter.Name, parameter.Description, parameter.DescriptionKind)
		}
	}

	// Nobody may decide by the claims of a token without having read this.
	if summary := served.Functions["jwt_claims"].Summary; !strings.Contains(summary, "signature not checked") {
		t.Errorf("summary of jwt_claims: %q", summary)
	}
}

// A data source that returns a secret has an ephemeral twin, and its page leads there.
func TestSchemaLeadsToTwin(t *testing.T) {
	t.Parallel()

	served := serve(t, nil).Schema

	for name, schema := range served.DataSourceSchemas {
		secret := false

		walk("", schema.Block.Attributes, func(_ string, attribute *tfprotov6.SchemaAttribute) {
			secret = secret || attribute.Computed && attribute.Sensitive
		})

		description := schema.Block.Description
		if leads := strings.HasPrefix(description, "~> **The results of a data source are kept in the state") &&
			strings.Contains(description, "ephemeral resource `"+name+"`"); leads != secret {
			t.Errorf("%s returns a secret: %t, description: %s", name, secret, description)
		}

		if secret && served.EphemeralResourceSchemas[name] == nil {
			t.Errorf("%s has no ephemeral twin", name)
		}
	}
}

// The page of an ephemeral resource that mints begins with how to mint in apply only.
func TestSchemaWarnsAboutMinting(t *testing.T) {
	t.Parallel()

	served := serve(t, nil).Schema

	for _, name := range []string{
		"stytchoauth_attach_token", "stytchoauth_member_authorization", "stytchoauth_user_authorization",
		connectedAppTokens, "stytchoauth_m2m_token",
	} {
		description := served.EphemeralResourceSchemas[name].Block.Description
		if !strings.HasPrefix(description, "~> ") || !strings.Contains(description, "`open_after = timestamp()`") {
			t.Errorf("%s: %s", name, description)
		}
	}
}
