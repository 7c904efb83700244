// SPDX-License-Identifier: MPL-2.0

package tftest

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// WriteScript writes an executable in another process: one that this process has open while it starts others may be
// too busy to be started.
func WriteScript(t *testing.T, path, text string) {
	t.Helper()

	command := exec.CommandContext(t.Context(), "sh", "-c", `cat >"$1" && chmod 700 "$1"`, "sh", path)
	command.Stdin = strings.NewReader(text)

	if err := command.Run(); err != nil {
		t.Fatal(err)
	}
}

// Relative returns a path from here, which leads nowhere from anywhere else.
func Relative(t *testing.T, path string) string {
	t.Helper()

	here, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}

	found, err := filepath.Rel(here, path)
	if err != nil {
		t.Fatal(err)
	}

	return found
}
