// SPDX-License-Identifier: MPL-2.0

//go:build unix

package tfcli_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"os/signal"
	"syscall"
	"testing"
	"time"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/tfcli"
)

const (
	// stopVariable has this test binary be a program that is stopped.
	stopVariable = "TFCLI_TEST_STOP"
	// The exit statuses of that program.
	wasStopped, wentOn = 3, 4
)

func TestUntilStopped(t *testing.T) {
	t.Parallel()

	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}

	for what, status := range map[string]int{
		"interrupt": wasStopped, "terminated": wasStopped, "hangup": wasStopped, "pager": wasStopped, "connection": wentOn,
	} {
		t.Run(what, func(t *testing.T) {
			t.Parallel()

			program := exec.CommandContext(t.Context(), self, "-test.run=^TestStopProgram$")
			program.Env = append(os.Environ(), stopVariable+"="+what)

			stdin, err := program.StdinPipe()
			if err != nil {
				t.Fatal(err)
			}

			stdout, err := program.StdoutPipe()
			if err != nil {
				t.Fatal(err)
			}

			if err := program.Start(); err != nil {
				t.Fatal(err)
			}

			if line, err := bufio.NewReader(stdout).ReadString('\n'); err != nil || line != "begun\n" {
				t.Errorf("it says %q, %v", line, err)
			}

			for _, one := range []syscall.Signal{syscall.SIGINT, syscall.SIGTERM, syscall.SIGHUP} {
				if one.String() == what {
					err = errors.Join(err, program.Process.Signal(one))
				}
			}

			// The reader of its output leaves, and only then it goes on.
			if err := errors.Join(err, stdout.Close(), stdin.Close()); err != nil {
				t.Error(err)
			}

			var ended *exec.ExitError
			if err := program.Wait(); !errors.As(err, &ended) || ended.ExitCode() != status {
				t.Errorf("it ended with %v, want status %d", err, status)
			}
		})
	}
}

// TestStopProgram is no test, but the program.
func TestStopProgram(t *testing.T) {
	t.Parallel()

	what := os.Getenv(stopVariable)
	if what == "" {
		t.Skip("another test runs this in a process of its own")
	}

	os.Exit(tfcli.UntilStopped(func(ctx context.Context, stdout, _ io.Writer) int {
		fmt.Fprintln(stdout, "begun")

		_, err := io.Copy(io.Discard, os.Stdin)

		switch what {
		case "pager":
			fmt.Fprintln(stdout, "going on")
		case "connection":
			err = writeToNobody(ctx)
		}

		if err != nil {
			return 1
		}

		if what != "connection" {
			<-ctx.Done()

			return wasStopped
		}

		select {
		case <-ctx.Done():
			return wasStopped
		case <-time.After(100 * time.Millisecond):
			return wentOn
		}
	}))
}

// writeToNobody writes to a connection whose other side has left, until the system complains with a signal.
func writeToNobody(ctx context.Context) error {
	broken := make(chan os.Signal, 1)
	signal.Notify(broken, syscall.SIGPIPE)

	defer signal.Stop(broken)

	var config net.ListenConfig

	listener, err := config.Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}

	var dialer net.Dialer

	there, err := dialer.DialContext(ctx, "tcp", listener.Addr().String())
	if err != nil {
		return err
	}

	here, err := listener.Accept()
	if err := errors.Join(err, there.Close()); err != nil {
		return err
	}

	for {
		_, _ = here.Write([]byte("text"))

		select {
		case <-broken:
			return errors.Join(here.Close(), listener.Close())
		case <-time.After(time.Millisecond):
		}
	}
}
