// SPDX-License-Identifier: MPL-2.0

package stytchmock

import (
	"net/http"
	"sync"
	"time"
)

// Server is the emulator: an [http.Handler] that serves one B2B and one
// Consumer project. It is safe for concurrent use.
type Server struct {
	now           func() time.Time
	latency       time.Duration
	limiter       *rateLimiter
	refreshOnRead bool
	stop          func()
	routes        []route

	mu       sync.Mutex
	b2b      *project
	consumer *project
	fixture  Fixture
	requests []*Request
	faults   []*injection
}

// Option changes how an emulator made by [New] behaves.
type Option func(*Server)

// WithClock makes the emulator take the time from now, which decides when
// codes, tokens and sessions expire and when a rate limit window ends.
func WithClock(now func() time.Time) Option {
	return func(s *Server) { s.now = now }
}

// WithLatency makes every answer wait for d, or until the client goes away.
func WithLatency(d time.Duration) Option {
	return func(s *Server) { s.latency = d }
}

// WithRateLimit answers 429 to what exceeds limit requests in a window.
// Windows are fixed, not rolling, as Stytch's are (see
// https://stytch.com/docs/resources/platform/rate-limits), and the first one
// starts at the first request.
func WithRateLimit(limit int, window time.Duration, retryAfter RetryAfterStyle) Option {
	return func(s *Server) {
		s.limiter = &rateLimiter{limit: limit, window: window, retryAfter: retryAfter}
	}
}

// WithTokenRefresh makes each read of a member's Google, Microsoft or HubSpot
// tokens return another access token, as Stytch may do when a refresh token is
// stored. It is off by default, so that reads are repeatable.
func WithTokenRefresh() Option {
	return func(s *Server) { s.refreshOnRead = true }
}

// WithStop makes POST /mock/stop call stop, which must not wait for requests to
// end. Without it there is no such call: an emulator that is a handler cannot
// end the server that it is a part of.
func WithStop(stop func()) Option {
	return func(s *Server) { s.stop = stop }
}

// New returns an emulator with one B2B and one Consumer project, with fresh
// random ids and secrets in Stytch's formats.
func New(options ...Option) *Server {
	s := &Server{
		now:      time.Now,
		b2b:      newProject(B2B, "Acme B2B"),
		consumer: newProject(Consumer, "Acme Consumer"),
	}
	for _, option := range options {
		option(s)
	}
	s.routes = s.endpoints()
	s.fixture = s.seed()

	return s
}

// project returns the project of a product; the zero Product means B2B.
func (s *Server) project(product Product) *project {
	if product == Consumer {
		return s.consumer
	}

	return s.b2b
}

// projects returns both projects.
func (s *Server) projects() []*project {
	return []*project{s.b2b, s.consumer}
}

// ServeHTTP answers a control plane request itself and passes every other one
// through the layer that records, limits and spoils it.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if control := s.control(r); control != nil {
		control(w, r)

		return
	}
	s.front(w, r)
}
