// SPDX-License-Identifier: MPL-2.0

package tftest

import (
	"archive/zip"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-exec/tfexec"
)

// Address is this provider's address without the host.
const Address = "stytch-community/stytchoauth"

// hosts are the registries' host names that an address without one stands for: Terraform's and OpenTofu's.
var hosts = []string{"registry.terraform.io", "registry.opentofu.org"}

// planFile is the name of the saved plan.
const planFile = "saved.tfplan"

// Workspace is a directory with a configuration that a real Terraform or OpenTofu runs with the provider's own binary.
type Workspace struct {
	// Dir is the directory of the configuration.
	Dir string
	CLI *CLI
	// Recorder records what the fake providers are given.
	Recorder *Recorder
	// Variables are the environment variables by which a CLI finds the providers and the provider finds Stytch.
	Variables map[string]string

	runner   *tfexec.Terraform
	reattach *tfexec.ReattachOption
	stop     func()
	tb       testing.TB
}

// Settings are what a workspace is made of.
type Settings struct {
	// TB is the test that a Must method ends when it fails; nil outside of tests.
	TB  testing.TB
	CLI *CLI
	// ProviderDirs are the directories of the binaries of providers, by the providers' addresses without the host.
	ProviderDirs map[string]string
	Fakes        []FakeProvider
	// Variables are environment variables for the CLI and so for the providers.
	Variables map[string]string
}

// OpenWorkspace makes a workspace in an empty directory, which the caller removes, and serves the fake providers until
// the workspace is closed. An interrupted CLI still needs them, so they do not end with the context.
func OpenWorkspace(ctx context.Context, dir string, settings Settings) (*Workspace, error) {
	w := &Workspace{Dir: filepath.Join(dir, "configuration"), CLI: settings.CLI, Recorder: &Recorder{}, tb: settings.TB}

	if err := os.Mkdir(w.Dir, 0o700); err != nil {
		return nil, err
	}

	// No provider comes from anywhere else.
	var config strings.Builder

	config.WriteString("disable_checkpoint = true\n\nprovider_installation {\n  dev_overrides {\n")

	for _, provider := range slices.Sorted(maps.Keys(settings.ProviderDirs)) {
		for _, host := range hosts {
			fmt.Fprintf(&config, "    %q = %q\n", host+"/"+provider, filepath.ToSlash(settings.ProviderDirs[provider]))
		}
	}

	config.WriteString("  }\n}\n")

	configFile := filepath.Join(dir, "cli.tfrc")
	if err := os.WriteFile(configFile, []byte(config.String()), 0o600); err != nil {
		return nil, err
	}

	w.Variables = map[string]string{"TF_CLI_CONFIG_FILE": configFile}
	maps.Copy(w.Variables, settings.Variables)

	var err error
	if w.runner, err = tfexec.NewTerraform(w.Dir, settings.CLI.Path); err != nil {
		return nil, err
	}

	if err := w.runner.SetEnv(Environment(os.Environ(), w.Variables)); err != nil {
		return nil, err
	}

	if runtime.GOOS != "windows" {
		if err := w.runner.SetWaitDelay(stopTimeout); err != nil {
			return nil, err
		}
	}

	served, stop, err := serveFakes(context.WithoutCancel(ctx), settings.Fakes, w.Recorder)
	if err != nil {
		return nil, err
	}

	w.stop = stop
	info := tfexec.ReattachInfo{}

	for provider, config := range served {
		for _, host := range hosts {
			info[host+"/"+provider] = config
		}
	}

	// terraform-exec sets this variable by itself, for the commands that start providers.
	w.reattach = tfexec.Reattach(info)

	encoded, err := json.Marshal(info)
	w.Variables["TF_REATTACH_PROVIDERS"] = string(encoded)

	return w, err
}

// Close ends the fake providers.
func (w *Workspace) Close() {
	w.stop()
}

// Write writes a file of the configuration.
func (w *Workspace) Write(name, text string) error {
	return os.WriteFile(filepath.Join(w.Dir, name), []byte(text), 0o600)
}

// SetVariables sets the configuration's variables. It does so in a file, since other users of the machine can read a
// command line.
func (w *Workspace) SetVariables(values map[string]any) error {
	text, err := json.MarshalIndent(values, "", "  ")
	if err != nil {
		return err
	}

	return w.Write("values.auto.tfvars.json", string(text))
}

// Plan plans, saves the plan, and reports whether there are changes.
func (w *Workspace) Plan(ctx context.Context) (bool, error) {
	changes, err := w.runner.Plan(ctx, w.reattach, tfexec.Out(planFile))

	return changes, commandError(ctx, "plan", err)
}

// ApplyPlan applies the saved plan.
func (w *Workspace) ApplyPlan(ctx context.Context) error {
	return commandError(ctx, "apply", w.runner.Apply(ctx, w.reattach, tfexec.DirOrPlan(planFile)))
}

// Apply plans and applies.
func (w *Workspace) Apply(ctx context.Context) error {
	return commandError(ctx, "apply", w.runner.Apply(ctx, w.reattach))
}

// Destroy destroys what was applied.
func (w *Workspace) Destroy(ctx context.Context) error {
	return commandError(ctx, "destroy", w.runner.Destroy(ctx, w.reattach))
}

// ShowPlan returns the saved plan as `show -json` prints it, for tools that check plans.
func (w *Workspace) ShowPlan(ctx context.Context) ([]byte, error) {
	plan, err := w.runner.ShowPlanFile(ctx, planFile, w.reattach)
	if err != nil {
		return nil, commandError(ctx, "show of the plan", err)
	}

	return json.Marshal(plan)
}

// ShowState returns the state as `show -json` prints it.
func (w *Workspace) ShowState(ctx context.Context) ([]byte, error) {
	state, err := w.runner.Show(ctx, w.reattach)
	if err != nil {
		return nil, commandError(ctx, "show of the state", err)
	}

	return json.Marshal(state)
}

// Command returns any command of the CLI, with more environment variables. Unlike the other methods, it can turn on
// Terraform's log.
func (w *Workspace) Command(ctx context.Context, variables map[string]string, arguments ...string) *exec.Cmd {
	command := exec.CommandContext(ctx, w.CLI.Path, arguments...)
	command.Dir = w.Dir
	command.Env = environ(Environment(os.Environ(), map[string]string{"TF_IN_AUTOMATION": "1"}, w.Variables, variables))

	return command
}

// commandError names the command that failed.
func commandError(ctx context.Context, command string, err error) error {
	if err == nil {
		return nil
	}

	return fmt.Errorf("%s failed: %w", command, errors.Join(ctx.Err(), errors.New(strings.TrimSpace(err.Error()))))
}

// savedPlan returns the files that the saved plan is made of, by name.
func (w *Workspace) savedPlan() (parts map[string][]byte, err error) {
	archive, err := zip.OpenReader(filepath.Join(w.Dir, planFile))
	if err != nil {
		return nil, err
	}

	defer func() { err = errors.Join(err, archive.Close()) }()

	parts = map[string][]byte{}

	for _, file := range archive.File {
		part, err := file.Open()
		if err != nil {
			return nil, err
		}

		if parts[file.Name], err = io.ReadAll(part); err != nil {
			return nil, err
		}
	}

	return parts, nil
}

// Written returns everything that the CLI wrote, by name: the state, if there is one, and the files of the saved plan.
func (w *Workspace) Written() (map[string][]byte, error) {
	written, err := w.savedPlan()
	if err != nil {
		return nil, err
	}

	state, err := os.ReadFile(filepath.Join(w.Dir, "terraform.tfstate"))
	if err == nil {
		written["terraform.tfstate"] = state
	} else if errors.Is(err, fs.ErrNotExist) {
		err = nil
	}

	return written, err
}
