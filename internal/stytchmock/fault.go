// SPDX-License-Identifier: MPL-2.0

package stytchmock

import (
	"net/http"
	"time"
)

// Fault is a way to misbehave. The zero Fault does nothing. Of Respond, Reset,
// Endless, ResetDuringBody and Cut the first that is set is applied.
type Fault struct {
	// Status is answered instead of the real status; 0 keeps the real answer.
	Status int
	// Header is added to the answer.
	Header http.Header
	// Body replaces the body of the answer where Status is not 0.
	Body string
	// StytchError answers Status with Stytch's own error body instead of Body.
	StytchError bool
	// Delay passes before anything is answered. It ends early when the client
	// goes away.
	Delay time.Duration
	// Cut announces the whole Content-Length, sends half of the body and closes
	// the connection.
	Cut bool
	// Reset resets the TCP connection before any byte of an answer.
	Reset bool
	// ResetDuringBody resets the TCP connection after half of the body.
	ResetDuringBody bool
	// Endless answers 200 and a body that never ends.
	Endless bool
	// Process makes the request be processed, with its change of state, before
	// the fault hits the answer. Otherwise the fault hits before processing.
	Process bool
	// Respond answers instead of the emulator.
	Respond func(w http.ResponseWriter, r *http.Request)
}

// injection is a fault that waits for calls of a route.
type injection struct {
	route string
	left  int // below 0: for ever
	fault Fault
}

// Inject makes the next n calls of the route misbehave; all of them if n is
// below 0. An empty route means any route. Of several injections for a route,
// the oldest is used up first.
func (s *Server) Inject(route string, n int, fault Fault) {
	if n == 0 {
		return
	}

	s.mu.Lock()
	defer s.mu.Unlock()

	s.faults = append(s.faults, &injection{route: route, left: n, fault: fault})
}

// ClearFaults forgets every injected fault.
func (s *Server) ClearFaults() {
	s.mu.Lock()
	defer s.mu.Unlock()

	s.faults = nil
}

// takeFault returns the fault that hits the next call of a route, or nil. It is
// called with the mutex held.
func (s *Server) takeFault(route string) *Fault {
	for i, f := range s.faults {
		if f.route != "" && f.route != route {
			continue
		}
		if f.left > 0 {
			f.left--
		}
		if f.left == 0 {
			s.faults = append(s.faults[:i:i], s.faults[i+1:]...)
		}

		return &f.fault
	}

	return nil
}

// spoil serves a request with a fault. process yields the real answer, and
// changes state: it is called once, or not at all if the fault hits before.
func (s *Server) spoil(w http.ResponseWriter, r *http.Request, record *Request, f *Fault, process func() answer) {
	var processed *answer
	if f.Process {
		a := process()
		processed = &a
	}
	if err := sleep(r.Context(), s.latency+f.Delay); err != nil {
		panic(http.ErrAbortHandler)
	}

	switch {
	case f.Respond != nil:
		restoreBody(r, record.Body)
		f.Respond(&statusRecorder{ResponseWriter: w, server: s, record: record}, r)

		return
	case f.Reset:
		resetConnection(w, r)

		return
	case f.Endless:
		s.setStatus(record, http.StatusOK)
		writeEndlessly(w, r)

		return
	}

	spoiled := f.answer(processed, process)
	s.setStatus(record, spoiled.status)
	switch {
	case f.ResetDuringBody:
		spoiled.writeHalf(w)
		resetConnection(w, r)
	case f.Cut:
		spoiled.writeHalf(w)
		panic(http.ErrAbortHandler)
	default:
		spoiled.write(w)
	}
}

// answer returns what a fault lets through: its own answer, the real one, or,
// where it must hit before processing and yet break off a body, a stand-in.
func (f *Fault) answer(processed *answer, process func() answer) answer {
	var a answer
	switch {
	case f.Status != 0 && f.StytchError:
		a = injectedError(f.Status).answer("")
	case f.Status != 0:
		a = jsonAnswer(f.Status, []byte(f.Body))
	case processed != nil:
		a = *processed
	case f.Cut || f.ResetDuringBody:
		a = newAnswer(http.StatusOK, nil)
	default:
		a = process()
	}
	for name, values := range f.Header {
		a.header[http.CanonicalHeaderKey(name)] = values
	}

	return a
}
