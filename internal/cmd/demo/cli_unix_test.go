// SPDX-License-Identifier: MPL-2.0

//go:build unix

package main

import (
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/tfcli"
	"github.com/stytch-community/terraform-provider-stytchoauth/internal/tftest"
)

// writeCLI writes a CLI that is a shell script.
func writeCLI(t *testing.T, script string) string {
	t.Helper()

	path := filepath.Join(t.TempDir(), "terraform")
	tftest.WriteScript(t, path, "#!/bin/sh\n"+script)

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

	r, status := rehearse(t.Context(), t, hooks{build: ready}, "-cli", tftest.Relative(t, old))
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

	pipe := filepath.Join(t.TempDir(), "pipe")
	if err := syscall.Mkfifo(pipe, 0o600); err != nil {
		t.Fatal(err)
	}

	tftest.HangUp(t, programVariable, pipe, "demo: stopped", "-cli", writeCLI(t, "exec 3>"+pipe+"\nexec sleep 600\n"))
}
