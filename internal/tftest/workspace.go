// SPDX-License-Identifier: MPL-2.0

package tftest

import (
	"bytes"
	"context"
	"encoding/json"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"sync"
	"testing"

	"github.com/hashicorp/terraform-exec/tfexec"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/tfcli"
	"github.com/stytch-community/terraform-provider-stytchoauth/internal/tfcli/standin"
)

// binary is where the provider was built, once for all tests of a package.
var binary struct {
	once sync.Once
	dir  string
	err  error
}

// buildBinary builds the provider, and returns the directory that it is in.
func buildBinary() (string, error) {
	binary.once.Do(func() {
		if binary.dir, binary.err = os.MkdirTemp("", "stytchoauth"); binary.err == nil {
			// Not a test's context: what is built is for all of them.
			binary.err = tfcli.Build(context.Background(), binary.dir)
		}
	})

	return binary.dir, binary.err
}

// removeBinary removes it.
func removeBinary() {
	if binary.dir != "" {
		_ = os.RemoveAll(binary.dir) // What is left over is the operating system's to clean.
	}
}

// Workspace is a configuration that a real Terraform runs with the provider's own binary: for tests that count
// requests, or that look at what Terraform writes. The testing framework's runs plan more often than a user's.
type Workspace struct {
	*tfcli.Workspace

	// CLI is the Terraform or OpenTofu that runs.
	CLI *tfcli.CLI
	// Ledger tells what the providers that stand in for others were given.
	Ledger *standin.Ledger

	t *testing.T
	// set is what Terraform finds the providers by.
	set map[string]string
}

// NewWorkspace makes a workspace for a configuration. Other providers that it uses are stood in for.
func NewWorkspace(t *testing.T, configuration string, others ...standin.Provider) *Workspace {
	t.Helper()

	providerDir, err := buildBinary()
	if err != nil {
		t.Fatal(err)
	}

	cli, err := tfcli.Find(t.Context(), tfcli.Options{
		Dir: t.TempDir(), Environ: os.Environ(), Path: os.Getenv("TF_ACC_TERRAFORM_PATH"),
	})
	if err != nil {
		t.Fatal(err)
	}

	served, ledger, stop, err := standin.Serve(t.Context(), others...)
	if err != nil {
		t.Fatal(err)
	}

	t.Cleanup(stop)

	dir := t.TempDir()

	workspace, err := tfcli.NewWorkspace(dir, tfcli.Settings{
		CLI: cli, ProviderDir: providerDir, Environ: os.Environ(), Reattach: served,
	})
	if err != nil {
		t.Fatal(err)
	}

	configs, err := filepath.Glob(filepath.Join(dir, "*.tfrc"))
	if err != nil || len(configs) != 1 {
		t.Fatalf("CLI configuration files %v: %v", configs, err)
	}

	made := &Workspace{Workspace: workspace, CLI: cli, Ledger: ledger, t: t, set: map[string]string{
		"TF_CLI_CONFIG_FILE": configs[0], "TF_REATTACH_PROVIDERS": reattach(t, served), "TF_IN_AUTOMATION": "1",
	}}
	made.Configure(configuration)

	return made
}

// reattach tells Terraform where providers are served, by any host that their addresses may have.
func reattach(t *testing.T, served map[string]tfexec.ReattachConfig) string {
	t.Helper()

	all := tfexec.ReattachInfo{}

	for address, config := range served {
		for _, host := range tfcli.Hosts() {
			all[host+"/"+address] = config
		}
	}

	encoded, err := json.Marshal(all)
	if err != nil {
		t.Fatal(err)
	}

	return string(encoded)
}

// requiredProviders is what every configuration begins with.
const requiredProviders = `
terraform {
  required_providers {
    stytchoauth = {
      source = "stytch-community/stytchoauth"
    }
  }
}
`

// Configure replaces the configuration.
func (w *Workspace) Configure(configuration string) {
	w.t.Helper()
	w.must(w.Write("main.tf", requiredProviders+configuration))
}

// MustPlan plans, and tells whether there are changes.
func (w *Workspace) MustPlan() bool {
	w.t.Helper()

	changes, err := w.Plan(w.t.Context())
	w.must(err)

	return changes
}

// MustApplyPlan applies the saved plan.
func (w *Workspace) MustApplyPlan() {
	w.t.Helper()
	w.must(w.ApplyPlan(w.t.Context()))
}

// MustDestroy destroys what was applied.
func (w *Workspace) MustDestroy() {
	w.t.Helper()
	w.must(w.Destroy(w.t.Context()))
}

// MustApply plans and applies.
func (w *Workspace) MustApply() {
	w.t.Helper()
	w.must(w.Apply(w.t.Context()))
}

// Run runs any command with more environment variables, and returns what it prints. Unlike the other methods, it
// can turn Terraform's log on.
func (w *Workspace) Run(set map[string]string, arguments ...string) (string, error) {
	w.t.Helper()

	environment := tfcli.Environment(os.Environ(), w.set, set)

	var output bytes.Buffer

	command := exec.CommandContext(w.t.Context(), w.CLI.Path, arguments...)
	command.Dir, command.Stdout, command.Stderr = w.Dir, &output, &output

	for _, name := range slices.Sorted(maps.Keys(environment)) {
		command.Env = append(command.Env, name+"="+environment[name])
	}

	err := command.Run()

	return output.String(), err
}

// must ends the test on an error.
func (w *Workspace) must(err error) {
	w.t.Helper()

	if err != nil {
		w.t.Fatal(err)
	}
}
