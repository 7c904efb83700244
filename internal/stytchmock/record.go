// SPDX-License-Identifier: MPL-2.0

package stytchmock

import (
	"bytes"
	"net/http"
	"time"
)

// Request is a request as it was received.
type Request struct {
	// Method is the HTTP method.
	Method string `json:"method"`
	// Route is the constant of the route that was called, or empty for none.
	Route string `json:"route"`
	// Path is the path as it was sent.
	Path string `json:"path"`
	// RawQuery is the query as on the wire, without the question mark.
	RawQuery string `json:"raw_query"`
	// Header holds the headers.
	Header http.Header `json:"header"`
	// Body is the body.
	Body []byte `json:"-"`
	// Status is the status that was answered; 0 for none (yet).
	Status int `json:"status"`
	// Received is the time of arrival.
	Received time.Time `json:"received"`
	// RemoteAddr is the client's address and port: one for each connection.
	RemoteAddr string `json:"remote_addr"`
	// Proto is the protocol, such as HTTP/1.1.
	Proto string `json:"proto"`
	// Host is the host that the client asked for.
	Host string `json:"host"`
}

// Requests returns everything received so far, in order of arrival.
func (s *Server) Requests() []Request {
	return s.requestsWhere(func(*Request) bool { return true })
}

// RequestsTo returns what was received for one route, in order of arrival.
func (s *Server) RequestsTo(route string) []Request {
	return s.requestsWhere(func(r *Request) bool { return r.Route == route })
}

// ResetRequests forgets what was received so far.
func (s *Server) ResetRequests() {
	s.mu.Lock()
	defer s.mu.Unlock()

	s.requests = nil
}

func (s *Server) requestsWhere(wanted func(*Request) bool) []Request {
	s.mu.Lock()
	defer s.mu.Unlock()

	found := []Request{}
	for _, r := range s.requests {
		if wanted(r) {
			duplicate := *r
			duplicate.Header = r.Header.Clone()
			duplicate.Body = bytes.Clone(r.Body)
			found = append(found, duplicate)
		}
	}

	return found
}

// record adds a request that has just arrived. Its body and status follow.
func (s *Server) record(r *http.Request, found *route) *Request {
	record := &Request{
		Method:     r.Method,
		Path:       sentPath(r),
		RawQuery:   r.URL.RawQuery,
		Header:     r.Header.Clone(),
		RemoteAddr: r.RemoteAddr,
		Proto:      r.Proto,
		Host:       r.Host,
	}
	if found != nil {
		record.Route = found.name
	}

	s.mu.Lock()
	defer s.mu.Unlock()

	record.Received = s.now()
	s.requests = append(s.requests, record)

	return record
}

// setStatus completes a record. It is called before the answer is sent, so that
// a client that has the answer finds its status recorded.
func (s *Server) setStatus(record *Request, status int) {
	s.mu.Lock()
	defer s.mu.Unlock()

	record.Status = status
}
