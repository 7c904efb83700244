// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"encoding/pem"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/stytchmock"
	"github.com/stytch-community/terraform-provider-stytchoauth/internal/tftest"
)

// connections are the clients' ends of the connections that requests came over.
func connections(emulator *tftest.Emulator) map[string]int {
	found := map[string]int{}
	for _, request := range emulator.Requests() {
		found[request.RemoteAddr]++
	}

	return found
}

// Reads at once, each of another Member through one provider, and none gets another's tokens. What connections they
// open, later reads use again.
func TestLoadParallel(t *testing.T) {
	t.Parallel()

	const parallel, rounds = 64, 4

	emulator := tftest.Start(t)
	served := forProject(t, emulator, stytchmock.B2B)
	ids := loadMembers(t, emulator, parallel)

	for range rounds {
		readAll(t, served, emulator, ids, parallel)
	}

	emulator.RequireCount(t, stytchmock.RouteMemberTokens, rounds*parallel)

	if used := len(connections(emulator)); used > parallel+parallel/2 {
		t.Errorf("%d connections for %d reads, of which %d at a time", used, rounds*parallel, parallel)
	}
}

// With HTTP/2, which Stytch speaks, a whole plan takes one connection, however many reads begin at once.
func TestLoadHTTP2(t *testing.T) {
	t.Parallel()

	if runtime.GOOS != "linux" {
		t.Skip("SSL_CERT_FILE, which the binary takes the emulator's certificate from, works on Linux")
	}

	const reads = 64

	emulator := tftest.Start(t)
	secured := silent(t, emulator.Server)
	secured.EnableHTTP2 = true
	secured.StartTLS()

	authority := filepath.Join(t.TempDir(), "authority.pem")
	encoded := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: secured.Certificate().Raw})

	if err := os.WriteFile(authority, encoded, 0o600); err != nil {
		t.Fatal(err)
	}

	emulator.URL = secured.URL
	workspace := tftest.NewWorkspace(t, emulator.B2B(manyReads(reads)))

	output, err := workspace.Run(map[string]string{"SSL_CERT_FILE": authority}, "plan", "-no-color", "-parallelism=64")
	if err != nil {
		t.Fatalf("%v\n%s", err, output)
	}

	emulator.RequireCount(t, stytchmock.RouteMemberTokens, reads)

	if used := connections(emulator); len(used) != 1 {
		t.Errorf("%d connections, want 1: %v", len(used), used)
	}

	if proto := emulator.Requests()[0].Proto; proto != "HTTP/2.0" {
		t.Errorf("spoke %s", proto)
	}

	// The same certificate without the authority is refused, by the binary as it is released.
	emulator.ResetRequests()

	output, err = workspace.Run(nil, "plan", "-no-color", "-parallelism=64")
	if err == nil || !strings.Contains(strings.Join(strings.Fields(output), " "), "is not signed by an authority that this") {
		t.Errorf("an untrusted certificate: %v\n%s", err, output)
	}

	emulator.RequireCount(t, "", 0)
}
