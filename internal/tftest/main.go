// SPDX-License-Identifier: MPL-2.0

// Package tftest is the harness that acceptance tests, the demo and the benchmarks share: an emulator of Stytch, the
// plugin protocol spoken to a provider in process, a real Terraform or OpenTofu with the provider's own binary, and fake
// providers that record what they are given.
//
// It imports nothing of the provider. A test hands the provider in, so that tests inside its package can use the
// harness, too.
package tftest

import (
	"errors"
	"log"
	"os"
	"strings"
	"testing"
)

// Main runs a package's tests and returns the status to exit with. It keeps Terraform from asking for its newest
// version, and turns off the proxies of this machine: through a proxy, a host that does not resolve is another error.
// Afterwards it removes what tests share, see [NewWorkspace].
func Main(m *testing.M) int {
	err := os.Setenv("CHECKPOINT_DISABLE", "1")

	for _, name := range []string{"HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "ALL_PROXY"} {
		err = errors.Join(err, os.Unsetenv(name), os.Unsetenv(strings.ToLower(name)))
	}

	if err != nil {
		log.Print(err)

		return 1
	}

	defer removeShared()

	return m.Run()
}
