// SPDX-License-Identifier: MPL-2.0

package tfcli

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"time"

	"github.com/hashicorp/terraform-exec/tfexec"
)

// stopTimeout is how long a CLI, or go, may take to stop when it is interrupted, before it is killed.
const stopTimeout = 10 * time.Second

// Settings are what a workspace is made of.
type Settings struct {
	// CLI is what runs in it.
	CLI *CLI
	// ProviderDir is where the provider was built.
	ProviderDir string
	// Environ is the environment of this process.
	Environ []string
	// Set are environment variables for the CLI and so for the provider.
	Set map[string]string
	// Others are where other providers are, by their addresses without the host.
	Others map[string]string
	// Reattach says where providers are served already, by their addresses without the host.
	Reattach map[string]tfexec.ReattachConfig
}

// Workspace is a directory with a configuration, and what runs a CLI in it.
type Workspace struct {
	// Dir is the directory.
	Dir string

	runner   *tfexec.Terraform
	reattach *tfexec.ReattachOption
}

// NewWorkspace makes a workspace in an empty directory, which is the caller's to remove.
func NewWorkspace(dir string, settings Settings) (*Workspace, error) {
	workspace := &Workspace{Dir: filepath.Join(dir, "configuration"), reattach: tfexec.Reattach(reattachInfo(settings.Reattach))}

	dirs := map[string]string{address: settings.ProviderDir}
	maps.Copy(dirs, settings.Others)

	config, err := writeCLIConfig(dir, dirs)
	if err != nil {
		return nil, err
	}

	if err := os.Mkdir(workspace.Dir, 0o700); err != nil {
		return nil, err
	}

	workspace.runner, err = tfexec.NewTerraform(workspace.Dir, settings.CLI.Path)
	if err != nil {
		return nil, err
	}

	err = workspace.runner.SetEnv(Environment(settings.Environ, settings.Set, map[string]string{
		"TF_CLI_CONFIG_FILE": config,
	}))
	if err != nil {
		return nil, err
	}

	if runtime.GOOS != "windows" {
		if err := workspace.runner.SetWaitDelay(stopTimeout); err != nil {
			return nil, err
		}
	}

	return workspace, nil
}

// reattachInfo is for the CLI, whichever host the addresses have that it knows the providers by.
func reattachInfo(served map[string]tfexec.ReattachConfig) tfexec.ReattachInfo {
	var info tfexec.ReattachInfo

	for address, config := range served {
		for _, host := range Hosts() {
			if info == nil {
				info = tfexec.ReattachInfo{}
			}

			info[host+"/"+address] = config
		}
	}

	return info
}

// Copy copies the configuration files of a directory, except some. Those of directories in it are not copied.
func (w *Workspace) Copy(dir string, except ...string) error {
	folder := os.DirFS(dir)

	files, err := fs.Glob(folder, "*.tf")
	if err != nil {
		return err
	}

	if len(files) == 0 {
		return fmt.Errorf("there is no configuration in %s", dir)
	}

	for _, file := range files {
		if slices.Contains(except, file) {
			continue
		}

		text, err := fs.ReadFile(folder, file)
		if err != nil {
			return err
		}

		if err := w.Write(file, string(text)); err != nil {
			return err
		}
	}

	return nil
}

// Write writes a file of the configuration.
func (w *Workspace) Write(name, text string) error {
	folder, err := os.OpenRoot(w.Dir)
	if err != nil {
		return err
	}

	return errors.Join(folder.WriteFile(name, []byte(text), 0o600), folder.Close())
}

// SetVariables gives the configuration's variables their values. They go into a file: other users of the machine can
// read a command line.
func (w *Workspace) SetVariables(values map[string]any) error {
	text, err := json.MarshalIndent(values, "", "  ")
	if err != nil {
		return err
	}

	return w.Write("values.auto.tfvars.json", string(text))
}

// fail makes one line of what a CLI says, which is framed and wrapped for a terminal.
func fail(ctx context.Context, what string, err error) error {
	if err == nil {
		return nil
	}

	if ctx.Err() != nil {
		return errors.Join(ctx.Err(), fmt.Errorf("%s was stopped", what))
	}

	return fmt.Errorf("%s failed: %s", what, strings.TrimSpace(err.Error()))
}
