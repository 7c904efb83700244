// SPDX-License-Identifier: MPL-2.0

package stytchmock

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"time"
)

// controlPlane returns the handler of the paths under /mock/.
func (s *Server) controlPlane() *http.ServeMux {
	mux := http.NewServeMux()
	show := func(path string, state func(r *http.Request) any) {
		mux.HandleFunc("GET "+path, func(w http.ResponseWriter, r *http.Request) {
			writeControl(w, http.StatusOK, state(r))
		})
	}
	change := func(pattern string, do func()) {
		mux.HandleFunc(pattern, func(w http.ResponseWriter, _ *http.Request) {
			do()
			w.WriteHeader(http.StatusNoContent)
		})
	}

	show("/mock/fixture", func(r *http.Request) any { return s.FixtureAt(baseURL(r)) })
	show("/mock/requests", func(*http.Request) any { return s.requestLog() })
	change("DELETE /mock/requests", s.ResetRequests)
	show("/mock/faults", func(*http.Request) any { return object{"faults": s.pendingFaults()} })
	mux.HandleFunc("POST /mock/faults", s.postFault)
	change("DELETE /mock/faults", s.ClearFaults)
	show("/mock/tokens", func(*http.Request) any { return object{"tokens": s.IssuedTokens()} })
	show("/mock/clients", func(*http.Request) any { return object{"clients": s.Clients()} })
	show("/mock/codes", func(*http.Request) any {
		return object{"authorization_codes": s.Codes(), "attach_tokens": s.AttachTokens()}
	})
	if s.stop != nil {
		change("POST /mock/stop", s.stop)
	}

	return mux
}

func writeControl(w http.ResponseWriter, status int, body any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	encoder := json.NewEncoder(w)
	encoder.SetIndent("", "  ")
	encoder.SetEscapeHTML(false)
	// A write error means that the client is gone.
	_ = encoder.Encode(body)
}

// baseURL returns the address under which the client reached the emulator.
func baseURL(r *http.Request) string {
	if r.TLS != nil {
		return "https://" + r.Host
	}

	return "http://" + r.Host
}

// faultOrder is the body of POST /mock/faults, and an element of what GET /mock/faults returns.
type faultOrder struct {
	// Route is the route as GET /mock/requests names it; any if left out.
	Route string `json:"route,omitempty"`
	// Count is the number of calls to hit: 1 if left out, all if below 0.
	Count *int `json:"count,omitempty"`
	// Status replaces the real status.
	Status int `json:"status,omitempty"`
	// Header is added to the response.
	Header map[string]string `json:"header,omitempty"`
	// Body goes with Status. Without it an error has Stytch's own body, and any other status has none.
	Body *string `json:"body,omitempty"`
	// Delay is a Go duration that passes before the response.
	Delay string `json:"delay,omitempty"`
	// Cut sends half of the body and closes the connection.
	Cut bool `json:"cut,omitempty"`
	// Reset resets the connection before the response.
	Reset bool `json:"reset,omitempty"`
	// ResetDuringBody resets the connection after half of the body.
	ResetDuringBody bool `json:"reset_during_body,omitempty"`
	// Endless sends a body that never ends.
	Endless bool `json:"endless,omitempty"`
	// Process lets the request change state before the fault hits.
	Process bool `json:"process,omitempty"`
}

// postFault serves POST /mock/faults.
func (s *Server) postFault(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBodyBytes))
	var order faultOrder
	if err == nil {
		err = decodeStrictly(body, &order)
	}
	var injected injectedFault
	if err == nil {
		injected, err = order.parse()
	}
	if err != nil {
		refusal := object{
			"status_code": http.StatusBadRequest, "error_type": "bad_request", "error_message": "The order was refused: " + err.Error(),
		}
		if errors.Is(err, errUnknownRoute) {
			refusal["known_routes"] = routeNames()
		}
		writeControl(w, http.StatusBadRequest, refusal)

		return
	}
	s.inject(injected)
	w.WriteHeader(http.StatusNoContent)
}

var errUnknownRoute = errors.New("the route is unknown; known_routes are those that there are")

// parse returns the fault that is ordered. It refuses what contradicts itself or does nothing.
func (o faultOrder) parse() (injectedFault, error) {
	injected := injectedFault{
		// Any number of spaces may stand between method and path.
		route: strings.Join(strings.Fields(o.Route), " "),
		left:  1,
		order: o,
		fault: Fault{
			Status: o.Status, Header: http.Header{}, StytchError: o.Body == nil && o.Status >= http.StatusBadRequest,
			Cut: o.Cut, Reset: o.Reset, ResetDuringBody: o.ResetDuringBody, Endless: o.Endless, Process: o.Process,
		},
	}
	f := &injected.fault
	if o.Count != nil {
		injected.left = *o.Count
	}
	if o.Body != nil {
		f.Body = *o.Body
	}
	for name, value := range o.Header {
		f.Header.Set(name, value)
	}
	var err error
	if o.Delay != "" {
		if f.Delay, err = time.ParseDuration(o.Delay); err != nil || f.Delay < 0 {
			return injectedFault{}, fmt.Errorf("delay must be a duration such as \"3s\", not %q", o.Delay)
		}
	}

	breaks := 0
	for _, set := range []bool{f.Cut, f.Reset, f.ResetDuringBody, f.Endless} {
		if set {
			breaks++
		}
	}
	switch {
	case injected.route != "" && !slices.Contains(routeNames(), injected.route):
		return injectedFault{}, errUnknownRoute
	case injected.left == 0:
		return injectedFault{}, errors.New("a count of 0 hits no call: leave it out for one call, and use -1 for all")
	case f.Status != 0 && (f.Status < http.StatusOK || f.Status > 599):
		return injectedFault{}, fmt.Errorf("status must be from 200 to 599, not %d", f.Status)
	case o.Body != nil && f.Status == 0:
		return injectedFault{}, errors.New("body needs a status")
	case breaks > 1:
		return injectedFault{}, errors.New("cut, reset, reset_during_body and endless contradict each other: choose one")
	case (f.Reset || f.Endless) && (f.Status != 0 || len(f.Header) > 0):
		return injectedFault{}, errors.New("reset and endless have no use for status, header and body")
	case breaks == 0 && f.Status == 0 && len(f.Header) == 0 && f.Delay == 0:
		return injectedFault{}, errors.New("the order does nothing: it needs at least one of status, header, delay, " +
			`cut, reset, reset_during_body and endless, as in {"route": "POST /v1/oauth/attach", "status": 503}`)
	}

	return injected, nil
}

// pendingFaults returns the faults that wait for calls, oldest first: each as it could be ordered again, with the number
// of calls that are left to it. Of one that was injected by a Go program it is the route and the number.
func (s *Server) pendingFaults() []faultOrder {
	s.mu.Lock()
	defer s.mu.Unlock()

	pending := []faultOrder{}
	for _, injected := range s.faults {
		left, order := injected.left, injected.order
		order.Route, order.Count = injected.route, &left
		pending = append(pending, order)
	}

	return pending
}
