// SPDX-License-Identifier: MPL-2.0

package tfcli

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
)

const (
	// module is the path of this module, and the provider's package.
	module = "github.com/stytch-community/terraform-provider-stytchoauth"
	// executable is what a CLI looks for in a directory that overrides the provider.
	executable = "terraform-provider-stytchoauth"
)

// ModuleDir returns the directory of this module's source, where go.mod is.
func ModuleDir(ctx context.Context) (string, error) {
	dir, err := runGo(ctx, "", nil, "list", "-m", "-f", "{{.Dir}}", module)
	if err != nil {
		return "", fmt.Errorf("the provider's source is not found: run this in a checkout of %s: %w", module, err)
	}

	return dir, nil
}

// Build builds the provider into a directory, in which a CLI then finds it.
func Build(ctx context.Context, dir string) error {
	source, err := ModuleDir(ctx)
	if err != nil {
		return err
	}

	name := executable
	if runtime.GOOS == "windows" {
		name += ".exe"
	}

	return GoBuild(ctx, source, filepath.Join(dir, name), nil, ".")
}

// GoBuild runs go build in a module's directory, with more variables in its environment and more arguments. Its target
// is an absolute path; what it writes before it is done is beside that, where whoever removes the target removes it too.
func GoBuild(ctx context.Context, source, target string, environ []string, arguments ...string) error {
	// A target that ends in a separator is a directory.
	beside := filepath.Dir(target)
	if err := os.MkdirAll(beside, 0o700); err != nil {
		return fmt.Errorf("the provider does not build: %w", err)
	}

	// Without the stamp of the version control system, which go build would fail without in some checkouts.
	_, err := runGo(ctx, source, append([]string{"GOTMPDIR=" + beside}, environ...),
		append([]string{"build", "-buildvcs=false", "-o", target}, arguments...)...)
	if err != nil {
		return fmt.Errorf("the provider does not build: %w", err)
	}

	return nil
}

// runGo runs the go command and returns what it prints. If it is stopped, nothing of it runs on.
func runGo(ctx context.Context, dir string, environ []string, arguments ...string) (string, error) {
	var stdout, stderr bytes.Buffer

	command := exec.CommandContext(ctx, "go", arguments...)
	command.Dir, command.Stdout, command.Stderr = dir, &stdout, &stderr
	command.Env = append(command.Environ(), environ...)

	end := OwnGroup(command)
	err := command.Run()

	if ctx.Err() != nil {
		end()

		return "", ctx.Err()
	}

	if err != nil {
		return "", errors.Join(err, errors.New(strings.TrimSpace(stderr.String())))
	}

	return strings.TrimSpace(stdout.String()), nil
}
