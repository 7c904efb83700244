// SPDX-License-Identifier: MPL-2.0

package stytchmock

import (
	"io"
	"net/http"
	"strings"
)

// orderFault answers POST /mock/faults.
func (s *Server) orderFault(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBodyBytes))
	if err != nil {
		refuseOrder("the body could not be read, or is too large", nil)(w, r)

		return
	}
	order, err := parseFaultOrder(body)
	if err != nil {
		refuseOrder(err.Error(), nil)(w, r)

		return
	}
	route, known := s.knownRoute(order.Route)
	if !known {
		refuseOrder("the route "+order.Route+" is unknown; known_routes are those that there are",
			object{"known_routes": s.routeNames()})(w, r)

		return
	}
	fault, err := order.fault()
	if err != nil {
		refuseOrder(strings.ReplaceAll(err.Error(), "\n", "; "), nil)(w, r)

		return
	}
	count := 1
	if order.Count != nil {
		count = *order.Count
	}
	if !s.injectReachable(route, count, fault) {
		refuseControl(http.StatusConflict, "conflict",
			"An older order takes every call that this one is for. DELETE /mock/faults forgets it.", nil)(w, r)

		return
	}
	w.WriteHeader(http.StatusNoContent)
}

func refuseOrder(message string, more object) http.HandlerFunc {
	return refuseControl(http.StatusBadRequest, "bad_request", "The order is refused: "+message+".", more)
}

// injectReachable injects a fault unless it waits behind one that is never used
// up.
func (s *Server) injectReachable(route string, count int, fault Fault) bool {
	s.mu.Lock()
	defer s.mu.Unlock()

	for _, f := range s.faults {
		if f.left < 0 && (f.route == "" || f.route == route) {
			return false
		}
	}
	s.faults = append(s.faults, &injection{route: route, left: count, fault: fault})

	return true
}

// pendingFaults is what waits for calls, oldest first: each as it could be
// ordered again, with the number of calls that are left to it.
func (s *Server) pendingFaults() []FaultOrder {
	s.mu.Lock()
	defer s.mu.Unlock()

	pending := []FaultOrder{}
	for _, waiting := range s.faults {
		pending = append(pending, waiting.order())
	}

	return pending
}

func (i *injection) order() FaultOrder {
	left, f := i.left, i.fault
	order := FaultOrder{
		Route: i.route, Count: &left, Process: f.Process,
		Cut: f.Cut, Reset: f.Reset, ResetDuringBody: f.ResetDuringBody, Endless: f.Endless,
	}
	if f.Delay > 0 {
		delay := f.Delay.String()
		order.Delay = &delay
	}
	if f.Status != 0 {
		order.Status = &f.Status
		if !f.StytchError {
			order.Body = &f.Body
		}
	}
	for name, values := range f.Header {
		if order.Header == nil {
			order.Header = map[string]string{}
		}
		order.Header[name] = strings.Join(values, ", ")
	}

	return order
}
