// SPDX-License-Identifier: MPL-2.0

package tfcli_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/tfcli"
	"github.com/stytch-community/terraform-provider-stytchoauth/internal/tftest"
)

// shop is where a test's CLIs are: by command, what each says of its version. Those that say nothing are not there.
type shop map[string]string

// options looks for CLIs there alone.
func (s shop) options(t *testing.T) tfcli.Options {
	t.Helper()

	if runtime.GOOS == "windows" {
		t.Skip("the CLIs of this test are shell scripts")
	}

	dir := t.TempDir()

	for command, version := range s {
		script := "#!/bin/sh\n[ -z \"$STYTCH_SECRET$TF_CLI_ARGS\" ] || exit 3\n" + version + "\n"
		tftest.WriteScript(t, filepath.Join(dir, command), script)
	}

	return tfcli.Options{
		Dir:     dir,
		Environ: append(os.Environ(), "STYTCH_SECRET=secret", "TF_CLI_ARGS=-nothing"),
		LookPath: func(name string) (string, error) {
			path := filepath.Join(dir, name)
			_, err := os.Stat(path)

			return path, err
		},
		Install: func(context.Context, string) (string, error) { return "", errors.New("no network") },
	}
}

// version is a CLI that tells its version.
func version(version string) string {
	return `echo '{"terraform_version": "` + version + `", "provider_selections": {}}'`
}

func TestFind(t *testing.T) {
	t.Parallel()

	tests := map[string]struct {
		shop shop
		// found is how the CLI is named without its path.
		found string
		// says are parts of the error.
		says []string
	}{
		"Terraform":      {shop: shop{"terraform": version("1.10.0")}, found: "Terraform 1.10.0 "},
		"Terraform 2":    {shop: shop{"terraform": version("2.0.0")}, found: "Terraform 2.0.0 "},
		"prerelease":     {shop: shop{"terraform": version("1.16.0-rc1")}, found: "Terraform 1.16.0-rc1 "},
		"OpenTofu":       {shop: shop{"tofu": version("1.11.2")}, found: "OpenTofu 1.11.2 "},
		"both":           {shop: shop{"terraform": version("1.11.4"), "tofu": version("1.11.0")}, found: "Terraform 1.11.4 "},
		"one is too old": {shop: shop{"terraform": version("1.5.7"), "tofu": version("1.12.0")}, found: "OpenTofu 1.12.0 "},
		"neither": {says: []string{
			"Terraform 1.10 or newer, or OpenTofu 1.11 or newer, is needed", "there is no terraform on the PATH",
			"there is no tofu on the PATH", "no network",
		}},
		"both too old": {shop: shop{"terraform": version("1.9.8"), "tofu": version("1.10.7")}, says: []string{
			"terraform is Terraform 1.9.8, which is too old", "tofu is OpenTofu 1.10.7, which is too old",
		}},
		"fails":      {shop: shop{"terraform": "echo broken >&2; exit 1"}, says: []string{"does not tell its version", "broken"}},
		"no version": {shop: shop{"terraform": version("x")}, says: []string{"does not tell its version"}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			cli, err := tfcli.Find(t.Context(), test.shop.options(t))
			if test.found != "" && (err != nil || !strings.HasPrefix(cli.String(), test.found)) {
				t.Errorf("found %v, %v", cli, err)
			}

			for _, text := range test.says {
				if err == nil || !strings.Contains(err.Error(), text) {
					t.Errorf("%v does not say %q", err, text)
				}
			}
		})
	}
}

func TestFindInstalls(t *testing.T) {
	t.Parallel()

	options := shop{"newest": version("1.14.0")}.options(t)
	options.Install = func(_ context.Context, dir string) (string, error) { return filepath.Join(dir, "newest"), nil }

	cli, err := tfcli.Find(t.Context(), options)
	if err != nil || cli.Product.Name != "Terraform" || cli.Version.String() != "1.14.0" {
		t.Errorf("found %v, %v", cli, err)
	}
}

func TestFindPath(t *testing.T) {
	t.Parallel()

	options := shop{"terraform": version("1.14.0"), "tofu-1.11": version("1.11.0")}.options(t)
	options.Path = filepath.Join(options.Dir, "tofu-1.11")

	cli, err := tfcli.Find(t.Context(), options)
	if err != nil || cli.Product != tfcli.OpenTofu || !cli.PlansOpenings() || !cli.WriteOnlyArguments() {
		t.Errorf("found %v, %v", cli, err)
	}
}

// TestFindRelativePath has a path that leads to the CLI from here, but not from where it is run.
func TestFindRelativePath(t *testing.T) {
	t.Parallel()

	options := shop{"terraform": version("1.14.0")}.options(t)
	path := filepath.Join(options.Dir, "terraform")
	options.Path = tftest.Relative(t, path)

	cli, err := tfcli.Find(t.Context(), options)
	if err != nil || cli.Path != path {
		t.Errorf("found %v, %v", cli, err)
	}
}

func TestTempDir(t *testing.T) {
	t.Parallel()

	in := t.TempDir()

	dir, err := tfcli.TempDir(tftest.Relative(t, in), "run-")
	if err != nil || filepath.Dir(dir) != in {
		t.Errorf("it is %s, %v", dir, err)
	}

	if info, err := os.Stat(dir); err != nil || !info.IsDir() {
		t.Errorf("there is no %s: %v", dir, err)
	}

	if dir, err := tfcli.TempDir(filepath.Join(in, "nothing"), "run-"); err == nil {
		t.Errorf("it is %s", dir)
	}
}

func TestFindStops(t *testing.T) {
	t.Parallel()

	ctx, stop := context.WithCancel(t.Context())
	stop()

	if cli, err := tfcli.Find(ctx, shop{"terraform": version("1.14.0")}.options(t)); !errors.Is(err, context.Canceled) {
		t.Errorf("found %v, %v", cli, err)
	}
}
