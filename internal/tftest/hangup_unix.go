// SPDX-License-Identifier: MPL-2.0

//go:build unix

package tftest

import (
	"io"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"time"
)

// HangUp closes the terminal while a program runs a CLI, which has a pipe open as long as it runs, or what it started
// does. It fails unless the program ends for that, with status 1 and these words, the CLI does, and nothing is left of
// either. The program is the test binary, which is to be the command where the variable is set.
func HangUp(t *testing.T, variable, pipe, says string, arguments ...string) {
	t.Helper()

	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}

	var stderr strings.Builder

	temp := t.TempDir()
	program := exec.CommandContext(t.Context(), self, arguments...)
	program.Env = append(os.Environ(), variable+"=1", "TMPDIR="+temp)
	program.Stderr = &stderr

	if err := program.Start(); err != nil {
		t.Fatal(err)
	}

	ended := make(chan error, 1)
	go func() { ended <- program.Wait() }()

	opened, gone := watch(pipe)

	select {
	case <-opened:
	case err := <-ended:
		t.Fatalf("it does not run the CLI: %v, %s", err, &stderr)
	}

	if err := program.Process.Signal(syscall.SIGHUP); err != nil {
		t.Fatal(err)
	}

	if err := <-ended; err == nil {
		t.Error("it ended as if nothing had happened")
	}

	select {
	case <-gone:
	case <-time.After(time.Minute):
		t.Error("the CLI, or what it started, runs on")
	}

	if status := program.ProcessState.ExitCode(); status != 1 || !strings.Contains(stderr.String(), says) {
		t.Errorf("status %d: %s", status, &stderr)
	}

	if left, err := os.ReadDir(temp); err != nil || len(left) > 0 {
		t.Errorf("it left %v behind, %v", left, err)
	}
}

// watch tells when somebody has a pipe open, and when nobody has it open any more.
func watch(pipe string) (opened, gone chan struct{}) {
	opened, gone = make(chan struct{}), make(chan struct{})

	go func() {
		file, err := os.Open(pipe)
		if err != nil {
			return
		}

		close(opened)

		_, _ = io.Copy(io.Discard, file)
		_ = file.Close()

		close(gone)
	}()

	return opened, gone
}
