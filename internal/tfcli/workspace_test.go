// SPDX-License-Identifier: MPL-2.0

package tfcli_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/tfcli"
)

// newWorkspace makes one without a provider.
func newWorkspace(t *testing.T) *tfcli.Workspace {
	t.Helper()

	cli, err := tfcli.Find(t.Context(), tfcli.Options{Dir: t.TempDir(), Environ: os.Environ()})
	if err != nil {
		t.Fatal(err)
	}

	work, err := tfcli.NewWorkspace(t.TempDir(), tfcli.Settings{CLI: cli, ProviderDir: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}

	return work
}

func TestWorkspace(t *testing.T) {
	t.Parallel()

	work := newWorkspace(t)

	if err := work.Copy(t.TempDir()); err == nil || !strings.Contains(err.Error(), "no configuration") {
		t.Errorf("an empty folder is copied: %v", err)
	}

	text := `
		variable "name" {}
		output "greeting" { value = "Hello ${var.name}" }
		resource "terraform_data" "x" { input = var.name }`
	if err := work.Write("main.tf", text); err != nil {
		t.Fatal(err)
	}

	if err := work.SetVariables(map[string]any{"name": "Ada"}); err != nil {
		t.Fatal(err)
	}

	if changes, err := work.Plan(t.Context()); err != nil || !changes {
		t.Fatalf("changes %t, %v", changes, err)
	}

	if err := work.ApplyPlan(t.Context()); err != nil {
		t.Fatal(err)
	}

	outputs, err := work.Outputs(t.Context())
	if err != nil || string(outputs["greeting"]) != `"Hello Ada"` {
		t.Errorf("outputs %s, %v", outputs, err)
	}

	state, err := work.State()
	if err != nil || !tfcli.Holds(state, "Hello Ada") {
		t.Errorf("state %s, %v", state, err)
	}

	plan, err := work.SavedPlan()
	if err != nil || !tfcli.Holds(plan["tfplan"], "Hello Ada") {
		t.Errorf("plan %d, %v", len(plan), err)
	}

	if changes, err := work.Plan(t.Context()); err != nil || changes {
		t.Errorf("changes %t, %v", changes, err)
	}

	if err := work.Destroy(t.Context()); err != nil {
		t.Error(err)
	}
}

func TestWorkspaceFails(t *testing.T) {
	t.Parallel()

	work := newWorkspace(t)
	if err := work.Write("main.tf", `output "x" { value = nothing.there }`); err != nil {
		t.Fatal(err)
	}

	if _, err := work.Plan(t.Context()); err == nil || !strings.Contains(err.Error(), "plan failed") ||
		!strings.Contains(err.Error(), "nothing") {
		t.Errorf("plan: %v", err)
	}

	if err := work.Apply(t.Context()); err == nil || !strings.Contains(err.Error(), "apply failed") {
		t.Errorf("apply: %v", err)
	}

	ctx, stop := context.WithCancel(t.Context())
	stop()

	if _, err := work.Plan(ctx); err == nil || !strings.Contains(err.Error(), "plan was stopped") {
		t.Errorf("plan: %v", err)
	}

	if _, err := work.SavedPlan(); err == nil {
		t.Error("there is a saved plan")
	}
}

func TestBuild(t *testing.T) {
	t.Parallel()

	source, err := tfcli.ModuleDir(t.Context())
	if err != nil {
		t.Fatal(err)
	}

	if _, err = os.Stat(filepath.Join(source, "examples", "demo")); err != nil {
		t.Error(err)
	}

	file := filepath.Join(t.TempDir(), "file")
	if err = os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}

	if err = tfcli.Build(t.Context(), filepath.Join(file, "dir")); err == nil || !strings.Contains(err.Error(), "does not build") {
		t.Errorf("it builds into a file: %v", err)
	}

	ctx, stop := context.WithCancel(t.Context())
	stop()

	if err = tfcli.Build(ctx, t.TempDir()); err == nil || !strings.Contains(err.Error(), context.Canceled.Error()) {
		t.Errorf("it builds when stopped: %v", err)
	}
}
