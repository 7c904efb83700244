// SPDX-License-Identifier: MPL-2.0

// Command demo shows what the provider does, from end to end and offline: it applies examples/demo with a real
// Terraform or OpenTofu against an emulator of Stytch's API, and checks what comes of it.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"maps"
	"os"
	"os/signal"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"time"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/tftest"
)

// usage is what -help prints before the flags.
const usage = `Applies examples/demo with a real Terraform or OpenTofu and this provider, against
an emulator of Stytch's API that runs in this program, and checks the results.
No account is needed. Only if neither Terraform nor OpenTofu is on the PATH,
Terraform is downloaded for this run.

Exit status: 0 if every check passed, 1 if not or if interrupted, 2 for a wrong flag.

Usage: go run ./internal/cmd/demo [flags]

`

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	defer stop()

	// If nobody reads the output any more, such as a pager that was left, the demo still has to clean up.
	signal.Ignore(syscall.SIGPIPE)

	d := &demo{report: report{out: os.Stdout, color: isTerminal(os.Stdout)}, stderr: os.Stderr}
	os.Exit(d.run(ctx, os.Args[1:])) //nolint:gocritic // There is nothing left to stop.
}

// demo is one run.
type demo struct {
	report

	stderr  io.Writer
	cliPath string
	keep    bool
	// tempDir is where temporary directories are made; the system's if it is empty.
	tempDir string
	// prepared, if set, is called before the first command. It is for tests.
	prepared func()

	emulator *tftest.Emulator
	cli      *tftest.CLI
	work     *tftest.Workspace
	// listed is how many of the emulator's requests were listed so far.
	listed int
	// kept reports that everything was kept running until the interrupt that ended it.
	kept bool
}

// run returns the exit status.
func (d *demo) run(ctx context.Context, arguments []string) int {
	started := time.Now()

	flags := flag.NewFlagSet("demo", flag.ContinueOnError)
	flags.SetOutput(d.stderr)
	flags.StringVar(&d.cliPath, "cli", os.Getenv("TF_ACC_TERRAFORM_PATH"),
		"the `path` of a Terraform or OpenTofu, instead of the one on the PATH")
	flags.BoolVar(&d.keep, "keep", false, "keep everything running after the apply, to go on by hand")
	flags.Usage = func() {
		fmt.Fprint(d.stderr, usage)
		flags.PrintDefaults()
	}

	switch err := flags.Parse(arguments); {
	case errors.Is(err, flag.ErrHelp):
		return 0
	case err != nil:
		return 2
	case flags.NArg() > 0:
		fmt.Fprintf(d.stderr, "demo: unexpected argument %q; see -help\n", flags.Arg(0))

		return 2
	}

	err := d.perform(ctx)
	if err == nil && d.failed == 0 {
		if !d.kept {
			d.say("All %d checks passed in %.1f s.", d.checked, time.Since(started).Seconds())
			d.say("The configuration is in examples/demo. To go on by hand, run this with -keep.")
		}

		return 0
	}

	if d.failed > 0 {
		fmt.Fprintf(d.stderr, "\ndemo: %d of %d checks failed\n", d.failed, d.checked)
	}

	if ctx.Err() != nil && !d.kept {
		err = errors.New("interrupted")
	}

	if err != nil {
		fmt.Fprintf(d.stderr, "\ndemo: %v\n", err)
	}

	return 1
}

// perform sets everything up, runs the commands, and cleans up.
func (d *demo) perform(ctx context.Context) (err error) {
	fmt.Fprint(d.out, `Stytch is a service that applications use to log their users in. This demo runs Terraform
with the provider stytchoauth, which gets OAuth tokens and login URLs from Stytch, and
shows that no secret ends up in Terraform's state or plan. An emulator stands in for Stytch.
`)

	d.step("Getting ready")

	dir, err := os.MkdirTemp(d.tempDir, "stytchoauth-demo-")
	if err != nil {
		return err
	}

	defer func() {
		if removeErr := os.RemoveAll(dir); removeErr == nil {
			fmt.Fprintln(d.out)
			d.say("Everything that was created for this run has been removed.")
		} else {
			fmt.Fprintf(d.stderr, "\ndemo: %v\n", removeErr)

			err = errors.Join(err, errors.New("not everything was removed"))
		}
	}()

	d.emulator = tftest.NewEmulator()
	defer d.emulator.Close()

	d.say("An emulator of Stytch's API is listening on %s.", d.emulator.URL)

	if err := d.findCLI(ctx, dir); err != nil {
		return err
	}

	d.say("Using %s.", d.cli)
	d.say("Building the provider; the first time this takes a minute...")

	providerDir, started := filepath.Join(dir, "provider"), time.Now()
	if err := tftest.Build(ctx, providerDir, ""); err != nil {
		return err
	}

	d.say("The provider was built in %.1f s.", time.Since(started).Seconds())

	if err := d.configure(ctx, dir, providerDir); err != nil {
		return err
	}

	defer d.work.Close()

	if d.prepared != nil {
		d.prepared()
	}

	return d.runCommands(ctx)
}

// findCLI finds Terraform or OpenTofu, or else installs Terraform into a directory.
func (d *demo) findCLI(ctx context.Context, dir string) (err error) {
	d.cli, err = tftest.FindCLI(ctx, d.cliPath)
	if err == nil || d.cliPath != "" || ctx.Err() != nil {
		return err
	}

	d.say("There is no suitable Terraform or OpenTofu on the PATH. Downloading Terraform...")

	path, installErr := tftest.InstallTerraform(ctx, dir)
	if installErr != nil {
		return errors.Join(err, installErr)
	}

	d.cli, err = tftest.FindCLI(ctx, path)

	return err
}

// The files of examples/demo that need write-only arguments.
const (
	storeFile   = "secret_store.tf"
	clientsFile = "clients.tf"
)

// configure makes the workspace with the configuration of examples/demo.
func (d *demo) configure(ctx context.Context, dir, providerDir string) error {
	source, err := tftest.ModuleDir(ctx)
	if err != nil {
		return err
	}

	files, err := filepath.Glob(filepath.Join(source, "examples", "demo", "*.tf"))
	if err != nil {
		return err
	}

	texts := map[string]string{}

	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			return err
		}

		texts[filepath.Base(file)] = string(text)
	}

	if !d.cli.WriteOnlyArguments() {
		delete(texts, storeFile)
		delete(texts, clientsFile)
		d.say("It has no write-only arguments (1.11 has), so %s and %s are left out.", storeFile, clientsFile)
	}

	all, seed := strings.Join(slices.Collect(maps.Values(texts)), "\n"), d.emulator.Seed

	d.work, err = tftest.OpenWorkspace(ctx, dir, tftest.Settings{
		CLI: d.cli, ProviderDirs: map[string]string{tftest.Address: providerDir}, Fakes: tftest.FakesFor(all),
		// The configuration has variables for these. They are for going on by hand.
		Variables: map[string]string{
			"STYTCH_BASE_URL": d.emulator.URL, "STYTCH_PROJECT_ID": seed.ProjectID, "STYTCH_SECRET": seed.Secret,
			"STYTCH_PUBLIC_TOKEN": seed.PublicToken,
		},
	})
	if err != nil {
		return err
	}

	d.say("Fakes of the providers pablovarela/slack and hashicorp/aws record what they are given.")

	for name, text := range texts {
		if err := d.work.Write(name, text); err != nil {
			return err
		}
	}

	return d.work.SetVariables(d.emulator.ExampleVariables(all))
}
