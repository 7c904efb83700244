// SPDX-License-Identifier: MPL-2.0

package client_test

import (
	"context"
	"errors"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/client"
)

func TestWaitsEndWithTheContext(t *testing.T) {
	t.Parallel()

	for name, test := range map[string]struct {
		answer http.Handler
		status int
		// maybe says that a call that mints may have run.
		maybe bool
	}{
		"while there is no answer":       {answer: http.HandlerFunc(hang), maybe: true},
		"while there is no whole answer": {answer: http.HandlerFunc(hangWithinBody), status: 200, maybe: true},
		"while waiting for a rate limit": {answer: asking(429, "20"), status: 429},
		"while waiting to try again":     {answer: asking(503, "20"), status: 503},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			for _, call := range everyCall() {
				if call.mints && test.status == 503 {
					continue // It is not repeated.
				}

				inBubble(t, test.answer, func(t *testing.T, b *bubble) {
					ctx, cancel := context.WithCancel(t.Context())
					time.AfterFunc(3*time.Second, cancel)

					_, err := call.send(ctx, b.client)

					got := failure(t, err, client.KindCanceled)
					if b.took() != 3*time.Second {
						t.Errorf("%s: ended after %s, want 3 s", call.name, b.took())
					}

					if !errors.Is(err, context.Canceled) {
						t.Errorf("%s: the context's end is not in the chain of %v", call.name, err)
					}

					if got.StatusCode != test.status || got.MaybeDone != (test.maybe && call.mints) || b.count() != 1 {
						t.Errorf("%s: %d requests, %+v", call.name, b.count(), got)
					}
				}, retries(4))
			}
		})
	}
}

func TestDeadlineOfTheContextIsNotTheRequestTimeout(t *testing.T) {
	t.Parallel()

	inBubble(t, http.HandlerFunc(hang), func(t *testing.T, b *bubble) {
		ctx, cancel := context.WithTimeout(t.Context(), 2*time.Second)
		defer cancel()

		got := failure(t, readTokens(ctx, b.client), client.KindCanceled)
		if !errors.Is(got, context.DeadlineExceeded) || b.took() != 2*time.Second {
			t.Errorf("after %s: %v", b.took(), got)
		}
	})
}

func TestRequestTimeoutBoundsOneAttempt(t *testing.T) {
	t.Parallel()

	inBubble(t, inTurn(http.HandlerFunc(hang), reply(200, googleTokens)), func(t *testing.T, b *bubble) {
		if err := readTokens(t.Context(), b.client); err != nil {
			t.Fatal(err)
		}

		if took := b.took(); took < 5*time.Second || took > 6*time.Second {
			t.Errorf("took %s, want 5 s and the wait before the second attempt", took)
		}
	}, retries(1), func(config *client.Config) { config.RequestTimeout = 5 * time.Second })
}

func TestCanceledBeforeItBegan(t *testing.T) {
	t.Parallel()

	for _, call := range everyCall() {
		inBubble(t, reply(200, call.answer), func(t *testing.T, b *bubble) {
			ctx, cancel := context.WithCancel(t.Context())
			cancel()

			_, err := call.send(ctx, b.client)

			got := failure(t, err, client.KindCanceled)
			if b.count() != 0 || got.MaybeDone {
				t.Errorf("%s: %d requests, want none: %+v", call.name, b.count(), got)
			}
		}, retries(4))
	}
}

func TestCanceledWhileHeldBackByAnothersRateLimit(t *testing.T) {
	t.Parallel()

	inBubble(t, asking(429, "30"), func(t *testing.T, b *bubble) {
		first, stop := context.WithCancel(t.Context())
		done := make(chan error)

		go func() { done <- readTokens(first, b.client) }()

		synctest.Wait()

		if b.count() != 1 {
			t.Fatalf("%d requests, want that of the first call", b.count())
		}

		// Neither the one who waits for the gate nor the one who waits for its turn behind it keeps anybody.
		for range 3 {
			begun := time.Now()

			ctx, cancel := context.WithTimeout(t.Context(), time.Second)
			got := failure(t, mintToken(ctx, b.client), client.KindCanceled)

			cancel()

			if time.Since(begun) != time.Second || got.Attempts != 0 || got.MaybeDone {
				t.Errorf("after %s: %+v", time.Since(begun), got)
			}
		}

		stop()
		fails(t, <-done, client.KindCanceled)

		if b.count() != 1 || b.took() != 3*time.Second {
			t.Errorf("%d requests in %s, want 1 in 3 s", b.count(), b.took())
		}
	})
}
