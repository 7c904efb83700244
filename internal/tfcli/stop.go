// SPDX-License-Identifier: MPL-2.0

package tfcli

import (
	"context"
	"io"
	"os"
	"os/signal"
	"syscall"
)

// UntilStopped runs a program's main function, which has to tidy up whatever happens, and returns its exit status. Its
// context ends when the program is interrupted or terminated, when its terminal is closed, or when nobody reads what it
// prints any more, such as a pager that was left.
func UntilStopped(run func(ctx context.Context, stdout, stderr io.Writer) int) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	defer stop()

	ctx, cancel := context.WithCancel(ctx)
	defer cancel()

	// This signal would end the process without further ado. It says nothing, as it may be about a connection whose
	// other side has left, too: a write that fails does.
	broken := make(chan os.Signal, 1)
	signal.Notify(broken, syscall.SIGPIPE)

	defer signal.Stop(broken)

	return run(ctx, &output{os.Stdout, cancel}, &output{os.Stderr, cancel})
}

// output is one of a program's outputs, without which the program need not go on.
type output struct {
	io.Writer

	stop func()
}

// Write writes.
func (o *output) Write(text []byte) (int, error) {
	written, err := o.Writer.Write(text)
	if err != nil {
		o.stop()
	}

	return written, err
}
