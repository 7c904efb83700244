// SPDX-License-Identifier: MPL-2.0

package stytchmock

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strings"
	"time"
	"unicode/utf8"
)

// FaultOrder is the body of POST /mock/faults.
type FaultOrder struct {
	// Route is the route as GET /mock/requests names it; empty for any.
	Route string `json:"route"`
	// Count is the number of calls to spoil: 1 if left out, all if below 0.
	Count *int `json:"count"`
	// Status is answered instead of the real answer.
	Status int `json:"status"`
	// Header is added to the answer.
	Header map[string]string `json:"header"`
	// Body is the body of an answer with Status.
	Body string `json:"body"`
	// Delay is a Go duration that passes before the answer.
	Delay string `json:"delay"`
	// Cut sends half of the body and closes the connection.
	Cut bool `json:"cut"`
	// Reset resets the connection before the answer.
	Reset bool `json:"reset"`
	// ResetDuringBody resets the connection after half of the body.
	ResetDuringBody bool `json:"reset_during_body"`
	// Endless answers a body that never ends.
	Endless bool `json:"endless"`
	// Process lets the request change state before it is spoiled.
	Process bool `json:"process"`
}

// control returns the handler of a control plane request, or nil for any other.
func (s *Server) control(r *http.Request) http.HandlerFunc {
	path, ok := strings.CutPrefix(r.URL.Path, "/mock/")
	if !ok {
		return nil
	}
	switch r.Method + " " + path {
	case "GET fixture":
		return func(w http.ResponseWriter, r *http.Request) { writeControl(w, s.FixtureAt(baseURL(r))) }
	case "GET requests":
		return func(w http.ResponseWriter, _ *http.Request) { writeControl(w, s.requestLog()) }
	case "DELETE requests":
		return func(w http.ResponseWriter, _ *http.Request) { s.ResetRequests(); w.WriteHeader(http.StatusNoContent) }
	case "POST faults":
		return s.orderFault
	case "DELETE faults":
		return func(w http.ResponseWriter, _ *http.Request) { s.ClearFaults(); w.WriteHeader(http.StatusNoContent) }
	case "GET tokens":
		return func(w http.ResponseWriter, _ *http.Request) { writeControl(w, object{"tokens": s.IssuedTokens()}) }
	case "GET codes":
		return func(w http.ResponseWriter, _ *http.Request) {
			writeControl(w, object{"authorization_codes": s.Codes(), "attach_tokens": s.AttachTokens()})
		}
	default:
		return http.NotFound
	}
}

// orderFault answers POST /mock/faults.
func (s *Server) orderFault(w http.ResponseWriter, r *http.Request) {
	var order FaultOrder
	decoder := json.NewDecoder(io.LimitReader(r.Body, maxBodyBytes))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&order); err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)

		return
	}
	fault, err := order.fault()
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)

		return
	}
	count := 1
	if order.Count != nil {
		count = *order.Count
	}
	s.Inject(order.Route, count, fault)
	w.WriteHeader(http.StatusNoContent)
}

func (o FaultOrder) fault() (Fault, error) {
	fault := Fault{
		Status: o.Status, Header: http.Header{}, Body: o.Body, Process: o.Process,
		Cut: o.Cut, Reset: o.Reset, ResetDuringBody: o.ResetDuringBody, Endless: o.Endless,
	}
	if o.Status != 0 && (o.Status < http.StatusOK || o.Status > 599) {
		return Fault{}, errors.New("status must be between 200 and 599")
	}
	for name, value := range o.Header {
		fault.Header.Set(name, value)
	}
	if o.Delay != "" {
		delay, err := time.ParseDuration(o.Delay)
		if err != nil {
			return Fault{}, err
		}
		fault.Delay = delay
	}

	return fault, nil
}

// requestLog is the answer of GET /mock/requests. A body that is not text is
// left out.
func (s *Server) requestLog() object {
	type loggedRequest struct {
		Request

		Body string `json:"body"`
	}
	log := []loggedRequest{}
	for _, request := range s.Requests() {
		logged := loggedRequest{Request: request}
		if utf8.Valid(request.Body) {
			logged.Body = string(request.Body)
		}
		log = append(log, logged)
	}

	return object{"requests": log}
}

// baseURL is the address under which the client reached the emulator.
func baseURL(r *http.Request) string {
	if r.TLS != nil {
		return "https://" + r.Host
	}

	return "http://" + r.Host
}

func writeControl(w http.ResponseWriter, body any) {
	w.Header().Set("Content-Type", "application/json")
	encoder := json.NewEncoder(w)
	encoder.SetIndent("", "  ")
	encoder.SetEscapeHTML(false)
	// A write error means that the client is gone.
	_ = encoder.Encode(body)
}
