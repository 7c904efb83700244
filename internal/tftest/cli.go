// SPDX-License-Identifier: MPL-2.0

package tftest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strconv"
	"strings"
	"time"

	install "github.com/hashicorp/hc-install"
	"github.com/hashicorp/hc-install/product"
	"github.com/hashicorp/hc-install/releases"
	"github.com/hashicorp/hc-install/src"
)

// stopTimeout is how long a CLI, or go, may take to end after an interrupt, before it is killed.
const stopTimeout = 10 * time.Second

// CLI is an executable of Terraform or OpenTofu.
type CLI struct {
	// Product is "Terraform" or "OpenTofu".
	Product string
	Version string
	Path    string

	major, minor int
}

// String returns product, version and path.
func (c *CLI) String() string {
	return fmt.Sprintf("%s %s (%s)", c.Product, c.Version, c.Path)
}

// AtLeast reports whether the CLI has this version or a newer one.
func (c *CLI) AtLeast(major, minor int) bool {
	return c.major > major || c.major == major && c.minor >= minor
}

// WriteOnlyArguments reports whether the CLI has write-only arguments, which came with 1.11 of either product.
func (c *CLI) WriteOnlyArguments() bool {
	return c.AtLeast(1, 11)
}

// QueriesAndActions reports whether the CLI has list resources and actions, which came with Terraform 1.14.
func (c *CLI) QueriesAndActions() bool {
	return c.Product == "Terraform" && c.AtLeast(1, 14)
}

// PlansOpenings reports whether the CLI shows an ephemeral resource that apply will open as a change, so that no plan
// is without changes.
func (c *CLI) PlansOpenings() bool {
	return c.Product == "OpenTofu" && !c.AtLeast(1, 12)
}

// FindCLI returns the CLI at a path. Without a path, it returns the first of terraform and tofu on the PATH that is new
// enough for ephemeral resources.
func FindCLI(ctx context.Context, path string) (*CLI, error) {
	candidates := []string{path}
	if path == "" {
		candidates = []string{"terraform", "tofu"}
	}

	var failures []error

	for _, candidate := range candidates {
		cli, err := identify(ctx, candidate)
		if err == nil || ctx.Err() != nil {
			return cli, err
		}

		failures = append(failures, err)
	}

	return nil, fmt.Errorf("Terraform 1.10 or newer, or OpenTofu 1.11 or newer, is needed:\n%w", errors.Join(failures...)) //nolint:staticcheck // Terraform is a name.
}

// versionLine is the first line that `version` prints.
var versionLine = regexp.MustCompile(`^(Terraform|OpenTofu) v((\d+)\.(\d+)\S*)`)

// identify asks an executable for its version.
func identify(ctx context.Context, name string) (*CLI, error) {
	path, err := exec.LookPath(name)
	if err != nil {
		return nil, err
	}

	// It runs in other directories.
	if path, err = filepath.Abs(path); err != nil {
		return nil, err
	}

	// A CLI that is a shim may have to download the real one first.
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()

	command := exec.CommandContext(ctx, path, "version")
	command.Env = environ(Environment(os.Environ()))

	output, err := command.Output()
	if err != nil {
		return nil, fmt.Errorf("%s does not print its version: %w", path, errors.Join(err, ctx.Err()))
	}

	found := versionLine.FindSubmatch(output)
	if found == nil {
		return nil, fmt.Errorf("%s is neither Terraform nor OpenTofu", path)
	}

	cli := &CLI{Product: string(found[1]), Version: string(found[2]), Path: path}
	cli.major, _ = strconv.Atoi(string(found[3]))
	cli.minor, _ = strconv.Atoi(string(found[4]))

	if oldest := map[string]int{"Terraform": 10, "OpenTofu": 11}; !cli.AtLeast(1, oldest[cli.Product]) {
		return nil, fmt.Errorf("%s is too old", cli)
	}

	return cli, nil
}

// InstallTerraform downloads the newest Terraform from HashiCorp into a directory, verifies its signature, and returns
// its path.
func InstallTerraform(ctx context.Context, dir string) (string, error) {
	return install.NewInstaller().Install(ctx, []src.Installable{
		&releases.LatestVersion{Product: product.Terraform, InstallDir: dir, Timeout: 3 * time.Minute},
	})
}

// Environment returns the environment for a CLI: that of this process without what configures Terraform, OpenTofu,
// their plugins or this provider, and more. So no argument, variable, plugin, log level or credential of the machine
// takes part, but the CLI still finds its home directory and the network.
func Environment(from []string, more ...map[string]string) map[string]string {
	clean := map[string]string{}

	for _, entry := range from {
		name, value, ok := strings.Cut(entry, "=")
		if ok && name != "" && !configures(name) {
			clean[name] = value
		}
	}

	// No CLI asks for its newest version.
	clean["CHECKPOINT_DISABLE"] = "1"

	for _, one := range more {
		maps.Copy(clean, one)
	}

	return clean
}

// configures reports whether a variable configures Terraform, OpenTofu, a plugin or this provider. TERRAFORM_CONFIG is
// an old name of TF_CLI_CONFIG_FILE.
func configures(name string) bool {
	if runtime.GOOS == "windows" {
		name = strings.ToUpper(name)
	}

	for _, prefix := range []string{"STYTCH_", "TF_", "TOFU_", "PLUGIN_"} {
		if strings.HasPrefix(name, prefix) {
			return true
		}
	}

	return name == "TERRAFORM_CONFIG"
}

// environ returns variables as [exec.Cmd] takes them.
func environ(variables map[string]string) []string {
	all := make([]string, 0, len(variables))
	for name, value := range variables {
		all = append(all, name+"="+value)
	}

	return all
}

const module = "github.com/stytch-community/terraform-provider-stytchoauth"

// ModuleDir returns the directory of this module's source. The working directory has to be in it.
func ModuleDir(ctx context.Context) (string, error) {
	dir, err := runGo(ctx, "", "list", "-m", "-f", "{{.Dir}}", module)
	if err != nil {
		return "", fmt.Errorf("this has to run in a checkout of %s: %w", module, err)
	}

	return dir, nil
}

// Build builds a package of this module into a directory, under the package's name; an empty package is the provider.
func Build(ctx context.Context, dir, pkg string) error {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}

	// Without the stamp of the version control system, for which git may refuse to read the checkout.
	_, err := runGo(ctx, dir, "build", "-buildvcs=false", "-o", dir+string(filepath.Separator),
		strings.TrimSuffix(module+"/"+pkg, "/"))

	return err
}

// runGo runs the go command and returns what it prints. A go that is interrupted leaves its temporary files behind, so
// they are made in a directory that the caller removes, or where the system has them.
func runGo(ctx context.Context, tempDir string, arguments ...string) (string, error) {
	var stderr bytes.Buffer

	command := exec.CommandContext(ctx, "go", arguments...)
	command.Env = append(os.Environ(), "GOTMPDIR="+tempDir)
	command.Stderr = &stderr
	command.WaitDelay = stopTimeout

	output, err := command.Output()
	if err != nil {
		return "", fmt.Errorf("go %s: %w\n%s", arguments[0], errors.Join(err, ctx.Err()), &stderr)
	}

	return strings.TrimSpace(string(output)), nil
}
