// SPDX-License-Identifier: MPL-2.0

package client_test

import (
	"fmt"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/client"
)

// asking answers a status with a Retry-After.
func asking(status int, after string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Retry-After", after)
		stytchError(status, "some_type")(w, r)
	}
}

// asksForDate is asking with an HTTP date that is some time from now.
func asksForDate(status int, after time.Duration) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		asking(status, time.Now().Add(after).UTC().Format(http.TimeFormat))(w, r)
	}
}

func TestRetryAfterIsHonoured(t *testing.T) {
	t.Parallel()

	// What each status makes the client wait for where it does not say for how long, by a half more or less.
	for status, mean := range map[int]time.Duration{429: client.FirstPause, 503: client.FirstRetry} {
		for name, test := range map[string]struct {
			answer http.Handler
			// exactly is 0 for the client's own choice.
			exactly time.Duration
		}{
			"seconds":           {asking(status, "7"), 7 * time.Second},
			"a date":            {asksForDate(status, 9*time.Second), 9 * time.Second},
			"an hour":           {asking(status, "3600"), client.MaxRetryAfter},
			"a date in an hour": {asksForDate(status, time.Hour), client.MaxRetryAfter},
			"zero":              {asking(status, "0"), 0},
			"negative":          {asking(status, "-30"), 0},
			"a date long past":  {asksForDate(status, -time.Hour), 0},
			"garbage":           {asking(status, "soon"), 0},
			"a fraction":        {asking(status, "7.5"), 0},
			"nothing":           {stytchError(status, "some_type"), 0},
		} {
			t.Run(fmt.Sprint(status, " with ", name), func(t *testing.T) {
				t.Parallel()

				inBubble(t, inTurn(test.answer, reply(200, googleTokens)), func(t *testing.T, b *bubble) {
					if err := readTokens(t.Context(), b.client); err != nil {
						t.Fatal(err)
					}

					from, to := test.exactly, test.exactly
					if test.exactly == 0 {
						from, to = mean/2, mean*3/2
					}

					if took := b.took(); took < from || took > to {
						t.Errorf("repeated after %s, want %s to %s", took, from, to)
					}
				}, retries(1))
			})
		}
	}
}

func TestRateLimitCostsNoRetry(t *testing.T) {
	t.Parallel()

	for _, call := range everyCall() {
		t.Run(call.name, func(t *testing.T) {
			t.Parallel()

			limited := stytchError(429, "too_many_requests")
			answer := inTurn(limited, limited, asking(429, "2"), limited, limited, reply(200, call.answer))

			inBubble(t, answer, func(t *testing.T, b *bubble) {
				if _, err := call.send(t.Context(), b.client); err != nil {
					t.Errorf("given up: %v", err)
				}

				if b.count() != 6 {
					t.Errorf("%d requests, want 6", b.count())
				}
			})
		})
	}
}

func TestRateLimitAmongOtherFaults(t *testing.T) {
	t.Parallel()

	limited, unavailable := asking(429, "1"), stytchError(503, "server_unavailable")
	answer := inTurn(unavailable, limited, limited, unavailable, limited, reply(200, googleTokens))

	inBubble(t, answer, func(t *testing.T, b *bubble) {
		if err := readTokens(t.Context(), b.client); err != nil {
			t.Errorf("two retries were not enough for two faults: %v", err)
		}
	}, retries(2))
}

func TestRateLimitThatIsNoJSON(t *testing.T) {
	t.Parallel()

	page := func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		w.WriteHeader(http.StatusTooManyRequests)
		_, _ = w.Write([]byte("<html>slow down</html>"))
	}

	inBubble(t, inTurn(http.HandlerFunc(page), reply(200, attachAnswer)), func(t *testing.T, b *bubble) {
		if err := mintToken(t.Context(), b.client); err != nil {
			t.Error(err)
		}
	})
}

func TestRateLimitThatNeverEnds(t *testing.T) {
	t.Parallel()

	for _, call := range everyCall() {
		t.Run(call.name, func(t *testing.T) {
			t.Parallel()

			inBubble(t, stytchError(429, "too_many_requests"), func(t *testing.T, b *bubble) {
				_, err := call.send(t.Context(), b.client)

				got := failure(t, err, client.KindAPI)
				if !got.RateLimited || got.StatusCode != http.StatusTooManyRequests || got.Type != "too_many_requests" || got.MaybeDone {
					t.Errorf("not told that it was the rate limit: %+v", got)
				}

				// As documented, whatever the constant says.
				if b.took() != 5*time.Minute {
					t.Errorf("given up after %s, want 5 minutes", b.took())
				}

				// The pauses grow to half a minute, more or less.
				if b.count() != got.Attempts || b.count() < 10 || b.count() > 30 {
					t.Errorf("%d requests, and %d in the error, want 10 to 30", b.count(), got.Attempts)
				}
			})
		})
	}
}

func TestHeldBackForTooLongByOthers(t *testing.T) {
	t.Parallel()

	inBubble(t, stytchError(429, "too_many_requests"), func(t *testing.T, b *bubble) {
		const calls = 50

		done := make(chan error)

		// The first one shuts the gate before the others come to it.
		for range calls {
			go func() { done <- mintToken(t.Context(), b.client) }()

			synctest.Wait()
		}

		unsent := 0

		for range calls {
			got := failure(t, <-done, client.KindAPI)
			if !got.RateLimited || got.MaybeDone {
				t.Errorf("not told that it was the rate limit: %+v", *got)
			}

			if got.Attempts == 0 {
				unsent++

				if want := "other requests of this run were rate limited (429) all the while"; got.Reason != want {
					t.Errorf("reason %q, want %q", got.Reason, want)
				}
			}
		}

		if b.took() != client.RateLimitPatience {
			t.Errorf("the last one was given up after %s, want %s", b.took(), client.RateLimitPatience)
		}

		if unsent == 0 {
			t.Error("each of them was sent at least once")
		}
	})
}
