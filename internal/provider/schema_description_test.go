// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
)

func TestSchemaIsDescribed(t *testing.T) {
	t.Parallel()

	served := serve(t, nil).Schema

	requireDescribed(t, "provider", served.Provider)

	for name, schema := range served.DataSourceSchemas {
		requireDescribed(t, "data."+name, schema)
	}

	for name, schema := range served.EphemeralResourceSchemas {
		requireDescribed(t, "ephemeral."+name, schema)
	}

	for name, function := range served.Functions {
		requireDescription(t, "function "+name, function.Description, function.DescriptionKind)

		if function.Summary == "" {
			t.Errorf("function %s has no summary", name)
		}

		for _, parameter := range function.Parameters {
			requireDescription(t, name+" "+parameter.Name, parameter.Description, parameter.DescriptionKind)
		}
	}
}

// A data source keeps what it returns in the state. Its page says so first, and where to go instead.
func TestSchemaLeadsFromStateToTwin(t *testing.T) {
	t.Parallel()

	served := serve(t, nil).Schema
	twins := 0

	for name, schema := range served.DataSourceSchemas {
		if !holdsSecret(schema.Block.Attributes) {
			continue
		}

		twins++

		if !strings.HasPrefix(schema.Block.Description, "~> **The results of a data source are kept in the state") {
			t.Errorf("%s does not begin with a warning: %s", name, schema.Block.Description)
		}

		if !strings.Contains(schema.Block.Description, "ephemeral resource `"+name+"`") {
			t.Errorf("%s does not name its twin: %s", name, schema.Block.Description)
		}

		if served.EphemeralResourceSchemas[name] == nil {
			t.Errorf("%s has no twin", name)
		}
	}

	if want := len(tokensTypes()); twins != want {
		t.Errorf("%d data sources return a secret, want %d", twins, want)
	}
}

// Who opens a minting type in plan gets more codes than were meant.
func TestSchemaWarnsOfMinting(t *testing.T) {
	t.Parallel()

	served := serve(t, nil).Schema

	for _, name := range []string{
		"attach_token", "member_authorization", "user_authorization", "connected_app_tokens", "m2m_token",
	} {
		description := served.EphemeralResourceSchemas["stytchoauth_"+name].Block.Description
		if !strings.HasPrefix(description, "~> ") || !strings.Contains(description, "`open_after = timestamp()`") {
			t.Errorf("%s does not begin with how to mint once: %s", name, description)
		}
	}
}

// holdsSecret tells whether something that is computed is sensitive, at any depth.
func holdsSecret(attributes []*tfprotov6.SchemaAttribute) bool {
	for _, attribute := range attributes {
		if attribute.Computed && attribute.Sensitive ||
			attribute.NestedType != nil && holdsSecret(attribute.NestedType.Attributes) {
			return true
		}
	}

	return false
}

// requireDescribed looks at a schema and everything in it.
func requireDescribed(t *testing.T, name string, schema *tfprotov6.Schema) {
	t.Helper()
	requireDescription(t, name, schema.Block.Description, schema.Block.DescriptionKind)

	var walk func(prefix string, attributes []*tfprotov6.SchemaAttribute)

	walk = func(prefix string, attributes []*tfprotov6.SchemaAttribute) {
		for _, attribute := range attributes {
			requireDescription(t, prefix+attribute.Name, attribute.Description, attribute.DescriptionKind)

			if attribute.NestedType != nil {
				walk(prefix+attribute.Name+".", attribute.NestedType.Attributes)
			}
		}
	}

	walk(name+".", schema.Block.Attributes)
}

// requireDescription wants a sentence in Markdown.
func requireDescription(t *testing.T, name, description string, kind tfprotov6.StringKind) {
	t.Helper()

	if kind != tfprotov6.StringKindMarkdown {
		t.Errorf("%s is not described in Markdown", name)
	}

	if strings.TrimSpace(description) != description || !strings.HasSuffix(description, ".") {
		t.Errorf("the description of %s is no sentence: %q", name, description)
	}
}
