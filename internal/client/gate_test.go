// SPDX-License-Identifier: MPL-2.0

package client_test

import (
	"context"
	"fmt"
	"math"
	"net/http"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/client"
)

// readAll makes many reads, so many at a time as there are workers, and returns the errors.
func readAll(t *testing.T, c *client.Client, reads, workers int) []error {
	t.Helper()

	var (
		wait   sync.WaitGroup
		mu     sync.Mutex
		failed []error
	)

	work := make(chan struct{}, reads)
	for range reads {
		work <- struct{}{}
	}

	close(work)

	for range workers {
		wait.Go(func() {
			for range work {
				if err := readTokens(t.Context(), c); err != nil {
					mu.Lock()
					failed = append(failed, err)
					mu.Unlock()
				}
			}
		})
	}

	wait.Wait()

	return failed
}

func TestManyReadsUnderARateLimit(t *testing.T) {
	t.Parallel()

	for _, test := range []struct {
		name           string
		limit          int
		length         time.Duration
		reads, workers int
		// full says that the first window is used up already.
		full bool
		// within is how long it may take, and limited how many 429 are tolerable.
		within  time.Duration
		limited int
	}{
		{"ten at a time", 20, time.Second, 200, 10, false, 15 * time.Second, 40},
		{"all at once", 20, time.Second, 200, 200, false, 15 * time.Second, 220},
		{"ten at a time, used up", 20, time.Second, 200, 10, true, 20 * time.Second, 60},
		{"all at once, used up", 20, time.Second, 200, 200, true, 20 * time.Second, 420},
		{"a slower limit", 5, time.Second, 100, 10, false, 24 * time.Second, 30},
		{"a quicker limit", 100, time.Second, 1000, 10, false, 18 * time.Second, 80},
		{"a limit of a minute", 100, time.Minute, 300, 10, false, 5 * time.Minute, 100},
		{"a limit below one a second", 30, time.Minute, 60, 10, false, 5 * time.Minute, 200},
	} {
		for _, tells := range []bool{true, false} {
			limiter := &window{
				limit: test.limit, length: test.length, tells: tells, answer: reply(200, googleTokens),
			}

			// One after the other: together they are more goroutines than the race detector is comfortable with.
			inBubble(t, limiter, func(t *testing.T, b *bubble) {
				what := fmt.Sprintf("%s, Retry-After %t", test.name, tells)

				if test.full {
					limiter.full()
				}

				for _, err := range readAll(t, b.client, test.reads, test.workers) {
					t.Errorf("%s: %v", what, err)
				}

				passed, limited, early := limiter.counts()
				if passed != test.reads {
					t.Errorf("%s: %d reads arrived, want each of the %d once", what, passed, test.reads)
				}

				if b.took() > test.within {
					t.Errorf("%s: took %s, want at most %s", what, b.took(), test.within)
				}

				if limited > test.limited {
					t.Errorf("%s: %d times 429, want at most %d", what, limited, test.limited)
				}

				if early > 0 {
					t.Errorf("%s: %d requests came while a Retry-After ran, want none", what, early)
				}
			})
		}
	}
}

// A bucket lets fewer through at once than in a second, so the first pace is too slow. It is soon found out.
func TestManyReadsUnderATokenBucket(t *testing.T) {
	t.Parallel()

	for burst, within := range map[float64]time.Duration{
		20: 11 * time.Second, 10: 13 * time.Second, 5: 14 * time.Second, 2: 18 * time.Second, 1: 20 * time.Second,
	} {
		for _, tells := range []bool{true, false} {
			limiter := &bucket{rate: 20, burst: burst, tells: tells, answer: reply(200, googleTokens)}

			inBubble(t, limiter, func(t *testing.T, b *bubble) {
				what := fmt.Sprintf("a burst of %g, Retry-After %t", burst, tells)

				for _, err := range readAll(t, b.client, 200, 10) {
					t.Errorf("%s: %v", what, err)
				}

				if passed, limited := limiter.counts(); passed != 200 || limited > 30 {
					t.Errorf("%s: %d reads arrived, want each of the 200 once, and %d times 429", what, passed, limited)
				}

				if b.took() > within {
					t.Errorf("%s: took %s, want at most %s", what, b.took(), within)
				}
			})
		}
	}
}

func TestPaceRecovers(t *testing.T) {
	t.Parallel()

	limiter := &window{limit: 20, length: time.Second, answer: reply(200, googleTokens)}

	inBubble(t, limiter, func(t *testing.T, b *bubble) {
		for _, err := range readAll(t, b.client, 100, 10) {
			t.Error(err)
		}

		limiter.allow(math.MaxInt)

		// One read after the other, for as long as there is still a pace to be kept.
		for time.Since(b.start) < 3*time.Minute {
			if err := readTokens(t.Context(), b.client); err != nil {
				t.Fatal(err)
			}

			time.Sleep(250 * time.Millisecond)
		}

		begun := time.Now()

		for _, err := range readAll(t, b.client, 1000, 10) {
			t.Error(err)
		}

		if took := time.Since(begun); took > 0 {
			t.Errorf("1000 reads without any limit took %s more than their answers", took)
		}
	})
}

// A limit that does not pass costs one patience, and not one for each few of the calls: the rest fail at once. Something
// that passes gives hope again.
func TestPatienceIsLostOnce(t *testing.T) {
	t.Parallel()

	limiter := &window{limit: 0, length: time.Hour, answer: reply(200, googleTokens)}

	inBubble(t, limiter, func(t *testing.T, b *bubble) {
		for _, err := range readAll(t, b.client, 1000, 10) {
			if !failure(t, err, client.KindAPI).RateLimited {
				t.Error(err)
			}
		}

		if b.took() > client.RateLimitPatience+client.MaxRetryAfter {
			t.Errorf("1000 reads gave up after %s", b.took())
		}

		limiter.allow(math.MaxInt)
		// The last pause may be half as long again.
		time.Sleep(2 * client.MaxRetryAfter)

		if err := readTokens(t.Context(), b.client); err != nil {
			t.Fatal(err)
		}

		limiter.allow(0)

		begun := time.Now()
		fails(t, readTokens(t.Context(), b.client), client.KindAPI)

		if took := time.Since(begun); took < client.RateLimitPatience {
			t.Errorf("the next limit was waited for %s", took)
		}
	})
}

// A limit that one route alone meets is that route's: the calls of the others go on.
func TestPatienceIsKeptWhileOthersPass(t *testing.T) {
	t.Parallel()

	for _, retryAfter := range []string{"30", ""} {
		limited := asking(429, retryAfter)
		answer := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if r.Method == http.MethodPost {
				limited(w, r)

				return
			}

			reply(200, googleTokens)(w, r)
		})

		inBubble(t, answer, func(t *testing.T, b *bubble) {
			first := make(chan error)

			go func() { first <- mintToken(t.Context(), b.client) }()

			for _, err := range readAll(t, b.client, 500, 9) {
				t.Errorf("Retry-After %q: %v", retryAfter, err)
			}

			got := failure(t, <-first, client.KindAPI)
			if !got.RateLimited || got.Waited < client.RateLimitPatience {
				t.Errorf("Retry-After %q: %+v", retryAfter, *got)
			}
		})
	}
}

func TestOneCallsRateLimitHoldsAllOthersBack(t *testing.T) {
	t.Parallel()

	inBubble(t, inTurn(asking(429, "5"), reply(200, attachAnswer)), func(t *testing.T, b *bubble) {
		first := make(chan error)

		go func() { first <- mintToken(t.Context(), b.client) }()

		synctest.Wait()

		if err := mintToken(t.Context(), b.client); err != nil {
			t.Error(err)
		}

		if b.took() < 5*time.Second || b.took() > 7*time.Second {
			t.Errorf("a call that was never limited itself left after %s, want 5 s and its turn", b.took())
		}

		if err := <-first; err != nil || b.count() != 3 {
			t.Errorf("%d requests, want 3: %v", b.count(), err)
		}
	})
}

func TestStartURLIsNeverHeldBack(t *testing.T) {
	t.Parallel()

	inBubble(t, asking(429, "30"), func(t *testing.T, b *bubble) {
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()

		fails(t, readTokens(ctx, b.client), client.KindCanceled)

		_, err := b.client.StartURL(client.StartRequest{Flow: client.FlowUser, Provider: "google"})
		if err != nil || b.took() != time.Second {
			t.Errorf("after %s: %v", b.took(), err)
		}
	})
}
