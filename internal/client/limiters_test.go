// SPDX-License-Identifier: MPL-2.0

package client_test

import (
	"net/http"
	"sync"
	"time"
)

// bucket is a rate limiter that refills steadily, as gateways have it: so many requests a second pass, and after a
// silence a burst of them at once.
type bucket struct {
	rate, burst float64
	// tells says that a 429 carries a Retry-After, which is a second at least.
	tells bool
	// answer is for the requests that pass.
	answer http.Handler

	mu              sync.Mutex
	tokens          float64
	filled          time.Time
	passed, limited int
}

// ServeHTTP takes a token, if there is one.
func (s *bucket) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if s.take(time.Now()) {
		s.answer.ServeHTTP(w, r)

		return
	}

	if s.tells {
		w.Header().Set("Retry-After", "1")
	}

	stytchError(http.StatusTooManyRequests, "too_many_requests")(w, r)
}

// take tells whether a request passes.
func (s *bucket) take(now time.Time) bool {
	s.mu.Lock()
	defer s.mu.Unlock()

	if s.filled.IsZero() {
		s.tokens = s.burst
	} else {
		s.tokens = min(s.burst, s.tokens+s.rate*now.Sub(s.filled).Seconds())
	}

	s.filled = now

	if s.tokens < 1 {
		s.limited++

		return false
	}

	s.tokens--
	s.passed++

	return true
}

// counts returns how many requests passed, and how many were refused.
func (s *bucket) counts() (passed, limited int) {
	s.mu.Lock()
	defer s.mu.Unlock()

	return s.passed, s.limited
}
