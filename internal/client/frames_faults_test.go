// SPDX-License-Identifier: MPL-2.0

package client_test

import (
	"context"
	"io"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"golang.org/x/net/http2"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/client"
)

// resetting ends a stream.
func resetting(code http2.ErrCode) func(framer *http2.Framer, stream uint32, number int) {
	return func(framer *http2.Framer, stream uint32, _ int) { _ = framer.WriteRSTStream(stream, code) }
}

// breaches are ways of a server to say that it did not look at a request, which Go takes for leave to send it again. The
// server may say so of a request that it did look at.
func breaches() map[string]func(framer *http2.Framer, stream uint32, number int) {
	return map[string]func(framer *http2.Framer, stream uint32, number int){
		"protocol error": resetting(http2.ErrCodeProtocol),
		"refused stream": resetting(http2.ErrCodeRefusedStream),
		"goaway":         func(framer *http2.Framer, _ uint32, _ int) { _ = framer.WriteGoAway(0, http2.ErrCodeNo, nil) },
	}
}

func TestMintIsSentOnceOverHTTP2(t *testing.T) {
	t.Parallel()

	for what, breach := range breaches() {
		for _, call := range everyCall() {
			if !call.mints {
				continue
			}

			c, server := serveFrames(t, breach, retries(4))

			_, err := call.send(t.Context(), c)

			got := failure(t, err, client.KindTransport)
			if sent := server.requests.Load(); sent != 1 || got.Attempts != 1 || !got.MaybeDone {
				t.Errorf("%s, %s: sent %d times, want once: %+v", what, call.name, sent, *got)
			}
		}
	}
}

// A read may be sent again, but not without end: Go would do so hundreds of times a second.
func TestReadIsSentAFewTimesOverHTTP2(t *testing.T) {
	t.Parallel()

	for what, breach := range breaches() {
		c, server := serveFrames(t, breach, retries(0))

		got := failure(t, readTokens(t.Context(), c), client.KindTransport)
		if sent := server.requests.Load(); sent > 4 || got.Attempts > 4 {
			t.Errorf("%s: sent %d times, want at most 4: %+v", what, sent, *got)
		}
	}
}

// What a connection dies of is said.
func TestDeathOfConnectionIsTold(t *testing.T) {
	t.Parallel()

	frozen := make(chan struct{})
	t.Cleanup(func() { close(frozen) })

	for want, respond := range map[string]func(framer *http2.Framer, stream uint32, number int){
		"the connection to 127.0.0.1 went silent":                  func(*http2.Framer, uint32, int) { <-frozen },
		"127.0.0.1 refused the request each time that it was sent": breaches()["refused stream"],
		"127.0.0.1 broke the HTTP/2 stream off: INTERNAL_ERROR":    resetting(http2.ErrCodeInternal),
	} {
		t.Run(want, func(t *testing.T) {
			t.Parallel()

			c, _ := serveFrames(t, respond, retries(0))

			if got := failure(t, readTokens(t.Context(), c), client.KindTransport); got.Reason != want {
				t.Errorf("reason %q", got.Reason)
			}
		})
	}
}

// All requests share one connection. When it is dead, another one is opened for those that come after, and for the
// read that died with it.
func TestDeadConnectionOfHTTP2IsReplaced(t *testing.T) {
	t.Parallel()

	frozen := make(chan struct{})
	t.Cleanup(func() { close(frozen) })

	c, server := serveFrames(t, func(framer *http2.Framer, stream uint32, number int) {
		if number == 2 {
			<-frozen
		}

		replyInFrames(framer, stream, googleTokens)
	}, retries(1))

	for range 3 {
		if err := readTokens(t.Context(), c); err != nil {
			t.Fatal(err)
		}
	}

	if connections := server.connections.Load(); connections != 2 {
		t.Errorf("%d connections, want 2", connections)
	}
}

// switchProtocols says that it speaks another protocol from now on, and nothing in it.
func switchProtocols(w http.ResponseWriter, _ *http.Request) {
	connection, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		panic(err)
	}

	_, _ = io.WriteString(connection, "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: a\r\n\r\n")
}

// The body of such an answer is the connection itself, and reading it does not end with the context.
func TestSwitchedProtocolEndsInTime(t *testing.T) {
	t.Parallel()

	for _, call := range everyCall() {
		inBubble(t, http.HandlerFunc(switchProtocols), func(t *testing.T, b *bubble) {
			_, err := call.send(t.Context(), b.client)
			fails(t, err, client.KindTimeout)

			if b.took() != client.DefaultRequestTimeout {
				t.Errorf("%s: it took %s", call.name, b.took())
			}

			synctest.Wait()
		}, retries(0))

		inBubble(t, http.HandlerFunc(switchProtocols), func(t *testing.T, b *bubble) {
			ctx, cancel := context.WithTimeout(t.Context(), 2*time.Second)
			defer cancel()

			_, err := call.send(ctx, b.client)
			fails(t, err, client.KindCanceled)

			if b.took() != 2*time.Second {
				t.Errorf("%s: it took %s", call.name, b.took())
			}

			synctest.Wait()
		}, retries(0))
	}
}
