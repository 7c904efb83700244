// SPDX-License-Identifier: MPL-2.0

package tftest_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/hashicorp/hcl/v2/hclwrite"
)

// TestDocsConfigurations checks that every configuration shown in a page, whole or in part, is valid HCL and formatted as
// `terraform fmt` does it.
func TestDocsConfigurations(t *testing.T) {
	t.Parallel()

	found := 0

	for _, pattern := range []string{"*.md", "docs/*.md", "docs/*/*.md", "examples/*/README.md"} {
		files, err := filepath.Glob(filepath.Join(root, pattern))
		if err != nil || len(files) == 0 {
			t.Fatalf("%s: %d files, %v", pattern, len(files), err)
		}

		for _, file := range files {
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}

			for line, block := range hclBlocks(string(text)) {
				if strings.HasPrefix(block, "provider_installation {") {
					continue // A CLI configuration file has names in quotes, which HCL 2 does not.
				}

				found++

				_, diags := hclsyntax.ParseConfig([]byte(block), file, hcl.Pos{Line: line, Column: 1})
				if diags.HasErrors() {
					t.Error(diags)
				} else if formatted := string(hclwrite.Format([]byte(block))); formatted != block {
					t.Errorf("%s:%d: terraform fmt makes this of it:\n%s", file, line, formatted)
				}
			}
		}
	}

	if found < 50 {
		t.Errorf("only %d configurations were found", found)
	}
}

// hclBlocks returns the fenced configurations of a page by the number of their first line.
func hclBlocks(page string) map[int]string {
	blocks := map[int]string{}
	start := 0   // of the block that the line is in
	indent := "" // of that block, which may be part of a list

	for i, line := range strings.Split(page, "\n") {
		switch text := strings.TrimSpace(line); {
		case text == "```terraform" || text == "```hcl":
			start = i + 2
			indent, _, _ = strings.Cut(line, "`")
		case text == "```":
			start = 0
		case start != 0:
			blocks[start] += strings.TrimPrefix(line, indent) + "\n"
		}
	}

	return blocks
}
