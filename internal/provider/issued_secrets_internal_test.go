// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"testing"
	"testing/synctest"
	"time"
)

// A run that issues much in one second does not run ahead of the clock. A later run, which may know nothing of the secret
// that it replaces, then has a later version.
func TestIssuedAtDoesNotRunAhead(t *testing.T) {
	t.Parallel()

	synctest.Test(t, func(t *testing.T) {
		run := newIssued()

		for range 100 {
			if issuedAt := run.now(0); issuedAt != time.Now().Unix() {
				t.Fatalf("issued at %d, want %d", issuedAt, time.Now().Unix())
			}
		}
	})
}

// What replaces something in the same second has a later version.
func TestIssuedAtIsLater(t *testing.T) {
	t.Parallel()

	synctest.Test(t, func(t *testing.T) {
		run, now := newIssued(), time.Now().Unix()
		run.seen(now + 5)

		for previous, want := range map[int64]int64{0: now + 6, now: now + 6, now + 9: now + 10} {
			if got := run.now(previous); got != want {
				t.Errorf("after %d: %d, want %d", previous, got, want)
			}
		}
	})
}
