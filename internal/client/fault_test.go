// SPDX-License-Identifier: MPL-2.0

package client_test

import (
	"io"
	"net/http"
	"time"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/client"
)

// fault is a way in which a server fails a request that may go better the next time.
type fault struct {
	name   string
	answer http.Handler
	// kind is what the client makes of it, and takes is how long one attempt takes.
	kind  client.Kind
	takes time.Duration
}

// passingFaults lists what a read is repeated after, and what a call that must not run twice is not repeated
// after: it may have run.
func passingFaults() []fault {
	return []fault{
		{name: "500", answer: stytchError(500, "internal_server_error"), kind: client.KindAPI},
		{name: "502 that is no JSON", answer: http.HandlerFunc(badGateway), kind: client.KindAPI},
		{name: "503", answer: stytchError(503, "server_unavailable"), kind: client.KindAPI},
		{name: "504", answer: stytchError(504, "upstream_timeout"), kind: client.KindAPI},
		{name: "closed without an answer", answer: http.HandlerFunc(hangUp), kind: client.KindTransport},
		{name: "closed within the body", answer: http.HandlerFunc(cutBody), kind: client.KindTransport},
		{name: "body that ends early", answer: reply(200, `{"request_id":"request-id-te`), kind: client.KindAnswer},
		{
			name: "no answer in time", answer: http.HandlerFunc(hang), kind: client.KindTimeout,
			takes: client.DefaultRequestTimeout,
		},
		{
			name: "no whole body in time", answer: http.HandlerFunc(hangWithinBody), kind: client.KindTimeout,
			takes: client.DefaultRequestTimeout,
		},
	}
}

// badGateway is what a proxy answers.
func badGateway(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(http.StatusBadGateway)
	_, _ = io.WriteString(w, "<html><h1>502 Bad Gateway</h1></html>")
}

// hangUp closes the connection.
func hangUp(http.ResponseWriter, *http.Request) {
	panic(http.ErrAbortHandler)
}

// cutBody promises a longer body than it sends.
func cutBody(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Content-Length", "1000")
	_, _ = io.WriteString(w, `{"request_id":"request-id-test-1"`)
	_ = http.NewResponseController(w).Flush()

	panic(http.ErrAbortHandler)
}

// hang answers nothing for as long as the client waits.
func hang(_ http.ResponseWriter, r *http.Request) {
	<-r.Context().Done()
}

// hangWithinBody begins an answer and does not end it.
func hangWithinBody(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "application/json")
	_, _ = io.WriteString(w, `{"request_id":`)

	_ = http.NewResponseController(w).Flush()

	<-r.Context().Done()
}

// trickle sends a byte a second, as if there were always more to come.
func trickle(w http.ResponseWriter, r *http.Request) {
	controller := http.NewResponseController(w)

	for r.Context().Err() == nil {
		_, _ = io.WriteString(w, " ")

		if controller.Flush() != nil {
			return
		}

		select {
		case <-time.After(time.Second):
		case <-r.Context().Done():
		}
	}
}
