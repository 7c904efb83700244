// SPDX-License-Identifier: MPL-2.0

package stytchmock

import (
	"bytes"
	"cmp"
	"crypto/tls"
	"net"
	"net/http"
	"strings"
	"time"
)

// Fault is a way to misbehave. The zero Fault does nothing. Of Respond, Reset, Endless, ResetDuringBody and Cut the first
// that is set is applied.
type Fault struct {
	// Status replaces the real status, and Body the real body: for errors and responses that Stytch is not known to send.
	Status int
	Body   string
	// StytchError gives Status Stytch's own error body instead of Body: for errors that any call can meet, such as 503.
	StytchError bool
	// Header is added to the response: for Retry-After, Location and the marks of proxies.
	Header http.Header
	// Delay passes before the response, or until the client goes away: for timeouts and cancellation.
	Delay time.Duration
	// Cut announces the whole Content-Length, sends half of the body and closes the connection: the client has a status,
	// but no whole response.
	Cut bool
	// Reset resets the TCP connection before any byte of a response: the client cannot know whether the call took effect.
	Reset bool
	// ResetDuringBody resets the TCP connection after half of the body, as a crashing proxy does.
	ResetDuringBody bool
	// Endless sends 200 and a body that never ends: for the client's limit on what it reads.
	Endless bool
	// Process lets the request be processed, with its change of state, before the fault hits the response: for calls that
	// take effect although the client sees a failure. Otherwise the fault hits before processing.
	Process bool
	// Respond responds instead of the emulator, for whatever the fields above cannot express.
	Respond func(w http.ResponseWriter, r *http.Request)
}

// injectedFault is a fault that waits for calls of a route.
type injectedFault struct {
	route string
	left  int // below 0: for ever
	fault Fault
	// order is where the fault comes from, if it was ordered through the control plane.
	order faultOrder
}

// Inject makes the next n calls of the route misbehave; all of them if n is below 0. An empty route means any route. Of
// several faults for a route, the one injected first is used up first.
func (s *Server) Inject(route string, n int, fault Fault) {
	if n != 0 {
		s.inject(injectedFault{route: route, left: n, fault: fault})
	}
}

func (s *Server) inject(injected injectedFault) {
	s.mu.Lock()
	defer s.mu.Unlock()

	s.faults = append(s.faults, &injected)
}

// ClearFaults forgets every injected fault.
func (s *Server) ClearFaults() {
	s.mu.Lock()
	defer s.mu.Unlock()

	s.faults = nil
}

// takeFault returns the fault that hits the next call of a route. It is called with the mutex held.
func (s *Server) takeFault(route string) Fault {
	for i, injected := range s.faults {
		if injected.route != "" && injected.route != route {
			continue
		}
		if injected.left > 0 {
			injected.left--
		}
		if injected.left == 0 {
			s.faults = append(s.faults[:i:i], s.faults[i+1:]...)
		}

		return injected.fault
	}

	return Fault{}
}

// applyFault serves a request with a fault. process returns the real response, and changes state: it is called once, or
// not at all if the fault hits before.
func (s *Server) applyFault(w http.ResponseWriter, r *http.Request, f Fault, process func() *response) {
	var processed *response
	if f.Process {
		processed = process()
	}
	wait(r.Context(), s.latency+f.Delay)

	switch {
	case f.Respond != nil:
		f.Respond(w, r)
	case f.Reset:
		resetConnection(w, r)
	case f.Endless:
		writeEndlessly(w, r)
	case f.ResetDuringBody:
		f.response(processed, process).writeHalf(w)
		resetConnection(w, r)
	case f.Cut:
		f.response(processed, process).writeHalf(w)
		panic(http.ErrAbortHandler)
	default:
		f.response(processed, process).write(w)
	}
}

// response returns the response that a fault leaves: its own, the real one, or, where it must hit before processing and
// yet break off a body, an empty success.
func (f *Fault) response(processed *response, process func() *response) *response {
	var res *response
	switch {
	case f.Status != 0 && f.StytchError:
		res = errorResponse(injectedError(f.Status), "")
	case f.Status != 0:
		res = jsonResponse(f.Status, []byte(f.Body))
	case processed != nil:
		res = processed
	case f.Cut || f.ResetDuringBody:
		res = newResponse(http.StatusOK, nil)
	default:
		res = process()
	}
	for name, values := range f.Header {
		res.header[http.CanonicalHeaderKey(name)] = values
	}

	return res
}

// injectedError is an error of which only the status is given. Its type is Stytch's name for such errors, or else the
// text of the status.
func injectedError(status int) error {
	switch status {
	case http.StatusUnauthorized:
		return unauthorizedCredentials()
	case http.StatusTooManyRequests:
		return tooManyRequests()
	case http.StatusServiceUnavailable:
		return newError(status, "server_unavailable", "This error was injected.")
	}
	errorType := strings.ReplaceAll(strings.ToLower(cmp.Or(http.StatusText(status), "unknown error")), " ", "_")

	return newError(status, errorType, "This error was injected.")
}

// resetConnection ends the TCP connection with a reset instead of closing it in good order. An HTTP/2 connection cannot
// be taken over, so there only the stream is reset.
func resetConnection(w http.ResponseWriter, r *http.Request) {
	// A reset throws away what has not been sent yet, and the client must receive what was written before.
	wait(r.Context(), 10*time.Millisecond)
	connection, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		panic(http.ErrAbortHandler)
	}
	if secured, ok := connection.(*tls.Conn); ok {
		connection = secured.NetConn()
	}
	if tcp, ok := connection.(*net.TCPConn); ok {
		_ = tcp.SetLinger(0)
	}
	_ = connection.Close()
}

// writeEndlessly sends 200 and a JSON string that never ends, until the client goes away. It is paced, so that a client
// without a limit of its own does not exhaust the machine at once.
func writeEndlessly(w http.ResponseWriter, r *http.Request) {
	const chunkBytes = 64 << 10
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(http.StatusOK)
	chunk := append([]byte(`{"request_id":"`), bytes.Repeat([]byte("a"), chunkBytes)...)
	for {
		if _, err := w.Write(chunk); err != nil {
			return
		}
		_ = http.NewResponseController(w).Flush()
		chunk = chunk[len(chunk)-chunkBytes:]
		wait(r.Context(), time.Millisecond)
	}
}
