// SPDX-License-Identifier: MPL-2.0

package tfcli_test

import (
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/stytchmock"
	"github.com/stytch-community/terraform-provider-stytchoauth/internal/tfcli"
)

// TestExamples plans and applies every configuration under examples/.
func TestExamples(t *testing.T) {
	t.Parallel()

	b := newBench(t)

	t.Run("README.md", func(t *testing.T) {
		t.Parallel()

		e := b.example(t, readme(t, b.source))
		planExample(t, e)
		shownPlan(t, e)
		applyExample(t, e)
		shownState(t, e)
	})

	for _, dir := range exampleDirs(t, b.source) {
		name, err := filepath.Rel(filepath.Join(b.source, "examples"), dir)
		if err != nil {
			t.Fatal(err)
		}

		t.Run(filepath.ToSlash(name), func(t *testing.T) {
			t.Parallel()

			e := b.example(t, dir)
			planExample(t, e)
			shownPlan(t, e)
			applyExample(t, e)
			shownState(t, e)

			if check := aftermath[filepath.ToSlash(name)]; check != nil {
				check(t, b, e)
			}
		})
	}
}

// readme makes an example of the configuration in README.md.
func readme(t *testing.T, source string) string {
	t.Helper()

	text, err := os.ReadFile(filepath.Join(source, "README.md"))
	if err != nil {
		t.Fatal(err)
	}

	_, rest, found := strings.Cut(string(text), "\n```hcl\nterraform {\n")
	if !found {
		t.Fatal("there is no configuration in README.md")
	}

	block, _, _ := strings.Cut("terraform {\n"+rest, "\n```\n")
	block = strings.NewReplacer(`organization_id = "acme"`, `organization_id = "`+organizationID+`"`,
		"member-test-…", memberID).Replace(block)
	dir := t.TempDir()

	if err := os.WriteFile(filepath.Join(dir, "main.tf"), []byte(block), 0o600); err != nil {
		t.Fatal(err)
	}

	return dir
}

// exampleDirs finds the folders that hold a configuration, so that a new one cannot be forgotten.
func exampleDirs(t *testing.T, source string) []string {
	t.Helper()

	var dirs []string

	err := filepath.WalkDir(filepath.Join(source, "examples"), func(path string, _ fs.DirEntry, err error) error {
		if dir := filepath.Dir(path); filepath.Ext(path) == ".tf" && !slices.Contains(dirs, dir) {
			dirs = append(dirs, dir)
		}

		return err
	})
	if err != nil {
		t.Fatal(err)
	}

	if len(dirs) < 30 {
		t.Fatalf("only %d examples are found", len(dirs))
	}

	return dirs
}

// planExample plans, and makes sure that a plan neither fails at Stytch nor has anything issued.
func planExample(t *testing.T, e *example) {
	t.Helper()

	if _, err := e.work.Plan(t.Context()); err != nil {
		t.Fatal(err)
	}

	for _, request := range e.mock.Requests() {
		if request.Status >= 400 {
			t.Errorf("%s %s was answered with %d", request.Method, request.Path, request.Status)
		}

		switch request.Route {
		case stytchmock.RouteAttach, stytchmock.RouteMemberAuthorize, stytchmock.RouteUserAuthorize, stytchmock.RouteToken:
			t.Errorf("a plan sent %s", request.Route)
		}
	}
}

// applyExample applies the plan, and makes sure that neither it nor the state holds a secret, unless the example is
// one of a data source that returns some.
func applyExample(t *testing.T, e *example) {
	t.Helper()

	if err := e.work.ApplyPlan(t.Context()); err != nil {
		t.Fatal(err)
	}

	for _, request := range e.mock.Requests() {
		if request.Status >= 400 {
			t.Errorf("%s %s was answered with %d", request.Method, request.Path, request.Status)
		}
	}

	if e.keepsSecrets {
		return
	}

	written := e.written(t)

	for _, secret := range e.secrets() {
		for name, text := range written {
			if tfcli.Holds(text, secret) {
				t.Errorf("%s holds a secret: %s", name, secret)
			}
		}
	}
}

// shownPlan makes sure that `show -json` of the plan works, which policy checks and cost estimates read, and that it
// shows no secret. Terraform 1.11 cannot show a plan with a condition in an ephemeral block.
func shownPlan(t *testing.T, e *example) {
	t.Helper()

	text, err := e.work.ShowPlan(t.Context())
	if err != nil {
		t.Fatal(err)
	}

	var plan struct {
		PlannedValues shownValues `json:"planned_values"`
	}
	if err := json.Unmarshal(text, &plan); err != nil {
		t.Fatal(err)
	}

	showsNoSecret(t, e, "the plan", text, plan.PlannedValues)
}

// shownState makes sure of the same for the state, and that no condition fails: a check block only warns.
func shownState(t *testing.T, e *example) {
	t.Helper()

	text, err := e.work.ShowState(t.Context())
	if err != nil {
		t.Fatal(err)
	}

	var state struct {
		Values shownValues `json:"values"`
		Checks []struct {
			Address struct {
				Name string `json:"to_display"`
			} `json:"address"`
			Status string `json:"status"`
		} `json:"checks"`
	}
	if err := json.Unmarshal(text, &state); err != nil {
		t.Fatal(err)
	}

	for _, check := range state.Checks {
		if check.Status == "fail" || check.Status == "error" {
			t.Errorf("%s: %s", check.Address.Name, check.Status)
		}
	}

	showsNoSecret(t, e, "the state", text, state.Values)
}

// shownValues is the part of `show -json` that has the outputs.
type shownValues struct {
	Outputs map[string]struct {
		Sensitive bool            `json:"sensitive"`
		Value     json.RawMessage `json:"value"`
	} `json:"outputs"`
}

// showsNoSecret looks for secrets in what `show -json` returned: in all of it, or only in the outputs that a CLI prints
// if the example is one of a data source that returns some.
func showsNoSecret(t *testing.T, e *example, name string, text []byte, values shownValues) {
	t.Helper()

	for _, secret := range e.secrets() {
		if !e.keepsSecrets && tfcli.Holds(text, secret) {
			t.Errorf("%s shows a secret: %s", name, secret)
		}

		for output, shown := range values.Outputs {
			if !shown.Sensitive && tfcli.Holds(shown.Value, secret) {
				t.Errorf("the output %s in %s is not sensitive, and shows %s", output, name, secret)
			}
		}
	}
}

// mints matches what has to wait for apply, with the block's text.
var mints = regexp.MustCompile(
	`(?s)\nephemeral "stytchoauth_(?:attach_token|\w+_authorization|connected_app_tokens|m2m_token)" "\w+" \{.*?\n\}\n`)

// TestExamplesWait makes sure that no example shows a type that mints without what makes it wait.
func TestExamplesWait(t *testing.T) {
	t.Parallel()

	source, err := tfcli.ModuleDir(t.Context())
	if err != nil {
		t.Fatal(err)
	}

	found := 0

	for _, dir := range exampleDirs(t, source) {
		text := "\n" + configuration(t, dir)

		for _, block := range mints.FindAllString(text, -1) {
			found++

			if !strings.Contains(block, "open_after") && !strings.Contains(block, "_authorization.") {
				t.Errorf("%s: there is no open_after in\n%s", dir, block)
			}
		}
	}

	if found < 10 {
		t.Errorf("only %d blocks are found that mint", found)
	}
}

// configuration is the text of all of a folder's configuration files.
func configuration(t *testing.T, dir string) string {
	t.Helper()

	files, err := filepath.Glob(filepath.Join(dir, "*.tf"))
	if err != nil {
		t.Fatal(err)
	}

	var all strings.Builder

	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}

		all.Write(text)
	}

	return all.String()
}
