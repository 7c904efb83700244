// SPDX-License-Identifier: MPL-2.0

package main

import (
	_ "embed"
	"errors"
	"fmt"
	"io"
)

// usage is what -help prints.
//
//go:embed usage.txt
var usage string

// usageError is a mistake in the flags.
type usageError struct {
	cause error
}

// Error says what is wrong, and where it says what is right.
func (e *usageError) Error() string {
	return e.cause.Error() + "; -help explains the flags"
}

// Unwrap returns the mistake itself.
func (e *usageError) Unwrap() error {
	return e.cause
}

// exitStatus is the status that the program ends with. It says why on stderr.
func exitStatus(err error, stderr io.Writer) int {
	if err == nil {
		return 0
	}
	fmt.Fprintln(stderr, "stytchmock:", err)
	if _, mistaken := errors.AsType[*usageError](err); mistaken {
		return 2
	}

	return 1
}
