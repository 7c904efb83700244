// SPDX-License-Identifier: MPL-2.0

package tftest_test

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"unicode"
)

// TestLinks checks that the links and images of every Markdown file lead to a file and a heading that exist: those
// within the repository, and those to the provider's own pages at the registry and at GitHub.
func TestLinks(t *testing.T) {
	t.Parallel()

	repository := os.DirFS(root)

	files := markdownFiles(t)
	if len(files) < 2 {
		t.Fatalf("found only %v", files)
	}

	for _, file := range files {
		text, err := fs.ReadFile(repository, file)
		if err != nil {
			t.Fatal(err)
		}

		for _, broken := range brokenLinks(repository, file, string(text)) {
			t.Error(broken)
		}
	}
}

// markdownFiles returns the paths of the repository's Markdown files.
func markdownFiles(t *testing.T) []string {
	t.Helper()

	var files []string

	err := fs.WalkDir(os.DirFS(root), ".", func(file string, entry fs.DirEntry, err error) error {
		name := entry.Name()

		switch {
		case err != nil:
			return err
		case entry.IsDir() && strings.HasPrefix(name, ".") && name != "." && name != ".github":
			return fs.SkipDir
		case path.Ext(name) == ".md":
			files = append(files, file)
		}

		return nil
	})
	if err != nil {
		t.Fatal(err)
	}

	return files
}

// The parts of Markdown that hold links.
var (
	codeSpan   = regexp.MustCompile("`[^`]*`")
	definition = regexp.MustCompile(`^\[([^\]]+)\]:\s+(\S+)`)
	reference  = regexp.MustCompile(`\]\[([^\]]+)\]`)
	target     = regexp.MustCompile(`\]\(([^)\s]+)[^)]*\)|\b(?:href|src)="([^"]+)"|(https?://[^\s<>()"]+[^\s<>()".,;:])`)
)

// brokenLinks returns a message for each link of a Markdown file that leads nowhere.
func brokenLinks(repository fs.FS, file, text string) []string {
	var broken []string

	lines := withoutFences(text)
	defined := map[string]bool{}

	for _, line := range lines {
		if match := definition.FindStringSubmatch(line); match != nil {
			defined[match[1]] = true
		}
	}

	for number, line := range lines {
		line = codeSpan.ReplaceAllString(line, "`")

		report := func(link string, err error) {
			if err != nil {
				broken = append(broken, fmt.Sprintf("%s:%d: %s: %v", file, number+1, link, err))
			}
		}

		if match := definition.FindStringSubmatch(line); match != nil {
			report(match[2], followLink(repository, file, match[2]))

			continue
		}

		for _, match := range target.FindAllStringSubmatch(line, -1) {
			link := match[1] + match[2] + match[3]
			report(link, followLink(repository, file, link))
		}

		for _, match := range reference.FindAllStringSubmatch(line, -1) {
			if !defined[match[1]] {
				report("["+match[1]+"]", errors.New("it is not defined"))
			}
		}
	}

	return broken
}

// withoutFences returns the lines of a text, of which those of fenced code are empty.
func withoutFences(text string) []string {
	lines := strings.Split(text, "\n")
	fence := ""

	for i, line := range lines {
		trimmed := strings.TrimSpace(line)
		marks := trimmed[:len(trimmed)-len(strings.TrimLeft(trimmed, "`~"))]

		switch {
		case fence == "" && len(marks) >= 3:
			fence = marks
		case fence == "":
			continue
		case trimmed == fence:
			fence = ""
		}

		lines[i] = ""
	}

	return lines
}

// The project's own pages.
const (
	gitHub   = "https://github.com/stytch-community/terraform-provider-stytchoauth/"
	registry = "https://registry.terraform.io/providers/stytch-community/stytchoauth/latest/docs"
)

// repositoryPath returns the file of the repository that a link leads to, and false for a link to anything else.
func repositoryPath(file, link string) (string, bool) {
	for _, prefix := range []string{
		gitHub + "blob/main/", gitHub + "tree/main/", gitHub + "raw/main/",
		"https://raw.githubusercontent.com/stytch-community/terraform-provider-stytchoauth/main/",
	} {
		if rest, ok := strings.CutPrefix(link, prefix); ok {
			return path.Clean(rest), true
		}
	}

	if workflow, ok := strings.CutPrefix(link, gitHub+"actions/workflows/"); ok {
		return ".github/workflows/" + strings.TrimSuffix(workflow, "/badge.svg"), true
	}

	if page, ok := strings.CutPrefix(link, registry); ok {
		if page = strings.Trim(page, "/"); page == "" {
			page = "index"
		}

		return "docs/" + page + ".md", true
	}

	switch {
	case strings.Contains(link, "://") || strings.HasPrefix(link, "mailto:"):
		return "", false
	case link == "":
		return file, true
	}

	return path.Join(path.Dir(file), link), true
}

// followLink returns an error if a link leads to a file or a heading that the repository does not have.
func followLink(repository fs.FS, file, link string) error {
	link, anchor, _ := strings.Cut(link, "#")

	to, ours := repositoryPath(file, link)
	if !ours {
		return nil
	}

	info, err := fs.Stat(repository, to)
	if err != nil {
		return fmt.Errorf("there is no %s", to)
	}

	if anchor == "" || info.IsDir() || path.Ext(to) != ".md" {
		return nil
	}

	text, err := fs.ReadFile(repository, to)
	if err == nil && !slices.Contains(anchors(string(text)), anchor) {
		err = errors.New(to + " has no such heading")
	}

	return err
}

var (
	heading = regexp.MustCompile(`^#{1,6}\s+(.*?)\s*#*$`)
	linked  = regexp.MustCompile(`\[([^\]]*)\](?:\([^)]*\)|\[[^\]]*\])`)
	named   = regexp.MustCompile(`<a (?:id|name)="([^"]+)"`)
)

// anchors returns the anchors of a Markdown text, as GitHub makes them of its headings.
func anchors(text string) []string {
	var found []string

	times := map[string]int{}

	for _, line := range withoutFences(text) {
		for _, match := range named.FindAllStringSubmatch(line, -1) {
			found = append(found, match[1])
		}

		match := heading.FindStringSubmatch(line)
		if match == nil {
			continue
		}

		slug := strings.Map(func(r rune) rune {
			switch {
			case r == ' ':
				return '-'
			case r == '-' || r == '_' || unicode.IsLetter(r) || unicode.IsNumber(r):
				return unicode.ToLower(r)
			}

			return -1
		}, linked.ReplaceAllString(match[1], "$1"))

		if times[slug] > 0 {
			found = append(found, fmt.Sprintf("%s-%d", slug, times[slug]))
		} else {
			found = append(found, slug)
		}

		times[slug]++
	}

	return found
}

// TestBrokenLinks checks what TestLinks takes for a link, and what it reports.
func TestBrokenLinks(t *testing.T) {
	t.Parallel()

	repository := fstest.MapFS{
		"README.md": {Data: []byte(
			"# One `two` & [three](x)\n\n```\n# Code\n```\n\n## Twice\n\n## Twice\n\n<a id=\"here\"></a>\n")},
		"docs/index.md":              {Data: []byte("# Index\n")},
		"docs/guides/start.md":       {Data: []byte("# Start\n")},
		".github/workflows/test.yml": {},
	}

	// The text begins at line 1.
	for text, want := range map[string]string{
		"[a](../README.md#one-two--three)":                         "",
		"[a](../README.md#twice-1)":                                "",
		"[a](../README.md#here)":                                   "",
		"[a](../README.md#twice-2)":                                "1: ../README.md#twice-2: README.md has no such heading",
		"[a](../README.md#code)":                                   "1: ../README.md#code: README.md has no such heading",
		"[a](README.md)":                                           "1: README.md: there is no docs/README.md",
		"[a](guides)":                                              "",
		"[a](#index)":                                              "",
		"\n[a](#index) and [b\nb](#other)":                         "3: #other: docs/index.md has no such heading",
		"![a](b.svg \"title\")":                                    "1: b.svg: there is no docs/b.svg",
		"[![a](b.svg)](../README.md)":                              "1: b.svg: there is no docs/b.svg",
		"<img src=\"b.svg\">":                                      "1: b.svg: there is no docs/b.svg",
		"`[a](b.md)`\n\n```\n[a](b.md)\n```":                       "",
		"[a][b]":                                                   "1: [b]: it is not defined",
		"[a][b]\n\n[b]: index.md":                                  "",
		"[a][b]\n\n[b]: b.md":                                      "3: b.md: there is no docs/b.md",
		"[a](https://example.com/b)":                               "",
		"[a](" + registry + ")":                                    "",
		"[a](" + registry + "/guides/start#start)":                 "",
		"See " + registry + "/guides/b.":                           "1: " + registry + "/guides/b: there is no docs/guides/b.md",
		"[a](" + gitHub + "tree/main/docs)":                        "",
		"[a](" + gitHub + "blob/main/b.md)":                        "1: " + gitHub + "blob/main/b.md: there is no b.md",
		"[a](" + gitHub + "issues)":                                "",
		"[a](" + gitHub + "actions/workflows/b.yml)":               "1: " + gitHub + "actions/workflows/b.yml: there is no .github/workflows/b.yml",
		"![a](" + gitHub + "actions/workflows/test.yml/badge.svg)": "",
	} {
		if want != "" {
			want = "docs/index.md:" + want
		}

		if got := strings.Join(brokenLinks(repository, "docs/index.md", text), "\n"); got != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
}
