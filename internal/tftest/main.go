// SPDX-License-Identifier: MPL-2.0

// Package tftest is what the acceptance tests share: an emulator that runs, a provider that is spoken to as
// Terraform does, another one that takes write-only values, and a real Terraform with the provider's own binary.
//
// It imports nothing of the provider. A test hands the provider in, so that tests inside its package can use this,
// too.
package tftest

import (
	"errors"
	"log"
	"os"
	"strings"
	"testing"
)

// Main runs a package's tests and returns the status to exit with. Terraform's question for its newest version is
// turned off before any Terraform runs, and so are the proxies of this machine, which Go's transport reads once for all:
// through one, a host that does not resolve, for instance, is another error. A binary that tests built is removed.
func Main(m *testing.M) int {
	if err := os.Setenv("CHECKPOINT_DISABLE", "1"); err != nil {
		log.Print(err)

		return 1
	}

	for _, name := range []string{"HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "ALL_PROXY"} {
		if err := errors.Join(os.Unsetenv(name), os.Unsetenv(strings.ToLower(name))); err != nil {
			log.Print(err)

			return 1
		}
	}

	defer removeBinary()

	return m.Run()
}
