// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/stytchmock"
	"github.com/stytch-community/terraform-provider-stytchoauth/internal/tftest"
)

// limits are the ways to be told that it was too much. What each makes the client wait for, up to an hour, is a subject
// of internal/client, where time is virtual.
func limits() map[string]stytchmock.Fault {
	limited := stytchmock.Fault{
		Status: http.StatusTooManyRequests, Body: `{"error_type":"too_many_requests","error_message":"Slow down."}`,
	}
	asking := func(after string) stytchmock.Fault {
		fault := limited
		fault.Header = http.Header{"Retry-After": {after}}

		return fault
	}

	return map[string]stytchmock.Fault{
		"absent":    limited,
		"seconds":   asking("1"),
		"zero":      asking("0"),
		"garbage":   asking("soon"),
		"date":      asking(time.Now().Add(time.Second).UTC().Format(http.TimeFormat)),
		"past date": asking(time.Now().Add(-time.Hour).UTC().Format(http.TimeFormat)),
		"page":      page(http.StatusTooManyRequests),
	}
}

// A rate limit is waited for even without retries: what was limited has not happened. Only what is spent by being sent
// is not sent again, and says how it may be.
func TestFaultOfRate(t *testing.T) {
	t.Parallel()

	calls := faulting{t: t}

	for what, fault := range limits() {
		for who, call := range faultCalls() {
			calls.start(who+", "+what, call, tftest.Object{"max_retries": 0}, func(emulator *tftest.Emulator) {
				emulator.Inject(call.route, 3, fault)
			})
		}
	}

	for _, call := range calls.all() {
		if call.effect != spending {
			call.requireHealed(t, 4)

			continue
		}

		call.requireSent(t, 1)
		call.requireFailed(t, false, "answered with 429 Too Many Requests: ", "Stytch limits how many requests a project may make",
			"status: 429\n", "attempts: 1")
	}
}
