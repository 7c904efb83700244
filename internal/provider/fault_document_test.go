// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// sources are the tests of a package, by name, and all strings in its files, tests included.
func sources(t *testing.T, dir string) (tests map[string]bool, texts []string) {
	t.Helper()

	files, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no files in %s: %v", dir, err)
	}

	tests = map[string]bool{}

	for _, file := range files {
		parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}

		for _, declaration := range parsed.Decls {
			function, ok := declaration.(*ast.FuncDecl)
			if ok && function.Recv == nil && strings.HasSuffix(file, "_test.go") {
				tests[function.Name.Name] = true
			}
		}

		ast.Inspect(parsed, func(node ast.Node) bool {
			if expression, ok := node.(ast.Expr); ok {
				texts = append(texts, concatenated(expression))
			}

			return true
		})
	}

	return tests, texts
}

// concatenated is the text of a string, or of strings that are added; empty for anything else.
func concatenated(expression ast.Expr) string {
	switch expression := expression.(type) {
	case *ast.BinaryExpr:
		return concatenated(expression.X) + concatenated(expression.Y)
	case *ast.BasicLit:
		if text, err := strconv.Unquote(expression.Value); err == nil && expression.Kind == token.STRING {
			return text
		}
	}

	return ""
}

var (
	namedTest = regexp.MustCompile("`([a-z]+)\\.(Test\\w+)`")
	quotation = regexp.MustCompile(`"([^"]+)"`)
)

// FAULTS.md names tests that exist, at least one in each row, and quotes what is really said.
func TestFaultsAreDocumented(t *testing.T) {
	t.Parallel()

	document, err := os.ReadFile(filepath.Join("..", "..", "FAULTS.md"))
	if err != nil {
		t.Fatal(err)
	}

	tests := map[string]map[string]bool{}

	var all []string

	for _, name := range []string{"client", "provider"} {
		found, texts := sources(t, filepath.Join("..", name))
		tests[name] = found
		all = append(all, texts...)
	}

	says := strings.Join(all, "\n")
	rows := 0

	for line := range strings.SplitSeq(string(document), "\n") {
		cells := strings.Split(line, "|")
		if !strings.HasPrefix(line, "|") || strings.HasPrefix(line, "| --- ") || strings.Contains(line, "| proved by |") {
			continue
		}

		rows++

		named := namedTest.FindAllStringSubmatch(cells[len(cells)-2], -1)
		if len(named) == 0 {
			t.Errorf("no test is named: %s", line)
		}

		for _, one := range named {
			if !tests[one[1]][one[2]] {
				t.Errorf("there is no test %s.%s: %s", one[1], one[2], line)
			}
		}

		for _, quoted := range quotation.FindAllStringSubmatch(line, -1) {
			for part := range strings.SplitSeq(quoted[1], "…") {
				if part = strings.Trim(part, " "); !strings.Contains(says, part) {
					t.Errorf("nothing says %q: %s", part, line)
				}
			}
		}
	}

	if rows < 50 {
		t.Errorf("%d rows", rows)
	}
}
