// SPDX-License-Identifier: MPL-2.0

package client_test

import (
	"bytes"
	"crypto/tls"
	"io"
	"net"
	"net/http/httptest"
	"strconv"
	"sync/atomic"
	"testing"

	"golang.org/x/net/http2"
	"golang.org/x/net/http2/hpack"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/client"
)

// frames is a server that speaks HTTP/2 a frame at a time, to say what no well-behaved server says.
type frames struct {
	listener net.Listener
	// respond answers a request, which is complete.
	respond func(framer *http2.Framer, stream uint32, number int)

	requests, connections atomic.Int32
}

// serveFrames returns one, and a client that trusts it.
func serveFrames(
	t *testing.T, respond func(framer *http2.Framer, stream uint32, number int), options ...func(*client.Config),
) (*client.Client, *frames) {
	t.Helper()

	// For its certificate.
	ordinary := httptest.NewUnstartedServer(nil)
	ordinary.StartTLS()
	t.Cleanup(ordinary.Close)

	listener, err := tls.Listen("tcp", "127.0.0.1:0", &tls.Config{
		Certificates: ordinary.TLS.Certificates, NextProtos: []string{"h2"}, MinVersion: tls.VersionTLS12,
	})
	if err != nil {
		t.Fatal(err)
	}

	t.Cleanup(func() { _ = listener.Close() })

	s := &frames{listener: listener, respond: respond}
	go s.accept()

	c := newClient(t, "https://"+listener.Addr().String(), options...)
	client.Trust(t, c, ordinary.Certificate())

	return c, s
}

// accept serves every connection until the listener is closed.
func (s *frames) accept() {
	for {
		connection, err := s.listener.Accept()
		if err != nil {
			return
		}

		s.connections.Add(1)

		go func() {
			defer func() { _ = connection.Close() }()

			s.converse(connection)
		}()
	}
}

// converse reads frames until the connection ends.
func (s *frames) converse(connection net.Conn) {
	if _, err := io.ReadFull(connection, make([]byte, len(http2.ClientPreface))); err != nil {
		return
	}

	framer := http2.NewFramer(connection, connection)
	if framer.WriteSettings() != nil {
		return
	}

	for {
		frame, err := framer.ReadFrame()
		if err != nil {
			return
		}

		switch frame := frame.(type) {
		case *http2.SettingsFrame:
			if !frame.IsAck() && framer.WriteSettingsAck() != nil {
				return
			}
		case *http2.HeadersFrame:
			number := int(s.requests.Add(1))
			if frame.StreamEnded() {
				s.respond(framer, frame.StreamID, number)
			}
		case *http2.DataFrame:
			if frame.StreamEnded() {
				s.respond(framer, frame.StreamID, int(s.requests.Load()))
			}
		}
	}
}

// replyInFrames answers with a body.
func replyInFrames(framer *http2.Framer, stream uint32, body string) {
	var block bytes.Buffer

	encoder := hpack.NewEncoder(&block)
	for _, field := range []hpack.HeaderField{
		{Name: ":status", Value: "200"}, {Name: "content-length", Value: strconv.Itoa(len(body))},
	} {
		if encoder.WriteField(field) != nil {
			return
		}
	}

	// What fails here fails the request.
	_ = framer.WriteHeaders(http2.HeadersFrameParam{StreamID: stream, BlockFragment: block.Bytes(), EndHeaders: true})
	_ = framer.WriteData(stream, true, []byte(body))
}
