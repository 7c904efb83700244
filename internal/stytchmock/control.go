// SPDX-License-Identifier: MPL-2.0

package stytchmock

import (
	"encoding/json"
	"maps"
	"net/http"
	"slices"
	"strings"
)

// methods are the handlers of a path of the control plane.
type methods map[string]http.HandlerFunc

// control returns the handler of a control plane request, or nil for any other.
func (s *Server) control(r *http.Request) http.HandlerFunc {
	path, ok := strings.CutPrefix(r.URL.Path, "/mock/")
	if !ok {
		return nil
	}
	offered := s.controls(path)
	if len(offered) == 0 {
		return refuseControl(http.StatusNotFound, "route_not_found", "There is no /mock/"+path+".", nil)
	}
	method := r.Method
	if method == http.MethodHead {
		method = http.MethodGet
	}
	if found := offered[method]; found != nil {
		return found
	}

	return func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Allow", offered.allow())
		refuseControl(http.StatusMethodNotAllowed, "method_not_allowed",
			"/mock/"+path+" takes "+offered.allow()+", not "+r.Method+".", nil)(w, r)
	}
}

// controls are the methods of a path of the control plane; none where there is
// no such path.
func (s *Server) controls(path string) methods {
	switch path {
	case "fixture":
		return methods{http.MethodGet: func(w http.ResponseWriter, r *http.Request) {
			writeControl(w, http.StatusOK, s.FixtureAt(baseURL(r)))
		}}
	case "requests":
		return methods{
			http.MethodGet:    showing(func() any { return s.requestLog() }),
			http.MethodDelete: doing(s.ResetRequests),
		}
	case "faults":
		return methods{
			http.MethodGet:    showing(func() any { return object{"faults": s.pendingFaults()} }),
			http.MethodPost:   s.orderFault,
			http.MethodDelete: doing(s.ClearFaults),
		}
	case "tokens":
		return methods{http.MethodGet: showing(func() any { return object{"tokens": s.IssuedTokens()} })}
	case "codes":
		return methods{http.MethodGet: showing(func() any {
			return object{"authorization_codes": s.Codes(), "attach_tokens": s.AttachTokens()}
		})}
	case "stop":
		if s.stop != nil {
			return methods{http.MethodPost: doing(s.stop)}
		}
	}

	return nil
}

// allow is the Allow header.
func (m methods) allow() string {
	names := slices.Sorted(maps.Keys(m))
	if i := slices.Index(names, http.MethodGet); i >= 0 {
		names = slices.Insert(names, i+1, http.MethodHead)
	}

	return strings.Join(names, ", ")
}

func showing(state func() any) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) { writeControl(w, http.StatusOK, state()) }
}

func doing(change func()) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		change()
		w.WriteHeader(http.StatusNoContent)
	}
}

// refuseControl answers with an error of the emulator's own. It looks like one
// of Stytch's, but has no page in Stytch's documentation.
func refuseControl(status int, errorType, message string, more object) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		body := object{"status_code": status, "error_type": errorType, "error_message": message}
		maps.Copy(body, more)
		writeControl(w, status, body)
	}
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

// baseURL is the address under which the client reached the emulator.
func baseURL(r *http.Request) string {
	if r.TLS != nil {
		return "https://" + r.Host
	}

	return "http://" + r.Host
}
