// SPDX-License-Identifier: MPL-2.0

// Command bench measures what a plan with many data sources costs: a real Terraform or OpenTofu, the provider built as
// for a release, and an emulator of Stytch's API in this program. Its -help says what it prints.
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
)

func main() {
	os.Exit(tfcli.UntilStopped(func(ctx context.Context, stdout, stderr io.Writer) int {
		return run(ctx, os.Args[1:], os.Environ(), stdout, stderr)
	}))
}

// run is main with everything that it takes from its process as an argument. It returns the exit status.
func run(ctx context.Context, arguments, environ []string, stdout, stderr io.Writer) int {
	wanted, err := parseSettings(arguments, stderr)

	switch {
	case errors.Is(err, flag.ErrHelp):
		return 0
	case err != nil:
		fmt.Fprintln(stderr, "bench:", err)

		return 2
	}

	file, err := openJSON(wanted.json)
	if err != nil {
		fmt.Fprintln(stderr, "bench: -json:", err)

		return 2
	}

	told := &report{out: stdout}
	err = file.end(told, measure(ctx, wanted, environ, told, stderr))

	switch {
	case ctx.Err() != nil:
		fmt.Fprintln(stderr, "bench: stopped, and cleaned up")

		return 1
	case err != nil:
		fmt.Fprintln(stderr, "bench:", err)

		return 1
	}

	return 0
}

// measure sets up, measures one plan after the other, and tidies up whatever happens.
func measure(ctx context.Context, wanted settings, environ []string, told *report, stderr io.Writer) (err error) {
	started := time.Now()

	fmt.Fprintln(stderr, "bench: building the provider")

	made, err := newStage(ctx, wanted, environ)
	if err != nil {
		return err
	}

	defer func() { err = errors.Join(err, made.strike()) }()

	told.about = made.about(wanted)
	told.begin()

	if err = made.warmUp(ctx); err != nil {
		return err
	}

	for _, one := range wanted.cases() {
		fmt.Fprintf(stderr, "bench: %s, %d runs\n", one, wanted.runs)

		found, err := made.measure(ctx, one, wanted.runs)
		if err != nil {
			return fmt.Errorf("%s: %w", one, err)
		}

		told.add(found)
	}

	told.end(time.Since(started))

	return nil
}
