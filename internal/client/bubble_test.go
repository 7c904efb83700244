// SPDX-License-Identifier: MPL-2.0

package client_test

import (
	"context"
	"net"
	"net/http"
	"net/url"
	"sync"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/client"
)

// memory is a network of one server that lives in memory. Together with the server and the client it fits into a
// bubble of testing/synctest, in which a wait takes no time and takes exactly as long as it should.
type memory struct {
	connections chan net.Conn
	closed      chan struct{}
	close       func()

	mu sync.Mutex
	// refusals is how many more connections are refused.
	refusals int
	dials    int
}

// newMemory returns a network whose server is not there yet.
func newMemory() *memory {
	m := &memory{connections: make(chan net.Conn), closed: make(chan struct{})}
	m.close = sync.OnceFunc(func() { close(m.closed) })

	return m
}

// Accept is part of [net.Listener].
func (m *memory) Accept() (net.Conn, error) {
	select {
	case connection := <-m.connections:
		return connection, nil
	case <-m.closed:
		return nil, net.ErrClosed
	}
}

// Close is part of [net.Listener].
func (m *memory) Close() error {
	m.close()

	return nil
}

// Addr is part of [net.Listener].
func (m *memory) Addr() net.Addr {
	return &net.IPAddr{IP: net.IPv4(127, 0, 0, 1)}
}

// refuse lets the next connections fail as those to a closed port do.
func (m *memory) refuse(count int) {
	m.mu.Lock()
	defer m.mu.Unlock()

	m.refusals = count
}

// dialed returns how many connections were asked for.
func (m *memory) dialed() int {
	m.mu.Lock()
	defer m.mu.Unlock()

	return m.dials
}

// dial connects to the server, whatever the address.
func (m *memory) dial(ctx context.Context, network, _ string) (net.Conn, error) {
	m.mu.Lock()
	m.dials++
	refused := m.refusals > 0
	m.refusals--
	m.mu.Unlock()

	if refused {
		return nil, &net.OpError{Op: "dial", Net: network, Addr: m.Addr(), Err: syscall.ECONNREFUSED}
	}

	near, far := net.Pipe()

	select {
	case m.connections <- far:
		return near, nil
	case <-m.closed:
		return nil, net.ErrClosed
	case <-ctx.Done():
		return nil, context.Cause(ctx)
	}
}

// bubble is what a test in virtual time has at hand.
type bubble struct {
	*memory
	*recorder

	client *client.Client
	start  time.Time
}

// took returns how much time has passed since the bubble began.
func (b *bubble) took() time.Duration {
	return time.Since(b.start)
}

// inBubble runs a test in virtual time, with a server and a client that speaks to it.
func inBubble(
	t *testing.T, answer http.Handler, test func(t *testing.T, b *bubble), options ...func(*client.Config),
) {
	t.Helper()

	synctest.Test(t, func(t *testing.T) {
		b := &bubble{memory: newMemory(), recorder: &recorder{answer: answer}, start: time.Now()}

		server := &http.Server{Handler: b.recorder, ReadHeaderTimeout: time.Hour}
		go func() { _ = server.Serve(b.memory) }()

		config := client.Config{
			ProjectID: projectID, Secret: secret, UserAgent: userAgent,
			BaseURL: &url.URL{Scheme: "http", Host: "localhost"},
		}
		for _, option := range options {
			option(&config)
		}

		b.client = client.New(config)

		client.SetDial(t, b.client, b.dial)
		t.Cleanup(func() { _ = server.Close() })

		test(t, b)
	})
}
