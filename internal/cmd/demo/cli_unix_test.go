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

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/tfcli"
)

// writeCLI writes a CLI that is a shell script. Another process does: a file that is open while this one starts others
// may be too busy to be started.
func writeCLI(t *testing.T, script string) string {
	t.Helper()

	path := filepath.Join(t.TempDir(), "terraform")

	command := exec.CommandContext(t.Context(), "sh", "-c", `cat >"$1" && chmod 700 "$1"`, "sh", path)
	command.Stdin = strings.NewReader("#!/bin/sh\n" + script)

	if err := command.Run(); err != nil {
		t.Fatal(err)
	}

	return path
}

// TestWithoutWriteOnlyArguments has a newer Terraform say that it is 1.10, which is to see what is left out for that.
func TestWithoutWriteOnlyArguments(t *testing.T) {
	t.Parallel()

	cli, err := tfcli.Find(t.Context(), tfcli.Options{Dir: t.TempDir(), Environ: os.Environ()})
	if err != nil {
		t.Fatal(err)
	}

	if cli.Product != tfcli.Terraform {
		t.Skip("every OpenTofu that is new enough has write-only arguments")
	}

	old := writeCLI(t, `[ "$1" != version ] || exec echo '{"terraform_version": "1.10.5"}'
exec '`+cli.Path+`' "$@"
`)

	r, status := rehearse(t.Context(), t, hooks{build: ready}, "-cli", relative(t, old))
	if status != 0 || r.stderr.Len() > 0 {
		t.Fatalf("status %d\n%s\n%s", status, &r.stdout, &r.stderr)
	}

	printed := r.stdout.String()
	if strings.Count(printed, "secret_store.tf") != 1 || strings.Contains(printed, "secret store") ||
		!strings.Contains(printed, "Using Terraform 1.10.5") || !strings.Contains(printed, "oauth_attach_token") {
		t.Errorf("it says\n%s", printed)
	}
}

// TestHangUp closes the terminal while the demo waits for a CLI, which has a pipe open as long as it runs.
func TestHangUp(t *testing.T) {
	t.Parallel()

	temp, pipe := t.TempDir(), filepath.Join(t.TempDir(), "pipe")
	if err := syscall.Mkfifo(pipe, 0o600); err != nil {
		t.Fatal(err)
	}

	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}

	var stderr strings.Builder

	program := exec.CommandContext(t.Context(), self, "-cli", writeCLI(t, "exec 3>"+pipe+"\nexec sleep 600\n"))
	program.Env = append(os.Environ(), programVariable+"=1", "TMPDIR="+temp)
	program.Stderr = &stderr

	if err := program.Start(); err != nil {
		t.Fatal(err)
	}

	ended, opened, gone := make(chan error, 1), make(chan struct{}), make(chan struct{})

	go func() { ended <- program.Wait() }()

	go func() {
		// It opens as soon as the CLI runs, and ends as soon as that does.
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
		t.Fatalf("it does not run the CLI: %v, %s", err, &stderr)
	}

	if err := program.Process.Signal(syscall.SIGHUP); err != nil {
		t.Fatal(err)
	}

	if err := <-ended; err == nil {
		t.Error("it ended as if nothing had happened")
	}

	if status := program.ProcessState.ExitCode(); status != 1 || !strings.Contains(stderr.String(), "demo: stopped") {
		t.Errorf("status %d: %s", status, &stderr)
	}

	select {
	case <-gone:
	case <-time.After(time.Minute):
		t.Error("the CLI runs on")
	}

	if left, err := os.ReadDir(temp); err != nil || len(left) > 0 {
		t.Errorf("it left %v behind, %v", left, err)
	}
}
