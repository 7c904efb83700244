// SPDX-License-Identifier: MPL-2.0

package main

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestJSONFileFirst makes sure that a file that cannot be written is found out before anything is measured, or built.
func TestJSONFileFirst(t *testing.T) {
	t.Parallel()

	for _, path := range []string{filepath.Join(t.TempDir(), "nothing", "bench.json"), t.TempDir()} {
		var stderr strings.Builder

		status := run(t.Context(), []string{"-json", path}, nil, io.Discard, &stderr)
		if status != 2 || !strings.HasPrefix(stderr.String(), "bench: -json: open "+path) {
			t.Errorf("status %d: %s", status, &stderr)
		}
	}
}

func TestJSONFile(t *testing.T) {
	t.Parallel()

	failure, old := errors.New("failure"), "old figures, which are longer than new ones"+strings.Repeat(".", 9999)

	for name, test := range map[string]struct {
		old     string
		failure error
	}{
		"new": {}, "in place of old ones": {old: old},
		"none after a failure": {failure: failure}, "old ones after a failure": {old: old, failure: failure},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			path := filepath.Join(t.TempDir(), "bench.json")

			if test.old != "" {
				if err := os.WriteFile(path, []byte(test.old), 0o600); err != nil {
					t.Fatal(err)
				}
			}

			file, err := openJSON(path)
			if err != nil {
				t.Fatal(err)
			}

			told, _ := example()
			if err := file.end(told, test.failure); !errors.Is(err, test.failure) {
				t.Errorf("it ends with %v", err)
			}

			text, err := os.ReadFile(path)

			switch {
			case test.failure == nil && (!strings.HasPrefix(string(text), "{\n") || !strings.HasSuffix(string(text), "\n}\n")):
				t.Errorf("there is %s, %v", text, err)
			case test.failure != nil && string(text) != test.old:
				t.Errorf("there is %s, %v", text, err)
			case test.failure != nil && test.old == "" && !errors.Is(err, os.ErrNotExist):
				t.Errorf("an empty file is left: %v", err)
			}
		})
	}
}
