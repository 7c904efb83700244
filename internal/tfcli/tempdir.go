// SPDX-License-Identifier: MPL-2.0

package tfcli

import (
	"errors"
	"os"
	"path/filepath"
)

// TempDir makes a temporary directory for a run, in a directory or else where the system has them. Its path is
// absolute, even if TMPDIR is not: programs that run in other directories are given it.
func TempDir(in, pattern string) (string, error) {
	dir, err := os.MkdirTemp(in, pattern)
	if err != nil {
		return "", err
	}

	absolute, err := filepath.Abs(dir)
	if err != nil {
		return "", errors.Join(err, os.Remove(dir))
	}

	return absolute, nil
}
