// SPDX-License-Identifier: MPL-2.0

package stytchmock

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"
)

// FaultOrder is the body of POST /mock/faults. What is null counts as left out.
type FaultOrder struct {
	// Route is the route as GET /mock/requests names it; any if left out.
	Route string `json:"route,omitempty"`
	// Count is the number of calls to spoil: 1 if left out, all if below 0.
	Count *int `json:"count,omitempty"`
	// Status is answered instead of the real answer.
	Status *int `json:"status,omitempty"`
	// Header is added to the answer.
	Header map[string]string `json:"header,omitempty"`
	// Body is the body of an answer with Status. Without it an error has Stytch's
	// own, and anything else has none.
	Body *string `json:"body,omitempty"`
	// Delay is a Go duration that passes before the answer.
	Delay *string `json:"delay,omitempty"`
	// Cut sends half of the body and closes the connection.
	Cut bool `json:"cut,omitempty"`
	// Reset resets the connection before the answer.
	Reset bool `json:"reset,omitempty"`
	// ResetDuringBody resets the connection after half of the body.
	ResetDuringBody bool `json:"reset_during_body,omitempty"`
	// Endless answers a body that never ends.
	Endless bool `json:"endless,omitempty"`
	// Process lets the request change state before it is spoiled.
	Process bool `json:"process,omitempty"`
}

// orderExample is what an order that is none is answered with.
const orderExample = `{"route": "POST /v1/oauth/attach", "count": 2, "status": 503}`

// parseFaultOrder reads an order strictly, as the endpoints read their bodies.
func parseFaultOrder(body []byte) (FaultOrder, error) {
	var order FaultOrder
	members, err := parseObject(body)
	if err != nil {
		return order, fmt.Errorf("the body must be a JSON object such as %s: %w", orderExample, err)
	}
	for _, member := range members {
		if err := order.set(member); err != nil {
			return order, err
		}
	}

	return order, nil
}

func (o *FaultOrder) set(member jsonMember) error {
	fields := []struct {
		name  string
		value any
		kind  string
	}{
		{"route", &o.Route, "a string"},
		{"count", &o.Count, "a whole number"},
		{"status", &o.Status, "a whole number"},
		{"header", &o.Header, "an object of strings"},
		{"body", &o.Body, "a string"},
		{"delay", &o.Delay, "a string"},
		{"cut", &o.Cut, "true or false"},
		{"reset", &o.Reset, "true or false"},
		{"reset_during_body", &o.ResetDuringBody, "true or false"},
		{"endless", &o.Endless, "true or false"},
		{"process", &o.Process, "true or false"},
	}
	names := make([]string, 0, len(fields))
	for _, f := range fields {
		if f.name == member.name {
			if json.Unmarshal(member.value, f.value) != nil {
				return fmt.Errorf("%s must be %s", f.name, f.kind)
			}

			return nil
		}
		names = append(names, f.name)
	}

	return fmt.Errorf("%q is unknown; an order has %s", member.name, strings.Join(names, ", "))
}

// fault is what the order asks for, if it asks for something that can be had.
func (o FaultOrder) fault() (Fault, error) {
	delay, err := o.delay()
	if err == nil {
		err = errors.Join(o.checkCount(), o.checkAnswer(), o.checkBreak())
	}
	if err != nil {
		return Fault{}, err
	}
	header, err := o.header()
	if err != nil {
		return Fault{}, err
	}
	if o.Status == nil && len(header) == 0 && delay == 0 && len(o.breaks()) == 0 {
		return Fault{}, errors.New("the order spoils nothing: it needs at least one of status, header, delay, " +
			"cut, reset, reset_during_body and endless, as in " + orderExample)
	}

	fault := Fault{
		Header: header, Delay: delay, Process: o.Process,
		Cut: o.Cut, Reset: o.Reset, ResetDuringBody: o.ResetDuringBody, Endless: o.Endless,
	}
	if o.Status != nil {
		fault.Status = *o.Status
		fault.StytchError = o.Body == nil && fault.Status >= http.StatusBadRequest
	}
	if o.Body != nil {
		fault.Body = *o.Body
	}

	return fault, nil
}

func (o FaultOrder) delay() (time.Duration, error) {
	if o.Delay == nil {
		return 0, nil
	}
	delay, err := time.ParseDuration(*o.Delay)
	switch {
	case err != nil:
		return 0, fmt.Errorf("delay must be a duration such as \"3s\", not %q", *o.Delay)
	case delay < 0:
		return 0, fmt.Errorf("delay must not be negative, as %q is", *o.Delay)
	}

	return delay, nil
}

// routeNames are the routes that an order can name.
func (s *Server) routeNames() []string {
	names := make([]string, 0, len(s.routes))
	for _, r := range s.routes {
		names = append(names, r.name)
	}

	return names
}

// knownRoute is a route as it is called, however many spaces an order puts
// between method and path.
func (s *Server) knownRoute(ordered string) (string, bool) {
	if ordered == "" {
		return "", true
	}
	name := strings.Join(strings.Fields(ordered), " ")

	return name, slices.Contains(s.routeNames(), name)
}
