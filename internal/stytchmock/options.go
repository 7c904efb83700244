// SPDX-License-Identifier: MPL-2.0

package stytchmock

import "time"

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

// WithCodeLifetime makes authorization codes expire after d.
func WithCodeLifetime(d time.Duration) Option {
	return func(s *Server) { s.codeLifetime = d }
}

// WithAttachTokenLifetime makes OAuth attach tokens expire after d.
func WithAttachTokenLifetime(d time.Duration) Option {
	return func(s *Server) { s.attachTokenLifetime = d }
}

// WithStop makes POST /mock/stop call stop, which must not wait for requests to
// end. Without it there is no such call: an emulator that is a handler cannot
// end the server that it is a part of.
func WithStop(stop func()) Option {
	return func(s *Server) { s.stop = stop }
}
