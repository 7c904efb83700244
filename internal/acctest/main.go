// SPDX-License-Identifier: MPL-2.0

// Package acctest is what the acceptance tests share: an emulator that runs, a provider that is spoken to as
// Terraform does, another one that takes write-only values, and a real Terraform with the provider's own binary.
//
// It imports nothing of the provider. A test hands the provider in, so that tests inside its package can use this,
// too.
package acctest

import (
	"log"
	"os"
	"testing"
)

// Main runs a package's tests and returns the status to exit with. Terraform's question for its newest version is
// turned off before any Terraform runs, and a binary that tests built is removed.
func Main(m *testing.M) int {
	if err := os.Setenv("CHECKPOINT_DISABLE", "1"); err != nil {
		log.Print(err)

		return 1
	}

	defer removeBinary()

	return m.Run()
}
