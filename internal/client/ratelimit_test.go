// SPDX-License-Identifier: MPL-2.0

package client

import (
	"context"
	"math"
	"net/http"
	"strconv"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// limit decides on a request: 0 if it may pass, and else how long until one may.
type limit func(now time.Time) time.Duration

// window returns a limit on the requests in each of fixed windows of time, as Stytch has it
// (https://stytch.com/docs/resources/platform/rate-limits). A window begins with its first request.
func window(requests int, length time.Duration) limit {
	var (
		ends time.Time
		used int
	)

	return func(now time.Time) time.Duration {
		if !now.Before(ends) {
			ends, used = now.Add(length), 0
		}

		used++
		if used <= requests {
			return 0
		}

		return ends.Sub(now)
	}
}

// bucket returns a limit as gateways have it: a bucket of tokens that is filled steadily.
func bucket(perSecond, burst float64) limit {
	tokens, filled := burst, time.Now()

	return func(now time.Time) time.Duration {
		tokens, filled = min(burst, tokens+perSecond*now.Sub(filled).Seconds()), now

		if tokens < 1 {
			return time.Duration((1 - tokens) / perSecond * float64(time.Second))
		}

		tokens--

		return 0
	}
}

// limitedServer responds to reads within a limit, and with 429 to the others.
type limitedServer struct {
	limit      limit
	latency    time.Duration
	retryAfter bool

	mu              sync.Mutex
	passed, limited int
	// early counts requests that came after a Retry-After and before its end.
	early           int
	asked, askedFor time.Time
}

func (s *limitedServer) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	time.Sleep(s.latency / 2)

	handler := s.handler(time.Now())

	time.Sleep(s.latency / 2)
	handler(w, r)
}

// handler returns the response to a request.
func (s *limitedServer) handler(now time.Time) http.HandlerFunc {
	s.mu.Lock()
	defer s.mu.Unlock()

	// The client cannot know before the response arrived, for which other requests do not wait.
	if now.After(s.asked.Add(s.latency)) && now.Before(s.askedFor) {
		s.early++
	}

	wait := s.limit(now)
	if wait == 0 {
		s.passed++

		return respond(200, googleTokens)
	}

	s.limited++

	if !s.retryAfter {
		return stytchError(429, "too_many_requests")
	}

	s.asked, s.askedFor = now, now.Add(min(wait, maxWait))

	return withRetryAfter(429, strconv.Itoa(int(math.Ceil(wait.Seconds()))))
}

// setLimit replaces the limit.
func (s *limitedServer) setLimit(limit limit) {
	s.mu.Lock()
	defer s.mu.Unlock()

	s.limit = limit
}

// unlimited and nothing are the limits that there can be without a number.
func unlimited(time.Time) time.Duration { return 0 }
func nothing(time.Time) time.Duration   { return time.Hour }

// readAll makes many reads, some of them in parallel, and returns the errors.
func readAll(t *testing.T, c *Client, reads, parallel int) []error {
	t.Helper()

	var (
		wait   sync.WaitGroup
		mu     sync.Mutex
		failed []error
	)

	queue := make(chan struct{}, reads)
	for range reads {
		queue <- struct{}{}
	}

	close(queue)

	for range parallel {
		wait.Go(func() {
			for range queue {
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

// Without any retries, many reads succeed under a limit, in little more time than the limit takes.
func TestReadsUnderARateLimit(t *testing.T) {
	t.Parallel()

	for _, test := range []struct {
		name     string
		limit    func() limit
		reads    int
		parallel int
		within   time.Duration
		limited  int
	}{
		{"20 a second", func() limit { return window(20, time.Second) }, 200, 10, 13 * time.Second, 20},
		{"20 a second, all at once", func() limit { return window(20, time.Second) }, 200, 200, 22 * time.Second, 220},
		{"5 a second", func() limit { return window(5, time.Second) }, 100, 10, 30 * time.Second, 25},
		{"200 a second", func() limit { return window(200, time.Second) }, 600, 10, 6 * time.Second, 25},
		{"100 a minute", func() limit { return window(100, time.Minute) }, 200, 10, 2 * time.Minute, 80},
		{"20 a second, bursts of 20", func() limit { return bucket(20, 20) }, 200, 10, 13 * time.Second, 20},
		{"20 a second, bursts of 5", func() limit { return bucket(20, 5) }, 200, 10, 20 * time.Second, 20},
		{"20 a second, bursts of 1", func() limit { return bucket(20, 1) }, 200, 10, 20 * time.Second, 20},
	} {
		for _, retryAfter := range []bool{true, false} {
			server := &limitedServer{retryAfter: retryAfter}
			if !retryAfter {
				server.latency = 50 * time.Millisecond
			}

			inBubble(t, server, func(t *testing.T, e *testEnv) {
				time.Sleep(370 * time.Millisecond) // The limiter's seconds are not the server's.
				server.setLimit(test.limit())

				began := time.Now()
				failed := readAll(t, e.client, test.reads, test.parallel)
				took := time.Since(began)

				t.Logf("%s, Retry-After %t: %s, %d times 429", test.name, retryAfter, took, server.limited)

				for _, err := range failed {
					t.Error(err)
				}

				if server.passed != test.reads || took > test.within || server.limited > test.limited || server.early > 0 {
					t.Errorf("%d reads passed, want %d; want at most %s, and at most %d times 429; "+
						"%d requests before the end of a Retry-After",
						server.passed, test.reads, test.within, test.limited, server.early)
				}
			})
		}
	}
}

// After the limit is lifted, full speed returns within a minute or two of reading.
func TestRateLimitIsLifted(t *testing.T) {
	t.Parallel()

	server := &limitedServer{limit: window(20, time.Second)}

	inBubble(t, server, func(t *testing.T, e *testEnv) {
		for _, err := range readAll(t, e.client, 100, 10) {
			t.Error(err)
		}

		server.setLimit(unlimited)

		for range 60 {
			for _, err := range readAll(t, e.client, 100, 10) {
				t.Error(err)
			}
		}

		if e.elapsed() > 2*time.Minute {
			t.Errorf("6,000 reads without a limit took %s", e.elapsed())
		}

		began := time.Now()

		for _, err := range readAll(t, e.client, 500, 10) {
			t.Error(err)
		}

		if took := time.Since(began); took > 0 {
			t.Errorf("500 reads without a limit took %s longer than their responses", took)
		}
	})
}

// A call that may be sent again is, whatever the number of retries, for 429 means that it did not run.
func TestRateLimitCostsNoRetry(t *testing.T) {
	t.Parallel()

	limited := stytchError(429, "too_many_requests")

	for _, call := range calls() {
		handler := inTurn(limited, limited, withRetryAfter(429, "2"), respondAs("text/html", 429, "<h1>"), cutOffAt(429),
			respond(200, call.response))

		inBubble(t, handler, func(t *testing.T, e *testEnv) {
			_, err := call.send(t.Context(), e.client)

			if call.retry == retryNever {
				failure := requireError(t, err, KindAPI)
				if e.count() != 1 || failure.StatusCode != http.StatusTooManyRequests || failure.MayHaveTakenEffect || failure.RateLimited {
					t.Errorf("%s: %d requests, want 1: %+v", call.name, e.count(), *failure)
				}

				return
			}

			if err != nil || e.count() != 6 {
				t.Errorf("%s: %d requests, want 6: %v", call.name, e.count(), err)
			}
		})
	}

	// Nor does it take away any of those for other errors.
	unavailable := stytchError(503, "server_unavailable")

	inBubble(t, inTurn(unavailable, limited, limited, unavailable, limited, respond(200, googleTokens)),
		func(t *testing.T, e *testEnv) {
			if err := readTokens(t.Context(), e.client); err != nil {
				t.Error(err)
			}
		}, maxRetries(2))
}

func TestRateLimitConcernsAllCalls(t *testing.T) {
	t.Parallel()

	inBubble(t, inTurn(withRetryAfter(429, "5"), respond(200, attachResponse)), func(t *testing.T, e *testEnv) {
		first := make(chan error, 1)

		go func() { first <- attach(t.Context(), e.client) }()

		synctest.Wait()

		// A call that waits for another's rate limit can be canceled.
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()

		failure := requireError(t, attach(ctx, e.client), KindCanceled)
		if e.elapsed() != time.Second || failure.Attempts != 0 || failure.Reason != "canceled before it was sent" {
			t.Errorf("after %s: %+v", e.elapsed(), *failure)
		}

		// What sends nothing does not wait.
		if _, err := e.client.StartURL(StartRequest{Flow: FlowUser, Provider: "google"}); err != nil || e.elapsed() > time.Second {
			t.Errorf("after %s: %v", e.elapsed(), err)
		}

		if err := attach(t.Context(), e.client); err != nil || e.elapsed() < 5*time.Second || e.elapsed() > 7*time.Second {
			t.Errorf("after %s: %v", e.elapsed(), err)
		}

		if err := <-first; err != nil || e.count() != 3 {
			t.Errorf("%d requests, want 3: %v", e.count(), err)
		}
	})
}

func TestRateLimitThatDoesNotPass(t *testing.T) {
	t.Parallel()

	for _, call := range calls() {
		if call.retry == retryNever {
			continue
		}

		inBubble(t, stytchError(429, "too_many_requests"), func(t *testing.T, e *testEnv) {
			_, err := call.send(t.Context(), e.client)

			failure := requireError(t, err, KindAPI)
			if !failure.RateLimited || failure.Waited != 5*time.Minute || e.elapsed() != 5*time.Minute ||
				failure.StatusCode != http.StatusTooManyRequests || failure.Type != "too_many_requests" || failure.MayHaveTakenEffect {
				t.Errorf("%s: after %s: %+v", call.name, e.elapsed(), *failure)
			}

			// The pauses grow up to half a minute.
			if e.count() != failure.Attempts || e.count() < 10 || e.count() > 30 {
				t.Errorf("%s: %d requests, and %d in the error, want 10 to 30", call.name, e.count(), failure.Attempts)
			}
		})
	}
}

// A limit that does not pass is waited for once, and not by each few of many calls.
func TestRateLimitIsWaitedForOnce(t *testing.T) {
	t.Parallel()

	server := &limitedServer{limit: nothing}

	inBubble(t, server, func(t *testing.T, e *testEnv) {
		unsent := 0

		for _, err := range readAll(t, e.client, 1000, 10) {
			failure := requireError(t, err, KindAPI)
			if !failure.RateLimited {
				t.Error(err)
			}

			if failure.Attempts == 0 {
				unsent++

				if failure.Reason != "other requests of this run were rate limited (429) all the while" {
					t.Errorf("reason %q", failure.Reason)
				}
			}
		}

		if e.elapsed() > MaxRateLimitWait+maxWait || unsent < 900 {
			t.Errorf("1000 reads gave up after %s, %d of them without a request", e.elapsed(), unsent)
		}

		// After a success, there is hope again.
		server.setLimit(unlimited)
		time.Sleep(2 * maxWait)

		if err := readTokens(t.Context(), e.client); err != nil {
			t.Fatal(err)
		}

		server.setLimit(nothing)

		failure := requireError(t, readTokens(t.Context(), e.client), KindAPI)
		if failure.Waited != MaxRateLimitWait {
			t.Errorf("the next limit was waited for %s", failure.Waited)
		}
	})
}

// A limit that one endpoint alone has is no reason for the calls of others to give up.
func TestRateLimitOfOneEndpoint(t *testing.T) {
	t.Parallel()

	for _, retryAfter := range []string{"30", ""} {
		handler := func(w http.ResponseWriter, r *http.Request) {
			if r.Method == http.MethodPost {
				withRetryAfter(429, retryAfter)(w, r)
			} else {
				respond(200, googleTokens)(w, r)
			}
		}

		inBubble(t, http.HandlerFunc(handler), func(t *testing.T, e *testEnv) {
			first := make(chan error, 1)

			go func() { first <- attach(t.Context(), e.client) }()

			for e.elapsed() < MaxRateLimitWait {
				for _, err := range readAll(t, e.client, 3, 3) {
					t.Errorf("Retry-After %q: %v", retryAfter, err)
				}

				time.Sleep(10 * time.Second)
			}

			failure := requireError(t, <-first, KindAPI)
			if !failure.RateLimited || failure.Waited != MaxRateLimitWait {
				t.Errorf("Retry-After %q: %+v", retryAfter, *failure)
			}

			// Nor are they when that call has given up.
			if err := readTokens(t.Context(), e.client); err != nil {
				t.Errorf("after the other call gave up: %v", err)
			}
		})
	}
}

// Many responses of 429 to requests that were under way together are one limit.
func TestRateLimitOfParallelRequests(t *testing.T) {
	t.Parallel()

	synctest.Test(t, func(t *testing.T) {
		l := newRateLimiter()
		started := time.Now()
		limited := sendResult{rateLimited: true}

		time.Sleep(20 * time.Millisecond)

		for range 50 {
			l.record(started, limited)
		}

		pause, _ := l.reserve()
		if pause < firstPause/2 || pause > firstPause*3/2 || l.pace.Limit() != minFirstRate {
			t.Errorf("pause %s and %g requests a second after 50 of them", pause, l.pace.Limit())
		}

		// The longest Retry-After counts.
		l.record(started, sendResult{rateLimited: true, retryAfter: 9 * time.Second})
		l.record(started, sendResult{rateLimited: true, retryAfter: 4 * time.Second})

		if pause, _ := l.reserve(); pause != 9*time.Second {
			t.Errorf("pause %s, want 9 s", pause)
		}
	})
}

// A limit that was met long ago, and not tested since, is no reason to give up: a call that is not sent again may have
// been the last to meet it.
func TestRateLimitOfLongAgo(t *testing.T) {
	t.Parallel()

	limited, passed := stytchError(429, "too_many_requests"), respond(200, googleTokens)

	inBubble(t, inTurn(limited, passed), func(t *testing.T, e *testEnv) {
		if _, err := e.client.M2MToken(t.Context(), ClientCredentials{ClientID: "m2m-client-test-1"}, nil); err == nil {
			t.Fatal("429 was no error")
		}

		time.Sleep(2 * MaxRateLimitWait)

		for _, err := range readAll(t, e.client, 10, 10) {
			t.Error(err)
		}
	})
}
