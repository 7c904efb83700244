// SPDX-License-Identifier: MPL-2.0

package stytchmock

import (
	"bytes"
	"net/http"
	"time"
	"unicode/utf8"
)

// Request is a request as it was received.
type Request struct {
	Method string `json:"method"`
	// Route is the route that was called, such as [RouteToken], or empty for none.
	Route string `json:"route"`
	// Path is the path as it was sent.
	Path string `json:"path"`
	// RawQuery is the query as it was sent, without the question mark.
	RawQuery string      `json:"raw_query"`
	Header   http.Header `json:"header"`
	Body     []byte      `json:"-"`
	// Status is the status of the response; 0 where none was sent (yet).
	Status   int       `json:"status"`
	Received time.Time `json:"received"`
	// RemoteAddr is the client's address and port: one for each connection.
	RemoteAddr string `json:"remote_addr"`
	// Proto is the protocol, such as HTTP/1.1.
	Proto string `json:"proto"`
	Host  string `json:"host"`
}

// Requests returns the requests received so far, in order of arrival.
func (s *Server) Requests() []Request {
	return s.requestsWhere(func(*Request) bool { return true })
}

// RequestsTo returns the requests received for one route, in order of arrival.
func (s *Server) RequestsTo(route string) []Request {
	return s.requestsWhere(func(r *Request) bool { return r.Route == route })
}

// ResetRequests forgets the requests received so far.
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
func (s *Server) record(r *http.Request, path string, found *route) *Request {
	record := &Request{
		Method:     r.Method,
		Path:       path,
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

// requestLog is the body of GET /mock/requests.
func (s *Server) requestLog() object {
	type loggedRequest struct {
		Request

		Body string `json:"body"`
		// BodyBase64 is a body that is not text, which JSON could not hold as it is.
		BodyBase64 []byte `json:"body_base64,omitempty"`
	}
	log := []loggedRequest{}
	for _, request := range s.Requests() {
		logged := loggedRequest{Request: request}
		if utf8.Valid(request.Body) {
			logged.Body = string(request.Body)
		} else {
			logged.BodyBase64 = request.Body
		}
		log = append(log, logged)
	}

	return object{"requests": log}
}

// recordingWriter records the status of a response before it is sent, so that a client that has the response finds the
// status recorded.
type recordingWriter struct {
	http.ResponseWriter

	server *Server
	record *Request
}

// WriteHeader records the status, the first one that is final, and passes it on.
func (w *recordingWriter) WriteHeader(status int) {
	w.recordStatus(status)
	w.ResponseWriter.WriteHeader(status)
}

// Write records the status 200 where a body comes without one.
func (w *recordingWriter) Write(p []byte) (int, error) {
	w.recordStatus(http.StatusOK)

	return w.ResponseWriter.Write(p)
}

// Unwrap lets [http.ResponseController] reach the real writer.
func (w *recordingWriter) Unwrap() http.ResponseWriter {
	return w.ResponseWriter
}

func (w *recordingWriter) recordStatus(status int) {
	w.server.mu.Lock()
	defer w.server.mu.Unlock()

	if w.record.Status == 0 && status >= http.StatusOK {
		w.record.Status = status
	}
}
