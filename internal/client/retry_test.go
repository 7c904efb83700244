// SPDX-License-Identifier: MPL-2.0

package client_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/client"
)

func TestReadIsRepeatedAfterAPassingFault(t *testing.T) {
	t.Parallel()

	for _, fault := range passingFaults() {
		t.Run(fault.name, func(t *testing.T) {
			t.Parallel()

			inBubble(t, fault.answer, func(t *testing.T, b *bubble) {
				got := failure(t, readTokens(t.Context(), b.client), fault.kind)
				if got.Attempts != 4 || b.count() != 4 {
					t.Errorf("%d requests, and %d in the error, want 4: %v", b.count(), got.Attempts, got)
				}

				if got.MaybeDone {
					t.Error("a read is said to have changed something")
				}

				waits := b.took() - 4*fault.takes
				if waits < 1750*time.Millisecond || waits > 5250*time.Millisecond {
					t.Errorf("waited for %s, want 0.5 s, 1 s and 2 s, each by a half more or less", waits)
				}
			}, retries(3))

			inBubble(t, inTurn(fault.answer, fault.answer, reply(200, googleTokens)), func(t *testing.T, b *bubble) {
				if err := readTokens(t.Context(), b.client); err != nil {
					t.Errorf("not repeated: %v", err)
				}
			}, retries(2))
		})
	}
}

func TestMintIsNotRepeatedWhereItMayHaveRun(t *testing.T) {
	t.Parallel()

	faults := append(passingFaults(),
		fault{name: "an answer without the token", answer: reply(200, `{}`), kind: client.KindAnswer},
		fault{name: "an answer that is no JSON", answer: reply(200, `<html>`), kind: client.KindAnswer},
		fault{name: "an empty answer", answer: reply(200, ``), kind: client.KindAnswer},
	)

	for _, fault := range faults {
		for _, call := range everyCall() {
			if !call.mints {
				continue
			}

			t.Run(fault.name+"/"+call.name, func(t *testing.T) {
				t.Parallel()

				inBubble(t, fault.answer, func(t *testing.T, b *bubble) {
					_, err := call.send(t.Context(), b.client)

					got := failure(t, err, fault.kind)
					if got.Attempts != 1 || b.count() != 1 {
						t.Errorf("%d requests, and %d in the error, want 1: %v", b.count(), got.Attempts, got)
					}

					if !got.MaybeDone {
						t.Errorf("not told that it may have run: %v", got)
					}
				}, retries(5))
			})
		}
	}
}

func TestRefusalIsFinal(t *testing.T) {
	t.Parallel()

	for _, status := range []int{400, 401, 403, 404, 405, 408, 409, 410, 422, 501, 505} {
		for _, call := range everyCall() {
			t.Run(fmt.Sprint(status, " ", call.name), func(t *testing.T) {
				t.Parallel()

				inBubble(t, stytchError(status, "some_type"), func(t *testing.T, b *bubble) {
					_, err := call.send(t.Context(), b.client)

					got := failure(t, err, client.KindAPI)
					if got.Attempts != 1 || b.count() != 1 || got.StatusCode != status || got.MaybeDone {
						t.Errorf("%d requests for %+v", b.count(), got)
					}
				}, retries(5))
			})
		}
	}
}

func TestEveryCallIsRepeatedWhereItNeverLeft(t *testing.T) {
	t.Parallel()

	for _, call := range everyCall() {
		t.Run(call.name, func(t *testing.T) {
			t.Parallel()

			inBubble(t, reply(200, call.answer), func(t *testing.T, b *bubble) {
				b.refuse(2)

				if _, err := call.send(t.Context(), b.client); err != nil {
					t.Errorf("not repeated: %v", err)
				}

				if b.dialed() != 3 || b.count() != 1 {
					t.Errorf("%d connections and %d requests, want 3 and 1", b.dialed(), b.count())
				}
			}, retries(2))

			inBubble(t, reply(200, call.answer), func(t *testing.T, b *bubble) {
				b.refuse(1000)

				_, err := call.send(t.Context(), b.client)

				got := failure(t, err, client.KindTransport)
				if b.dialed() != 3 || got.MaybeDone || got.Reason != "localhost refuses the connection" {
					t.Errorf("%d connections, want 3, for %+v", b.dialed(), got)
				}
			}, retries(2))
		})
	}
}

func TestNegativeMaxRetriesMeansNone(t *testing.T) {
	t.Parallel()

	inBubble(t, stytchError(503, "server_unavailable"), func(t *testing.T, b *bubble) {
		ctx, cancel := context.WithTimeout(t.Context(), time.Hour)
		defer cancel()

		fails(t, readTokens(ctx, b.client), client.KindAPI)

		if b.count() != 1 {
			t.Errorf("%d requests, want 1", b.count())
		}
	}, retries(-1))
}
