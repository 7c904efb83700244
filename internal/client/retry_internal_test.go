// SPDX-License-Identifier: MPL-2.0

package client

import (
	"net/http"
	"testing"
	"time"

	"github.com/cenkalti/backoff/v5"
)

func TestRetryAfterHeader(t *testing.T) {
	t.Parallel()

	now := time.Date(2026, time.March, 1, 12, 0, 0, 0, time.UTC)

	for value, want := range map[string]time.Duration{
		"":                               0,
		"0":                              0,
		"1":                              time.Second,
		"30":                             maxRetryAfter,
		"31":                             maxRetryAfter,
		"3600":                           maxRetryAfter,
		"9223372036854775807":            maxRetryAfter,
		"9223372036854775808":            0,
		"-1":                             0,
		"-9223372036854775808":           0,
		"1.5":                            0,
		"1e3":                            0,
		"5s":                             0,
		"soon":                           0,
		"\x00":                           0,
		"Sun, 01 Mar 2026 12:00:10 GMT":  10 * time.Second,
		"Sun, 01 Mar 2026 13:00:00 GMT":  maxRetryAfter,
		"Sun, 01 Mar 2026 11:59:50 GMT":  0,
		"Thu, 01 Jan 1970 00:00:00 GMT":  0,
		"Fri, 31 Dec 9999 23:59:59 GMT":  maxRetryAfter,
		"Sunday, 01-Mar-26 12:00:07 GMT": 7 * time.Second,
		"Sun Mar  1 12:00:08 2026":       8 * time.Second,
		"Sun, 32 Mar 2026 12:00:10 GMT":  0,
	} {
		if got := retryAfter(http.Header{"Retry-After": {value}}, now); got != want {
			t.Errorf("%q: %s, want %s", value, got, want)
		}
	}
}

func TestRepeat(t *testing.T) {
	t.Parallel()

	outcomes := map[string]outcome{
		"success or refusal":    {},
		"rate limit":            {limited: true},
		"never left":            {transient: true},
		"left, and then failed": {transient: true, maybeDone: true},
		"no use, maybe done":    {maybeDone: true},
	}

	for name, want := range map[string]struct{ read, mint, never bool }{
		"success or refusal":    {},
		"rate limit":            {read: true, mint: true},
		"never left":            {read: true, mint: true},
		"left, and then failed": {read: true},
		"no use, maybe done":    {},
	} {
		got := outcomes[name]
		if repeatRead.may(got) != want.read || repeatMint.may(got) != want.mint || repeatNever.may(got) != want.never {
			t.Errorf("%s: read %t, mint %t, never %t, want %+v", name,
				repeatRead.may(got), repeatMint.may(got), repeatNever.may(got), want)
		}
	}
}

// Calls that fail together must not come back together.
func TestScheduleSpreadsItsWaits(t *testing.T) {
	t.Parallel()

	early, late := 0, 0

	// That all of them fall on one side by chance, in one of 10^38 runs.
	for range 128 {
		plan := newSchedule(repeatRead, 1)
		plan.last = outcome{transient: true}

		if plan.NextBackOff() < firstRetry {
			early++
		} else {
			late++
		}
	}

	if early == 0 || late == 0 {
		t.Errorf("%d wait less than %s, and %d that or more, want some of each", early, firstRetry, late)
	}
}

func TestScheduleDoublesUpToItsCap(t *testing.T) {
	t.Parallel()

	const retries = 20

	plan := newSchedule(repeatRead, retries)
	plan.last = outcome{transient: true}
	mean := firstRetry

	for range retries {
		if got := plan.NextBackOff(); got < mean/2 || got > mean*3/2 {
			t.Errorf("waits %s, want half to one and a half of %s", got, mean)
		}

		mean = min(2*mean, maxRetryAfter)
	}

	if got := plan.NextBackOff(); got != backoff.Stop {
		t.Errorf("waits %s after the last retry, want none", got)
	}

	plan.last = outcome{limited: true, retryAfter: time.Minute}
	if got := plan.NextBackOff(); got != 0 {
		t.Errorf("waits %s for a rate limit, want that left to the gate", got)
	}
}
