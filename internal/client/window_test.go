// SPDX-License-Identifier: MPL-2.0

package client_test

import (
	"net/http"
	"strconv"
	"sync"
	"time"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/client"
)

// window is a server that lets so many requests through in a fixed window of time, as Stytch does
// (https://stytch.com/docs/resources/platform/rate-limits), and answers 429 to the others.
type window struct {
	limit  int
	length time.Duration
	// tells says that a 429 carries a Retry-After.
	tells bool
	// answer is for the requests that pass.
	answer http.Handler

	mu sync.Mutex
	// ends is when the current window does, and used how many requests it had.
	ends time.Time
	used int

	passed, limited int
	// early counts those that came although a Retry-After had asked to wait for longer. What comes at the very time
	// of the 429 was under way already.
	early int
	// asked is when the last Retry-After was sent, and until is what it asked for, as far as the client goes along.
	asked, until time.Time
}

// ServeHTTP counts a request.
func (s *window) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if after := s.count(time.Now()); after > 0 {
		if s.tells {
			w.Header().Set("Retry-After", strconv.Itoa(int((after+time.Second-1)/time.Second)))
		}

		stytchError(http.StatusTooManyRequests, "too_many_requests")(w, r)

		return
	}

	s.answer.ServeHTTP(w, r)
}

// count returns 0 for a request that passes, and otherwise the time that the window has left.
func (s *window) count(now time.Time) time.Duration {
	s.mu.Lock()
	defer s.mu.Unlock()

	if now.After(s.asked) && now.Before(s.until) {
		s.early++
	}

	if !now.Before(s.ends) {
		s.ends, s.used = now.Add(s.length), 0
	}

	s.used++

	if s.used <= s.limit {
		s.passed++

		return 0
	}

	s.limited++

	left := s.ends.Sub(now)
	if s.tells {
		s.asked, s.until = now, now.Add(min(left, client.MaxRetryAfter))
	}

	return left
}

// full uses up the current window, as another client of the same project may have done.
func (s *window) full() {
	s.mu.Lock()
	defer s.mu.Unlock()

	s.ends, s.used = time.Now().Add(s.length*6/10), s.limit
}

// allow changes the limit.
func (s *window) allow(limit int) {
	s.mu.Lock()
	defer s.mu.Unlock()

	s.limit = limit
}

// counts returns how many requests passed, were refused, and came early.
func (s *window) counts() (passed, limited, early int) {
	s.mu.Lock()
	defer s.mu.Unlock()

	return s.passed, s.limited, s.early
}
