// SPDX-License-Identifier: MPL-2.0

package tftest_test

import (
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// typesAndFunctions returns the provider's types and functions by name, and of each the kinds that there are: the words
// that begin their blocks, and "function".
func typesAndFunctions(t *testing.T) map[string][]string {
	t.Helper()

	schema := serveProvider(t).Schema
	kinds := map[string][]string{}

	add := func(kind string, names []string) {
		for _, name := range names {
			kinds[name] = append(kinds[name], kind)
		}
	}

	add("resource", slices.Collect(maps.Keys(schema.ResourceSchemas)))
	add("data", slices.Collect(maps.Keys(schema.DataSourceSchemas)))
	add("ephemeral", slices.Collect(maps.Keys(schema.EphemeralResourceSchemas)))
	add("list", slices.Collect(maps.Keys(schema.ListResourceSchemas)))
	add("action", slices.Collect(maps.Keys(schema.ActionSchemas)))
	add("function", slices.Collect(maps.Keys(schema.Functions)))

	return kinds
}

var (
	// row is a row of README.md's table of types and functions: the names without their prefix, and the kinds.
	row    = regexp.MustCompile("(?m)^\\| (`[^|]+`) \\| ([a-z, ]+) \\|")
	quoted = regexp.MustCompile("`(\\w+)`")
	// fullName is the name of a type, but not that of a file such as terraform-provider-stytchoauth_v1.
	fullName = regexp.MustCompile(`(?m)(?:^|[^-\w])(stytchoauth_\w+)`)
)

// TestLists checks that README.md has each type and function in its table, with its kinds, that CHANGELOG.md names each,
// and that no Markdown file names a type that does not exist.
func TestLists(t *testing.T) {
	t.Parallel()

	all := typesAndFunctions(t)
	listed := map[string][]string{}

	for _, match := range row.FindAllStringSubmatch(readText(t, "README.md"), -1) {
		for _, name := range quoted.FindAllStringSubmatch(match[1], -1) {
			full := "stytchoauth_" + name[1]
			if match[2] == "function" {
				full = name[1]
			}

			listed[full] = strings.Split(match[2], ", ")
		}
	}

	for name, kinds := range all {
		if !slices.Equal(listed[name], kinds) {
			t.Errorf("README.md lists %s as %q, but it is %q", name, listed[name], kinds)
		}
	}

	for name := range listed {
		if all[name] == nil {
			t.Errorf("README.md lists %s, which does not exist", name)
		}
	}

	changelog := readText(t, "CHANGELOG.md")

	for name := range all {
		if !strings.Contains(changelog, "`"+name+"`") {
			t.Errorf("CHANGELOG.md does not name %s", name)
		}
	}

	for _, file := range markdownFiles(t) {
		for _, match := range fullName.FindAllStringSubmatch(readText(t, file), -1) {
			// One that ends in an underscore is the beginning of several.
			if name := match[1]; all[name] == nil && !strings.HasSuffix(name, "_") {
				t.Errorf("%s names %s, which does not exist", file, name)
			}
		}
	}
}

// readText returns the text of a file of the repository.
func readText(t *testing.T, file string) string {
	t.Helper()

	text, err := os.ReadFile(filepath.Join(root, filepath.FromSlash(file)))
	if err != nil {
		t.Fatal(err)
	}

	return string(text)
}
