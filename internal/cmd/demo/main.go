// SPDX-License-Identifier: MPL-2.0

// Command demo shows what the provider does, from end to end and offline: it applies examples/demo with a real
// Terraform or OpenTofu against an emulator of Stytch's API, and checks every value that comes of it.
//
// Its exit status is 0 only if all of them are right.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/tfcli"
	"github.com/stytch-community/terraform-provider-stytchoauth/internal/tfcli/standin"
)

// usage is what -help prints before the flags.
const usage = `Applies examples/demo with a real Terraform or OpenTofu and this provider, against
an emulator of Stytch's API that runs in this program, and checks the results.
No account is needed. Only if neither Terraform nor OpenTofu is on the PATH,
Terraform is downloaded for this run.

Exit status: 0 if every check passed, 1 if not, 2 for a wrong flag.

Usage: go run ./internal/cmd/demo [flags]

`

func main() {
	// Terraform starts this program for the providers that it stands in for, too.
	if served, err := standin.Main(otherProviders()...); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	} else if served {
		return
	}

	os.Exit(tfcli.UntilStopped(func(ctx context.Context, stdout, stderr io.Writer) int {
		one := demo{environ: os.Environ(), stdout: stdout, stderr: stderr}

		return one.run(ctx, os.Args[1:])
	}))
}

// demo is what a run takes from its process.
type demo struct {
	environ        []string
	stdout, stderr io.Writer
	// tempDir is where temporary directories are made; where the system does it by default.
	tempDir string

	hooks
}

// run returns the exit status.
func (d *demo) run(ctx context.Context, arguments []string) int {
	started := time.Now()
	options := tfcli.Options{Environ: d.environ}

	flags := flag.NewFlagSet("demo", flag.ContinueOnError)
	flags.SetOutput(d.stderr)
	flags.StringVar(&options.Path, "cli", "", "the `path` of a Terraform or OpenTofu, instead of the one on the PATH")
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

	told := &report{out: d.stdout}
	err := d.perform(ctx, options, told)

	switch {
	case ctx.Err() != nil:
		fmt.Fprintln(d.stderr, "\ndemo: stopped. Everything that was created for this run has been removed.")

		return 1
	case err != nil:
		fmt.Fprintf(d.stderr, "\ndemo: failed: %v\n", err)

		return 1
	case told.wrong > 0:
		fmt.Fprintf(d.stderr, "\ndemo: %d of %d checks failed\n", told.wrong, told.checked)

		return 1
	}

	told.end(time.Since(started))

	return 0
}

// perform sets the stage, plays, and tidies up whatever happens.
func (d *demo) perform(ctx context.Context, options tfcli.Options, told *report) (err error) {
	set := &stage{hooks: d.hooks}

	defer func() { err = errors.Join(err, set.strike()) }()

	told.begin()

	options.Dir, err = tfcli.TempDir(d.tempDir, "stytchoauth-demo-")
	if err != nil {
		return err
	}

	set.strikes = append(set.strikes, func() error { return os.RemoveAll(options.Dir) })

	if err := set.prepare(ctx, options, told); err != nil {
		return err
	}

	return play(ctx, set, told)
}
