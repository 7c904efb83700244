// SPDX-License-Identifier: MPL-2.0

package stytchmock

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"strings"
	"sync"
	"time"
)

// maxBodyBytes is far above the size of any request body that these endpoints take.
const maxBodyBytes = 1 << 20

// Server is the emulator: an [http.Handler] that serves one B2B and one Consumer project. It is safe for concurrent use.
type Server struct {
	now     func() time.Time
	latency time.Duration
	limiter *rateLimiter
	stop    func()
	control *http.ServeMux

	refreshOnRead       bool
	putReplaces         bool
	normalizes          bool
	noTotals            bool
	noIDTokenTemplates  bool
	connectedAppLimit   int
	codeLifetime        time.Duration
	attachTokenLifetime time.Duration

	// mu guards everything below.
	mu       sync.Mutex
	b2b      *project
	consumer *project
	fixture  Fixture
	requests []*Request
	faults   []*injectedFault
}

// New returns an emulator with one B2B and one Consumer project, with random ids and secrets in Stytch's formats.
func New(options ...Option) *Server {
	s := &Server{
		now:                 time.Now,
		codeLifetime:        DefaultCodeLifetime,
		attachTokenLifetime: DefaultAttachTokenLifetime,
		b2b:                 newProject(B2B, "Acme B2B"),
		consumer:            newProject(Consumer, "Acme Consumer"),
	}
	for _, option := range options {
		option(s)
	}
	s.control = s.controlPlane()
	s.seed()

	return s
}

// Option changes how an emulator made by [New] behaves.
type Option func(*Server)

// WithClock makes the emulator take the time from now, which decides when codes, tokens and sessions expire and when a
// rate limit window ends.
func WithClock(now func() time.Time) Option {
	return func(s *Server) { s.now = now }
}

// WithLatency delays every response by d.
func WithLatency(d time.Duration) Option {
	return func(s *Server) { s.latency = d }
}

// WithRateLimit responds with 429 to what exceeds limit requests in a window. Windows are fixed, not rolling, as Stytch's
// are (https://stytch.com/docs/resources/platform/rate-limits), and the first one starts with the first request.
func WithRateLimit(limit int, window time.Duration, retryAfter RetryAfterStyle) Option {
	return func(s *Server) {
		s.limiter = &rateLimiter{limit: limit, window: window, retryAfter: retryAfter}
	}
}

// WithTokenRefresh makes each read of a member's Google, Microsoft or HubSpot tokens return another access token, as
// Stytch may do when a refresh token is stored. It is off by default, so that reads are repeatable.
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

// WithStop makes POST /mock/stop call stop, which must not wait for requests to end. Without this option the path does
// not exist.
func WithStop(stop func()) Option {
	return func(s *Server) { s.stop = stop }
}

// ServeHTTP serves the control plane, and every other request through the middleware.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if strings.HasPrefix(r.URL.Path, "/mock/") {
		s.control.ServeHTTP(w, r)

		return
	}
	s.middleware(w, r)
}

// middleware records a request, counts it against the rate limit, and serves it with the fault that is injected for it,
// if any. A request over the limit consumes no fault.
func (s *Server) middleware(w http.ResponseWriter, r *http.Request) {
	// The path as it was sent: URL.EscapedPath repairs what a path may not hold, and makes %7C of a raw vertical bar.
	path, _, _ := strings.Cut(r.RequestURI, "?")
	found, parameters, allowed := findRoute(r.Method, path)
	record := s.record(r, path, found)
	w = &recordingWriter{ResponseWriter: w, server: s, record: record}

	body, err := io.ReadAll(io.LimitReader(r.Body, maxBodyBytes+1))
	if err != nil {
		// The client is gone, or broke off its body.
		panic(http.ErrAbortHandler)
	}
	limited, fault := s.admit(record, body)
	if limited != nil {
		wait(r.Context(), s.latency)
		limited.write(w)

		return
	}

	// A fault's Respond may read the body once more.
	r.Body = io.NopCloser(bytes.NewReader(body))
	c := &call{request: r, body: body, path: parameters}
	s.applyFault(w, r, fault, func() *response {
		switch badByte, bad := findBadByte(path); {
		case bad:
			return errorResponse(badRequest("bad_request",
				"The path holds the byte %q, which must be percent-encoded there: %%%02X.", badByte, badByte), path)
		case len(body) > maxBodyBytes:
			return errorResponse(badRequest("bad_request", "The request body is too large."), path)
		case found != nil:
			return s.handle(found, c, path)
		case len(allowed) > 0:
			return errorResponse(newError(http.StatusMethodNotAllowed, "method_not_allowed",
				"The method %s is not allowed for this route.", r.Method), path).with("Allow", strings.Join(allowed, ", "))
		default:
			return errorResponse(routeNotFound(), path)
		}
	})
}

// admit completes the record of a request and decides what becomes of it: a 429, a fault, or neither.
func (s *Server) admit(record *Request, body []byte) (limited *response, fault Fault) {
	s.mu.Lock()
	defer s.mu.Unlock()

	record.Body = body
	if limited := s.limiter.take(s.now()); limited != nil {
		return limited, Fault{}
	}

	return nil, s.takeFault(record.Route)
}

// handle authenticates a call and runs its endpoint.
func (s *Server) handle(found *route, c *call, path string) *response {
	s.mu.Lock()
	defer s.mu.Unlock()

	if err := found.authenticate(s, c); err != nil {
		return errorResponse(err, path)
	}
	res, err := found.handle(s, c)
	if err != nil {
		return errorResponse(err, path)
	}

	return res
}

// wait returns after d. It aborts the request where the client goes away before.
func wait(ctx context.Context, d time.Duration) {
	if d <= 0 {
		return
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-ctx.Done():
		panic(http.ErrAbortHandler)
	}
}

// findBadByte finds the first byte that no path may hold (RFC 3986, section 3.3). net/http accepts many of them, which
// servers and proxies of others refuse.
func findBadByte(path string) (byte, bool) {
	const marks = "-._~!$&'()*+,;=:@%/"
	for i := range len(path) {
		switch c := path[i]; {
		case '0' <= c && c <= '9', 'A' <= c && c <= 'Z', 'a' <= c && c <= 'z', strings.IndexByte(marks, c) >= 0:
		default:
			return c, true
		}
	}

	return 0, false
}
