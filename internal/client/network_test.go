// SPDX-License-Identifier: MPL-2.0

package client_test

import (
	"context"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/client"
)

// reset breaks the connection off with a TCP reset.
func reset(w http.ResponseWriter, _ *http.Request) {
	connection, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		panic(err)
	}

	if tcp, ok := connection.(*net.TCPConn); ok {
		_ = tcp.SetLinger(0)
	}

	_ = connection.Close()
}

func TestConnectionReset(t *testing.T) {
	t.Parallel()

	for _, call := range everyCall() {
		t.Run(call.name, func(t *testing.T) {
			t.Parallel()

			c, record := serve(t, http.HandlerFunc(reset), retries(1))

			_, err := call.send(t.Context(), c)

			got := failure(t, err, client.KindTransport)
			if want := "the connection was reset"; got.Reason != want {
				t.Errorf("reason %q, want %q", got.Reason, want)
			}

			want := 2
			if call.mints {
				want = 1
			}

			if record.count() != want || got.Attempts != want || got.MaybeDone != call.mints {
				t.Errorf("%d requests, want %d, for %+v", record.count(), want, *got)
			}
		})
	}
}

func TestPortThatIsClosed(t *testing.T) {
	t.Parallel()

	// Nobody gets this port by chance, as they may one that a test has just given up.
	for _, call := range everyCall() {
		_, err := call.send(t.Context(), newClient(t, "http://127.0.0.1:1"))

		got := failure(t, err, client.KindTransport)
		if got.Reason != "127.0.0.1 refuses the connection" || got.MaybeDone {
			t.Errorf("%s: %+v", call.name, *got)
		}
	}
}

func TestHostThatDoesNotResolve(t *testing.T) {
	t.Parallel()

	// A name that no resolver is asked for: a label is empty. A proxy of this machine's would look it up itself.
	c := newClient(t, "https://no..such.host")
	client.SetDial(t, c, (&net.Dialer{}).DialContext)

	got := failure(t, mintToken(t.Context(), c), client.KindTransport)
	if got.Reason != "the host name no..such.host does not resolve" || got.MaybeDone {
		t.Errorf("got %+v", *got)
	}
}

func TestProxyThatRefuses(t *testing.T) {
	t.Parallel()

	for status, want := range map[int]struct {
		attempts int
		reason   string
	}{
		403: {1, "403 Forbidden"}, 407: {1, "407 Proxy Authentication Required"}, 503: {2, "503 Service Unavailable"},
	} {
		for _, call := range everyCall() {
			record := &recorder{answer: reply(status, "Go away.")}
			proxy := httptest.NewServer(record)
			t.Cleanup(proxy.Close)

			c := newClient(t, "https://login.acme.test", retries(1))
			client.SetProxy(t, c, strings.Replace(proxy.URL, "//", "//user:p4ssw0rd@", 1))

			_, err := call.send(t.Context(), c)

			got := failure(t, err, client.KindTransport)
			if got.Reason != "the proxy "+strings.TrimPrefix(proxy.URL, "http://")+" refuses the connection: "+want.reason {
				t.Errorf("%s: reason %q", call.name, got.Reason)
			}

			if got.Attempts != want.attempts || record.count() != want.attempts || got.MaybeDone {
				t.Errorf("%s: %d requests to the proxy, want %d: %+v", call.name, record.count(), want.attempts, *got)
			}
		}
	}
}

func TestTLSIsNotTriedAgain(t *testing.T) {
	t.Parallel()

	untrusted := httptest.NewUnstartedServer(reply(200, googleTokens))
	untrusted.Config.ErrorLog = slog.NewLogLogger(slog.DiscardHandler, slog.LevelError)
	untrusted.StartTLS()
	t.Cleanup(untrusted.Close)

	plain := httptest.NewServer(reply(200, googleTokens))
	t.Cleanup(plain.Close)

	for name, test := range map[string]struct{ address, want string }{
		"untrusted": {
			untrusted.URL, "the certificate of 127.0.0.1 is not signed by an authority that this machine trusts",
		},
		"plain HTTP": {
			strings.Replace(plain.URL, "http:", "https:", 1), "127.0.0.1 does not speak TLS on this port",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			for _, call := range everyCall() {
				dials := 0
				c := newClient(t, test.address, retries(4))
				client.SetDial(t, c, func(ctx context.Context, network, address string) (net.Conn, error) {
					dials++

					return new(net.Dialer).DialContext(ctx, network, address)
				})

				_, err := call.send(t.Context(), c)

				got := failure(t, err, client.KindTransport)
				if got.Reason != test.want || dials != 1 || got.MaybeDone {
					t.Errorf("%s: %d connections, want 1, for %+v", call.name, dials, *got)
				}
			}
		})
	}
}

func TestTLSOfAnotherHost(t *testing.T) {
	t.Parallel()

	server := httptest.NewUnstartedServer(reply(200, googleTokens))
	server.Config.ErrorLog = slog.NewLogLogger(slog.DiscardHandler, slog.LevelError)
	server.StartTLS()
	t.Cleanup(server.Close)

	c := newClient(t, "https://login.acme.test", retries(4))
	client.Trust(t, c, server.Certificate())
	client.SetDial(t, c, func(ctx context.Context, network, _ string) (net.Conn, error) {
		return new(net.Dialer).DialContext(ctx, network, server.Listener.Addr().String())
	})

	got := failure(t, readTokens(t.Context(), c), client.KindTransport)
	if want := "the certificate that login.acme.test shows is for another host"; got.Reason != want || got.Attempts != 1 {
		t.Errorf("got %+v, want the reason %q", *got, want)
	}
}

func TestHTTP2(t *testing.T) {
	t.Parallel()

	protocol := make(chan string, 1)

	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		protocol <- r.Proto

		_, _ = io.Copy(io.Discard, r.Body)
		reply(200, attachAnswer)(w, r)
	}))
	server.EnableHTTP2 = true
	server.StartTLS()
	t.Cleanup(server.Close)

	c := newClient(t, server.URL)
	client.Trust(t, c, server.Certificate())

	if err := mintToken(t.Context(), c); err != nil {
		t.Fatal(err)
	}

	if got := <-protocol; got != "HTTP/2.0" {
		t.Errorf("spoke %s", got)
	}
}
