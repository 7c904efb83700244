// SPDX-License-Identifier: MPL-2.0

package tfcli_test

import (
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral"
	"github.com/hashicorp/terraform-plugin-framework/function"
	framework "github.com/hashicorp/terraform-plugin-framework/provider"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/provider"
	"github.com/stytch-community/terraform-provider-stytchoauth/internal/tfcli"
)

// descriptions are what the types and functions say of themselves, by kind and name, as folders and pages are called.
func descriptions(t *testing.T) map[string]string {
	t.Helper()

	const name = "stytchoauth"

	found := map[string]string{}
	made := provider.New("test", func(string) string { return "" })()

	for _, one := range made.DataSources(t.Context()) {
		var (
			metadata datasource.MetadataResponse
			schema   datasource.SchemaResponse
		)

		one().Metadata(t.Context(), datasource.MetadataRequest{ProviderTypeName: name}, &metadata)
		one().Schema(t.Context(), datasource.SchemaRequest{}, &schema)
		found["data-sources/"+metadata.TypeName] = schema.Schema.MarkdownDescription
	}

	withEphemeral, ok := made.(framework.ProviderWithEphemeralResources)
	if !ok {
		t.Fatal("there are no ephemeral resources")
	}

	for _, one := range withEphemeral.EphemeralResources(t.Context()) {
		var (
			metadata ephemeral.MetadataResponse
			schema   ephemeral.SchemaResponse
		)

		one().Metadata(t.Context(), ephemeral.MetadataRequest{ProviderTypeName: name}, &metadata)
		one().Schema(t.Context(), ephemeral.SchemaRequest{}, &schema)
		found["ephemeral-resources/"+metadata.TypeName] = schema.Schema.MarkdownDescription
	}

	withFunctions, ok := made.(framework.ProviderWithFunctions)
	if !ok {
		t.Fatal("there are no functions")
	}

	for _, one := range withFunctions.Functions(t.Context()) {
		var (
			metadata   function.MetadataResponse
			definition function.DefinitionResponse
		)

		one().Metadata(t.Context(), function.MetadataRequest{}, &metadata)
		one().Definition(t.Context(), function.DefinitionRequest{}, &definition)
		found["functions/"+metadata.Name] = definition.Definition.MarkdownDescription
	}

	return found
}

// TestCoverage makes sure that each type and function has an example and a page, and that nothing else has.
func TestCoverage(t *testing.T) {
	t.Parallel()

	source, err := tfcli.ModuleDir(t.Context())
	if err != nil {
		t.Fatal(err)
	}

	const warning = "~> **"

	all := descriptions(t)

	for name, description := range all {
		example := configuration(t, filepath.Join(source, "examples", name))
		if example == "" {
			t.Errorf("%s has no example", name)
		}

		page, err := os.ReadFile(filepath.Join(source, "docs", strings.Replace(name, "stytchoauth_", "", 1)+".md"))
		if err != nil {
			t.Error(err)

			continue
		}

		// A warning leads, and is not repeated.
		_, text, _ := strings.Cut(string(page), "\n# ")
		_, text, _ = strings.Cut(text, "\n\n")

		if warns := strings.HasPrefix(description, warning); warns != strings.HasPrefix(text, warning) ||
			strings.Count(text, warning) > 1 {
			t.Errorf("the page of %s does not lead with its warning, or leads with one that is not its own", name)
		}

		if !strings.Contains(string(page), strings.TrimSpace(example)) {
			t.Errorf("the page of %s does not show its example", name)
		}

		if strings.HasPrefix(description, "~> **Each time") && !strings.Contains(example, "open_after = timestamp()") &&
			!strings.Contains(example, "open_after      = timestamp()") {
			t.Errorf("the example of %s does not wait", name)
		}
	}

	for _, kind := range []string{"data-sources", "ephemeral-resources", "functions"} {
		folders, err := os.ReadDir(filepath.Join(source, "examples", kind))
		if err != nil {
			t.Fatal(err)
		}

		for _, folder := range folders {
			if name := kind + "/" + folder.Name(); !slices.Contains(slices.Collect(maps.Keys(all)), name) {
				t.Errorf("%s is an example of nothing", name)
			}
		}
	}
}
