// SPDX-License-Identifier: MPL-2.0

package stytchmock

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"time"
)

// maxBodyBytes is far above any body that these endpoints take.
const maxBodyBytes = 1 << 20

// front is the layer before the endpoints: it records a request, counts it
// against the rate limit, and serves it with the fault that is injected for it,
// if any. A request over the limit consumes no fault.
func (s *Server) front(w http.ResponseWriter, r *http.Request) {
	path := sentPath(r)
	stray, astray := strayByte(path)
	found, parameters, allowed := s.find(r.Method, path)
	record := s.record(r, found)

	body, err := io.ReadAll(io.LimitReader(r.Body, maxBodyBytes+1))
	limited, fault := s.admit(record, body)
	switch {
	case err != nil:
		s.send(w, r, record, badRequest("bad_request", "The request body could not be read.").answer(""))

		return
	case limited != nil:
		s.send(w, r, record, *limited)

		return
	case fault == nil:
		fault = &Fault{}
	}

	c := &call{request: r, body: body, path: parameters}
	s.spoil(w, r, record, fault, func() answer {
		switch {
		case astray:
			return badRequest("bad_request",
				"The path holds the byte %q, which must be percent-encoded there: %%%02X.", stray, stray).answer("")
		case len(body) > maxBodyBytes:
			return badRequest("bad_request", "The request body is too large.").answer("")
		case found != nil:
			return s.handle(found, c)
		case len(allowed) > 0:
			return newError(http.StatusMethodNotAllowed, "method_not_allowed",
				"The method %s is not allowed for this route.", r.Method).
				answer("").with("Allow", strings.Join(allowed, ", "))
		default:
			return notFound("route_not_found", "The requested route was not found.").answer("")
		}
	})
}

// handle runs an endpoint.
func (s *Server) handle(found *route, c *call) answer {
	s.mu.Lock()
	defer s.mu.Unlock()

	return found.handle(c)
}

// admit completes the record of a request and decides what becomes of it: a
// 429, a fault, or neither.
func (s *Server) admit(record *Request, body []byte) (*answer, *Fault) {
	s.mu.Lock()
	defer s.mu.Unlock()

	record.Body = body
	if limited := s.limiter.take(s.now()); limited != nil {
		return limited, nil
	}

	return nil, s.takeFault(record.Route)
}

// send sends an answer after the emulator's latency.
func (s *Server) send(w http.ResponseWriter, r *http.Request, record *Request, a answer) {
	if err := sleep(r.Context(), s.latency); err != nil {
		panic(http.ErrAbortHandler)
	}
	s.setStatus(record, a.status)
	a.write(w)
}

// restoreBody lets a request's body be read once more.
func restoreBody(r *http.Request, body []byte) {
	r.Body = io.NopCloser(bytes.NewReader(body))
}

// sleep waits for d, or until ctx ends.
func sleep(ctx context.Context, d time.Duration) error {
	if d <= 0 {
		return nil
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return errors.New("the client went away")
	}
}
