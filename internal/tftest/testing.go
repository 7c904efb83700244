// SPDX-License-Identifier: MPL-2.0

package tftest

import (
	"context"
	"os"
	"path/filepath"
	"sync"
	"testing"
)

// shared is what all tests of a package share: the CLI, and the provider, which is built once.
var shared struct {
	once sync.Once
	dir  string
	cli  *CLI
	err  error
}

// setUpShared finds the CLI that TF_ACC_TERRAFORM_PATH names, else one on the PATH, else installs Terraform, and builds
// the provider.
func setUpShared() {
	// Not the context of the test that happens to be the first.
	ctx := context.Background()

	if shared.dir, shared.err = os.MkdirTemp("", "stytchoauth"); shared.err != nil {
		return
	}

	path := os.Getenv("TF_ACC_TERRAFORM_PATH")

	shared.cli, shared.err = FindCLI(ctx, path)
	if shared.err != nil && path == "" {
		if path, shared.err = InstallTerraform(ctx, shared.dir); shared.err == nil {
			shared.cli, shared.err = FindCLI(ctx, path)
		}
	}

	if shared.err == nil {
		shared.err = Build(ctx, filepath.Join(shared.dir, "provider"), "")
	}
}

func removeShared() {
	if shared.dir != "" {
		_ = os.RemoveAll(shared.dir) // What is left is in the temporary directory.
	}
}

// Shared returns the CLI, and the directory with the provider's binary, that all tests of a package share.
func Shared(tb testing.TB) (cli *CLI, providerDir string) {
	tb.Helper()
	shared.once.Do(setUpShared)

	if shared.err != nil {
		tb.Fatal(shared.err)
	}

	return shared.cli, filepath.Join(shared.dir, "provider")
}

// NewWorkspace makes a workspace for the length of a test: for tests that count requests, or that look at what
// Terraform writes. The testing framework plans more often than a user does.
func NewWorkspace(tb testing.TB, configuration string, fakes ...FakeProvider) *Workspace {
	tb.Helper()

	cli, providerDir := Shared(tb)

	w, err := OpenWorkspace(tb.Context(), tb.TempDir(), Settings{
		TB: tb, CLI: cli, ProviderDirs: map[string]string{Address: providerDir}, Fakes: fakes,
	})
	if err != nil {
		tb.Fatal(err)
	}

	tb.Cleanup(w.Close)

	w.Configure(configuration)

	return w
}

// requiredProviders begins every configuration.
const requiredProviders = `
terraform {
  required_providers {
    stytchoauth = {
      source = "stytch-community/stytchoauth"
    }
  }
}
`

// Configure replaces the configuration. The following methods, too, are for tests.
func (w *Workspace) Configure(configuration string) {
	w.tb.Helper()
	w.must(w.Write("main.tf", requiredProviders+configuration))
}

// MustPlan plans, and reports whether there are changes.
func (w *Workspace) MustPlan() bool {
	w.tb.Helper()

	changes, err := w.Plan(w.tb.Context())
	w.must(err)

	return changes
}

// MustApplyPlan applies the saved plan.
func (w *Workspace) MustApplyPlan() {
	w.tb.Helper()
	w.must(w.ApplyPlan(w.tb.Context()))
}

// MustApply plans and applies.
func (w *Workspace) MustApply() {
	w.tb.Helper()
	w.must(w.Apply(w.tb.Context()))
}

// MustDestroy destroys what was applied.
func (w *Workspace) MustDestroy() {
	w.tb.Helper()
	w.must(w.Destroy(w.tb.Context()))
}

// Run runs any command with more environment variables, and returns what it prints.
func (w *Workspace) Run(variables map[string]string, arguments ...string) (string, error) {
	w.tb.Helper()

	output, err := w.Command(w.tb.Context(), variables, arguments...).CombinedOutput()

	return string(output), err
}

func (w *Workspace) must(err error) {
	w.tb.Helper()

	if err != nil {
		w.tb.Fatal(err)
	}
}
