// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/stytchmock"
	"github.com/stytch-community/terraform-provider-stytchoauth/internal/tftest"
)

// What may pass is tried again, and a read gets its answer in the end.
func TestFaultThatPasses(t *testing.T) {
	t.Parallel()

	calls := faulting{t: t}

	for what, fault := range passingFaults() {
		for who, call := range faultCalls() {
			if call.effect == reading {
				calls.start(who+", "+what, call, tftest.Object{"max_retries": 1}, func(emulator *tftest.Emulator) {
					emulator.Inject(call.route, 1, fault.fault)
				})
			}
		}
	}

	for _, call := range calls.all() {
		call.requireHealed(t, 2)
	}
}

// What does not pass ends after max_retries more attempts, of which the one diagnostic tells. What may have happened is
// never asked for twice, whatever max_retries says.
func TestFaultThatStays(t *testing.T) {
	t.Parallel()

	calls := faulting{t: t}
	says := map[string][]string{}

	for what, fault := range passingFaults() {
		for who, call := range faultCalls() {
			retries := 1
			if call.effect != reading {
				retries = 3
			}

			says[who+", "+what] = fault.says

			calls.start(who+", "+what, call, tftest.Object{"max_retries": retries}, func(emulator *tftest.Emulator) {
				emulator.Inject(call.route, -1, fault.fault)
			})
		}
	}

	for _, call := range calls.all() {
		times := 1
		if call.effect == reading {
			times = 2
		}

		call.requireSent(t, times)
		call.requireFailed(t, call.effect != reading, append(says[call.name], "attempts: "+strconv.Itoa(times))...)

		// More retries help only what is tried again.
		advised := strings.Contains(call.diagnostics.String(), "A higher `max_retries` rides out longer ones.")
		if want := call.effect == reading && slices.Contains(says[call.name], serverFault); advised != want {
			t.Errorf("%s: it advises more retries: %t, want %t:%s", call.name, advised, want, call.diagnostics)
		}
	}
}

// An answer that makes no sense is not asked for again: it would make none the next time. Of a call that mints or
// spends it says that it may have happened, for the status said so.
func TestFaultOfSense(t *testing.T) {
	t.Parallel()

	calls := faulting{t: t}
	says := map[string][]string{}

	for what, fault := range lastingFaults() {
		for who, call := range faultCalls() {
			if call.effect == spending && what == "another status" {
				// RFC 6749 has no status in the body, and a token that was issued must not be lost for it.
				continue
			}

			says[who+", "+what] = fault.says

			calls.start(who+", "+what, call, tftest.Object{"max_retries": 3}, func(emulator *tftest.Emulator) {
				emulator.Inject(call.route, -1, fault.fault)
			})
		}
	}

	for _, call := range calls.all() {
		call.requireSent(t, 1)
		call.requireFailed(t, call.effect != reading, append(says[call.name], "status: 200\n", "attempts: 1")...)
	}
}

// What takes longer than request_timeout is given up, and a read is tried again.
func TestFaultOfTime(t *testing.T) {
	t.Parallel()

	calls := faulting{t: t}

	for who, call := range faultCalls() {
		for what, times := range map[string]int{"once": 1, "for ever": -1} {
			calls.start(who+", "+what, call, tftest.Object{"max_retries": 1, "request_timeout": "2s"}, func(emulator *tftest.Emulator) {
				emulator.Inject(call.route, times, stytchmock.Fault{Delay: time.Minute})
			})
		}
	}

	for _, call := range calls.all() {
		times := 1

		if call.effect == reading {
			times = 2

			if strings.HasSuffix(call.name, "once") {
				call.requireHealed(t, times)

				continue
			}
		}

		call.requireSent(t, times)
		call.requireFailed(t, call.effect != reading, "There was no answer from 127.0.0.1:", ": no whole answer within 2s.",
			"Run again, or allow more time with the provider's `request_timeout`.", "attempts: "+strconv.Itoa(times))
	}
}
