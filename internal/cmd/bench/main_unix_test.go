// SPDX-License-Identifier: MPL-2.0

//go:build unix

package main

import (
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/tftest"
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

	dir := t.TempDir()
	pipe, cli := filepath.Join(dir, "pipe"), filepath.Join(dir, "terraform")

	if err := syscall.Mkfifo(pipe, 0o600); err != nil {
		t.Fatal(err)
	}

	tftest.WriteScript(t, cli, `#!/bin/sh
[ "$1" != version ] || exec echo '{"terraform_version": "1.14.0"}'
exec 3>`+pipe+`
echo planning >&3
(trap '' INT; exec sleep 600) 2>/dev/null &
wait
`)
	tftest.HangUp(t, programVariable, pipe, "bench: stopped", "-cli", cli, "-reads", "1", "-runs", "1")
}
