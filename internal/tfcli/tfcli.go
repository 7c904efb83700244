// SPDX-License-Identifier: MPL-2.0

// Package tfcli runs a real Terraform or OpenTofu with this module's provider: for the demo, and for tests that are
// about a whole configuration instead of one type.
//
// [Find] finds or installs a CLI, [Build] builds the provider, and [NewWorkspace] makes a directory in which the one
// uses the other. Nothing of the user's own set-up takes part: see [Environment].
package tfcli

import (
	"context"
	"errors"
	"fmt"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"github.com/hashicorp/terraform-exec/tfexec"
)

// versionTimeout is how long a CLI may take to tell its version: one that is a shim may have to fetch it first.
const versionTimeout = time.Minute

// CLI is an executable of Terraform or of OpenTofu.
type CLI struct {
	// Product is what it is.
	Product Product
	// Path is where it is.
	Path string
	// Version is its version.
	Version Version
}

// String names it as a user would.
func (c *CLI) String() string {
	return fmt.Sprintf("%s %s (%s)", c.Product.Name, c.Version, c.Path)
}

// Options say where to look for a CLI. All but Dir and Environ may be left out.
type Options struct {
	// Dir is an existing directory, for a CLI that has to be installed.
	Dir string
	// Environ is the environment of this process.
	Environ []string
	// Path is an executable that is used instead of looking for one: its path from here, or a name on the PATH.
	Path string
	// LookPath finds an executable by its name; [exec.LookPath] by default.
	LookPath func(name string) (string, error)
	// Install installs Terraform into a directory; [InstallTerraform] by default.
	Install func(ctx context.Context, dir string) (string, error)
	// Installing is called before that.
	Installing func()
}

// Find returns Terraform or OpenTofu from the PATH, if it is new enough for this provider, or else installs Terraform.
func Find(ctx context.Context, options Options) (*CLI, error) {
	if options.LookPath == nil {
		options.LookPath = exec.LookPath
	}

	if options.Install == nil {
		options.Install = InstallTerraform
	}

	if options.Path != "" {
		cli, err := at(ctx, options.Path, options)
		if err != nil {
			return nil, fmt.Errorf("%w\n%s", err, needed())
		}

		return cli, nil
	}

	var refused []string

	for _, product := range Products() {
		cli, err := onPath(ctx, product, options)
		if err == nil {
			return cli, nil
		}

		if ctx.Err() != nil {
			return nil, ctx.Err()
		}

		refused = append(refused, err.Error())
	}

	if options.Installing != nil {
		options.Installing()
	}

	path, err := options.Install(ctx, options.Dir)
	if err == nil {
		return identify(ctx, Terraform, path, options)
	}

	if ctx.Err() != nil {
		return nil, ctx.Err()
	}

	return nil, fmt.Errorf("%s\n- %s\n- installing Terraform did not work: %w", needed(),
		strings.Join(refused, "\n- "), err)
}

// at returns the CLI that is meant by a path, which is made absolute, as the CLI runs in other directories, or by a name.
func at(ctx context.Context, path string, options Options) (*CLI, error) {
	if filepath.Base(path) != path {
		absolute, err := filepath.Abs(path)
		if err != nil {
			return nil, err
		}

		path = absolute
	}

	return identify(ctx, productOf(path), path, options)
}

// onPath returns a product's CLI from the PATH, if it is new enough.
func onPath(ctx context.Context, product Product, options Options) (*CLI, error) {
	path, err := options.LookPath(product.Command)
	if err != nil {
		return nil, fmt.Errorf("there is no %s on the PATH", product.Command)
	}

	return identify(ctx, product, path, options)
}

// identify asks an executable for its version, and refuses one that is too old.
func identify(ctx context.Context, product Product, path string, options Options) (*CLI, error) {
	ctx, cancel := context.WithTimeout(ctx, versionTimeout)
	defer cancel()

	runner, err := tfexec.NewTerraform(options.Dir, path)
	if err != nil {
		return nil, err
	}

	if err := runner.SetEnv(Environment(options.Environ)); err != nil {
		return nil, err
	}

	found, _, err := runner.Version(ctx, true)
	if err != nil {
		return nil, fmt.Errorf("%s does not tell its version: %w", path, err)
	}

	segments := found.Segments()
	if len(segments) < 2 {
		return nil, errors.New(path + " has a version that is none")
	}

	cli := &CLI{Product: product, Path: path, Version: Version{segments[0], segments[1], found.String()}}
	if !cli.Version.AtLeast(product.oldest.major, product.oldest.minor) {
		return nil, fmt.Errorf("%s is %s %s, which is too old", path, product.Name, cli.Version)
	}

	return cli, nil
}
