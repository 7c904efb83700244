// SPDX-License-Identifier: MPL-2.0

package main

import (
	"context"
	"errors"
	"io"
	"log"
	"net"
	"net/http"
	"slices"
	"sync/atomic"
	"time"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/cmd/internal/loopback"
	"github.com/stytch-community/terraform-provider-stytchoauth/internal/stytchmock"
)

// protocol is what a server speaks.
type protocol string

// The protocols. A case without one has no server.
const (
	plain    protocol = "plain"
	tlsHTTP1 protocol = "tls1"
	tlsHTTP2 protocol = "tls2"
)

// parseProtocol reads one.
func parseProtocol(text string) (protocol, error) {
	if !slices.Contains([]protocol{plain, tlsHTTP1, tlsHTTP2}, protocol(text)) {
		return "", errors.New("it is plain, tls1 or tls2")
	}

	return protocol(text), nil
}

// title names it in a report.
func (p protocol) title() string {
	switch p {
	case plain:
		return "HTTP/1.1 without TLS"
	case tlsHTTP1:
		return "HTTP/1.1 over TLS"
	case tlsHTTP2:
		return "HTTP/2 over TLS"
	}

	return "no server"
}

const readHeaderTimeout = 10 * time.Second

// server is an emulator of Stytch's API that counts.
type server struct {
	mock *stytchmock.Server
	// fixture is what it was seeded with, and where it is.
	fixture stytchmock.Fixture
	// certificate is the file that makes it trusted; empty without TLS.
	certificate string

	requests, connections atomic.Int64

	http  *http.Server
	ended chan error
}

// newServer starts a server on a loopback port.
func newServer(ctx context.Context, speaks protocol, latency time.Duration, trust *certificate) (*server, error) {
	var config net.ListenConfig

	listener, err := config.Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}

	s := &server{mock: stytchmock.New(stytchmock.WithLatency(latency)), ended: make(chan error, 1)}
	s.http = &http.Server{
		Handler: s, ReadHeaderTimeout: readHeaderTimeout, ErrorLog: log.New(io.Discard, "", 0),
		ConnState: func(_ net.Conn, state http.ConnState) {
			if state == http.StateNew {
				s.connections.Add(1)
			}
		},
	}

	scheme := "http://"
	if speaks != plain {
		scheme, s.certificate = "https://", trust.file
		s.http.TLSConfig = loopback.Config(trust.pair)
		s.http.Protocols = new(http.Protocols)
		s.http.Protocols.SetHTTP1(true)
		s.http.Protocols.SetHTTP2(speaks == tlsHTTP2)
	}

	s.fixture = s.mock.FixtureAt(scheme + listener.Addr().String())

	go func() {
		if speaks == plain {
			s.ended <- s.http.Serve(listener)
		} else {
			s.ended <- s.http.ServeTLS(listener, "", "")
		}
	}()

	return s, nil
}

// ServeHTTP counts, and hands on.
func (s *server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.requests.Add(1)
	s.mock.ServeHTTP(w, r)
}

// counts returns what was counted since the last call, and forgets it.
func (s *server) counts() (requests, connections int64) {
	s.mock.ResetRequests()

	return s.requests.Swap(0), s.connections.Swap(0)
}

// close ends it.
func (s *server) close() error {
	if err := s.http.Close(); err != nil {
		return err
	}

	if err := <-s.ended; !errors.Is(err, http.ErrServerClosed) {
		return err
	}

	return nil
}
