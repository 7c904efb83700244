// SPDX-License-Identifier: MPL-2.0

package client

import (
	"context"
	"crypto/tls"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptrace"
	"sync"
)

// maxSends is how often one attempt's request may be sent over HTTP/2. Go sends one again by itself where the server
// says that it did not look at it, and asks a server that says so each time hundreds of times a second.
const maxSends = 3

// errSentAlready keeps Go from sending a request again that must not run twice.
var errSentAlready = errors.New("sent already")

// exchange sends one request and reads the whole answer, within the request timeout.
func (r *run) exchange(ctx context.Context) (got answer, end ending) {
	// Without a connection, too, the others may go.
	defer r.client.latch.open()

	bounded, cancel := context.WithTimeout(ctx, r.client.config.RequestTimeout)
	defer cancel()

	watched, giveUp := context.WithCancel(bounded)
	defer giveUp()

	wire := &wire{opened: r.client.latch.open, giveUp: giveUp}

	defer func() {
		end.canceled, end.expired = ctx.Err() != nil, bounded.Err() != nil
		wire.report(&end)
	}()

	request, err := r.request(httptrace.WithClientTrace(watched, wire.trace()))
	if err != nil {
		return answer{}, ending{err: err}
	}

	if r.call.repeat != repeatRead {
		wire.onlyOnce(request)
	}

	response, err := r.client.transport.RoundTrip(request)
	if err != nil {
		return answer{}, ending{err: err}
	}

	defer func() { _ = response.Body.Close() }() // What was to be read is read; a failed close takes nothing back.
	// The body of an answer that switches protocols is the connection, which no context ends.
	forget := context.AfterFunc(watched, func() { _ = response.Body.Close() })
	defer forget()

	got, end.err = readAnswer(response)

	return got, end
}

// wire watches one attempt's request on its way. Go calls it from goroutines of its own.
type wire struct {
	// opened is told of a connection, and giveUp ends the attempt.
	opened func()
	giveUp context.CancelFunc

	mu sync.Mutex
	// left says that the request may have reached the server, and sent how often.
	left bool
	sent int
	// http2 says what the connection speaks.
	http2 bool
	// gaveUp says that Go was kept from sending the request once more.
	gaveUp bool
}

// trace is what Go is to call.
func (w *wire) trace() *httptrace.ClientTrace {
	return &httptrace.ClientTrace{
		GotConn: w.gotConnection, WroteHeaders: w.wroteHeaders, WroteRequest: w.wroteRequest,
	}
}

// gotConnection takes note of a connection that the request is going to be sent over.
func (w *wire) gotConnection(info httptrace.GotConnInfo) {
	w.opened()

	w.mu.Lock()
	defer w.mu.Unlock()

	w.left, w.http2 = true, speaksHTTP2(info.Conn)

	if w.http2 && w.sent >= maxSends {
		w.gaveUp = true
		w.giveUp()
	}
}

// speaksHTTP2 tells whether that was agreed on in the TLS handshake, which is the only way here.
func speaksHTTP2(connection net.Conn) bool {
	secured, ok := connection.(interface{ ConnectionState() tls.ConnectionState })

	return ok && secured.ConnectionState().NegotiatedProtocol == "h2"
}

// wroteHeaders counts requests over HTTP/2, whose headers alone let a server act.
func (w *wire) wroteHeaders() {
	w.mu.Lock()
	defer w.mu.Unlock()

	if w.http2 {
		w.sent++
	}
}

// wroteRequest counts those over HTTP/1.1, whose headers are written to a buffer first.
func (w *wire) wroteRequest(info httptrace.WroteRequestInfo) {
	w.mu.Lock()
	defer w.mu.Unlock()

	if !w.http2 && info.Err == nil {
		w.sent++
	}
}

// report says what became of the request.
func (w *wire) report(end *ending) {
	w.mu.Lock()
	defer w.mu.Unlock()

	end.left, end.resent, end.refused = w.left, max(w.sent-1, 0), w.gaveUp
}

// onlyOnce keeps Go from sending the request again over HTTP/2. Over HTTP/1.1 it does so only where not a byte left.
func (w *wire) onlyOnce(request *http.Request) {
	again := request.GetBody
	if again == nil {
		return
	}

	request.GetBody = func() (io.ReadCloser, error) {
		w.mu.Lock()
		defer w.mu.Unlock()

		if w.http2 && w.sent > 0 {
			return nil, errSentAlready
		}

		return again()
	}
}
