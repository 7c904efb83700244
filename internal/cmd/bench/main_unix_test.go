// SPDX-License-Identifier: MPL-2.0

//go:build unix

package main

import (
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// programVariable has this test binary be the program.
const programVariable = "BENCH_TEST_PROGRAM"

func TestMain(m *testing.M) {
	if os.Getenv(programVariable) != "" {
		main()
	}

	os.Exit(m.Run())
}

// TestHangUp closes the terminal while a CLI plans that has started something, which heeds no interrupt. Both have a
// pipe open as long as they run.
func TestHangUp(t *testing.T) {
	t.Parallel()

	dir, temp := t.TempDir(), t.TempDir()
	pipe, cli := filepath.Join(dir, "pipe"), filepath.Join(dir, "terraform")

	if err := syscall.Mkfifo(pipe, 0o600); err != nil {
		t.Fatal(err)
	}

	// Written by another process: one that is open while others are started may be too busy to be started.
	write := exec.CommandContext(t.Context(), "sh", "-c", `cat >"$1" && chmod 700 "$1"`, "sh", cli)
	write.Stdin = strings.NewReader(`#!/bin/sh
[ "$1" != version ] || exec echo '{"terraform_version": "1.14.0"}'
exec 3>` + pipe + `
echo planning >&3
(trap '' INT; exec sleep 600) 2>/dev/null &
wait
`)

	if err := write.Run(); err != nil {
		t.Fatal(err)
	}

	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}

	var stderr strings.Builder

	program := exec.CommandContext(t.Context(), self, "-cli", cli, "-reads", "1", "-runs", "1")
	program.Env = append(os.Environ(), programVariable+"=1", "TMPDIR="+temp)
	program.Stderr = &stderr

	if err := program.Start(); err != nil {
		t.Fatal(err)
	}

	ended := make(chan error, 1)
	go func() { ended <- program.Wait() }()

	opened, gone := make(chan struct{}), make(chan struct{})

	go func() {
		if file, err := os.Open(pipe); err == nil {
			close(opened)

			_, _ = io.Copy(io.Discard, file)
			_ = file.Close()

			close(gone)
		}
	}()

	select {
	case <-opened:
	case err := <-ended:
		t.Fatalf("it does not plan: %v, %s", err, &stderr)
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

	if status := program.ProcessState.ExitCode(); status != 1 || !strings.Contains(stderr.String(), "bench: stopped") {
		t.Errorf("status %d: %s", status, &stderr)
	}

	if left, err := os.ReadDir(temp); err != nil || len(left) > 0 {
		t.Errorf("it left %v behind, %v", left, err)
	}
}
