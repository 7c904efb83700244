// SPDX-License-Identifier: MPL-2.0

package stytchmock

import (
	"bytes"
	"crypto/tls"
	"net"
	"net/http"
	"time"
)

// writeHalf announces the whole body and sends the first half of it.
func (a answer) writeHalf(w http.ResponseWriter) {
	a.writeHeader(w)
	_, _ = w.Write(a.body[:len(a.body)/2])
	_ = http.NewResponseController(w).Flush()
}

// resetConnection ends the TCP connection with a reset, not in good order. An
// HTTP/2 connection cannot be taken over, so there only the stream is reset.
func resetConnection(w http.ResponseWriter, r *http.Request) {
	// What was written before must reach the client: a reset throws away whatever
	// has not been sent yet.
	_ = sleep(r.Context(), resetGrace)
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

const (
	resetGrace    = 10 * time.Millisecond
	endlessChunk  = 64 << 10
	endlessPacing = time.Millisecond
)

// writeEndlessly answers 200 and a JSON string that never ends, until the
// client goes away. It is paced, so that a client without a limit of its own
// does not take the machine down at once.
func writeEndlessly(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(http.StatusOK)
	chunk := append([]byte(`{"request_id":"`), bytes.Repeat([]byte("a"), endlessChunk)...)
	for {
		if _, err := w.Write(chunk); err != nil {
			return
		}
		_ = http.NewResponseController(w).Flush()
		chunk = chunk[len(chunk)-endlessChunk:]
		if err := sleep(r.Context(), endlessPacing); err != nil {
			return
		}
	}
}

// statusRecorder notes the status that a Fault's Respond answers.
type statusRecorder struct {
	http.ResponseWriter

	server *Server
	record *Request
	wrote  bool
}

// WriteHeader notes the status and passes it on.
func (w *statusRecorder) WriteHeader(status int) {
	w.note(status)
	w.ResponseWriter.WriteHeader(status)
}

// Write notes the status 200 that a body without one implies.
func (w *statusRecorder) Write(p []byte) (int, error) {
	w.note(http.StatusOK)

	return w.ResponseWriter.Write(p)
}

// Flush sends what was written so far.
func (w *statusRecorder) Flush() {
	_ = http.NewResponseController(w.ResponseWriter).Flush()
}

// Unwrap lets http.ResponseController reach the real writer.
func (w *statusRecorder) Unwrap() http.ResponseWriter {
	return w.ResponseWriter
}

// note records the first final status; 1xx are not final.
func (w *statusRecorder) note(status int) {
	if w.wrote || status < http.StatusOK {
		return
	}
	w.wrote = true
	w.server.setStatus(w.record, status)
}
