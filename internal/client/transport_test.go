// SPDX-License-Identifier: MPL-2.0

package client

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"reflect"
	"runtime"
	"strconv"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"testing/synctest"
)

// Reasons of errors that no test below meets.
func TestTransportReason(t *testing.T) {
	t.Parallel()

	dial := func(err error) error { return &net.OpError{Op: "dial", Net: "tcp", Err: err} }
	untrusted := func(err error) error { return &tls.CertificateVerificationError{Err: err} }

	for name, test := range map[string]struct {
		err       error
		want      string
		transient bool
	}{
		"expired": {
			untrusted(x509.CertificateInvalidError{Reason: x509.Expired, Detail: "of old"}),
			"its certificate cannot be trusted: x509: certificate has expired or is not yet valid: of old", false,
		},
		"proxy": {
			&net.OpError{Op: "proxyconnect", Net: "tcp", Err: dial(errors.New("connection refused"))},
			"the proxy cannot be reached: dial tcp: connection refused", true,
		},
		"reset":       {os.NewSyscallError("read", syscall.ECONNRESET), "the connection was reset", true},
		"broken pipe": {os.NewSyscallError("write", syscall.EPIPE), "the connection was reset", true},
		"no connection in time": {
			dial(os.ErrDeadlineExceeded), "there was no connection in time", true,
		},
		"another error of the system": {
			dial(os.NewSyscallError("connect", syscall.EACCES)), "it cannot be reached: " + syscall.EACCES.Error(), true,
		},
		"anything else": {
			errors.New(`malformed header line: "{\"access_token\": …`), "it did not respond as HTTP requires", true,
		},
	} {
		reason, transient := transportReason(test.err)
		if reason != test.want || transient != test.transient {
			t.Errorf("%s: %q, %t, want %q, %t", name, reason, transient, test.want, test.transient)
		}
	}
}

func TestConnectionReset(t *testing.T) {
	t.Parallel()

	reset := func(w http.ResponseWriter, _ *http.Request) {
		connection, _, err := http.NewResponseController(w).Hijack()
		if err != nil {
			panic(err)
		}

		if tcp, ok := connection.(*net.TCPConn); ok {
			_ = tcp.SetLinger(0)
		}

		_ = connection.Close()
	}

	server := httptest.NewServer(http.HandlerFunc(reset))
	t.Cleanup(server.Close)

	for _, call := range calls() {
		_, err := call.send(t.Context(), newTestClient(t, server.URL))

		failure := requireError(t, err, KindTransport)
		if runtime.GOOS != "windows" && failure.Reason != "the connection was reset" ||
			failure.MayHaveTakenEffect != (call.retry != retryAlways) {
			t.Errorf("%s: %+v", call.name, *failure)
		}
	}
}

// noHost is a name that no resolver is asked for, because a label is empty.
const noHost = "no..such.host"

func TestUnknownHost(t *testing.T) {
	t.Parallel()

	c := newTestClient(t, "https://"+noHost)
	setDial(t, c, (&net.Dialer{}).DialContext)

	failure := requireError(t, attach(t.Context(), c), KindTransport)
	if failure.Reason != "the host name no..such.host does not resolve" || failure.MayHaveTakenEffect {
		t.Errorf("%+v", *failure)
	}
}

// A failed TLS handshake is not tried again: it would fail again.
func TestTLS(t *testing.T) {
	t.Parallel()

	plain := httptest.NewServer(respond(200, googleTokens))
	t.Cleanup(plain.Close)

	secured := httptest.NewUnstartedServer(respond(200, googleTokens))
	secured.Config.ErrorLog = slog.NewLogLogger(slog.DiscardHandler, slog.LevelError)
	secured.StartTLS()
	t.Cleanup(secured.Close)

	mutual := httptest.NewUnstartedServer(respond(200, googleTokens))
	mutual.Config.ErrorLog = secured.Config.ErrorLog
	mutual.TLS = &tls.Config{ClientAuth: tls.RequireAnyClientCert, MaxVersion: tls.VersionTLS12}
	mutual.StartTLS()
	t.Cleanup(mutual.Close)

	for name, test := range map[string]struct {
		server   *httptest.Server
		host     string
		trusting bool
		want     string
	}{
		"trusted": {server: secured, host: "127.0.0.1", trusting: true},
		"untrusted": {
			server: secured, host: "127.0.0.1",
			want: "its certificate is not signed by an authority that this machine trusts",
		},
		"another host": {
			server: secured, host: "login.acme.test", trusting: true,
			want: "its certificate is for another host",
		},
		"a client certificate wanted": {
			server: mutual, host: "127.0.0.1", trusting: true,
			want: "it ended the TLS handshake: tls: handshake failure",
		},
		"plain HTTP": {server: plain, host: "127.0.0.1", want: "it does not speak TLS on this port"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			dials := 0
			c := newTestClient(t, "https://"+test.host, maxRetries(4))
			setDial(t, c, func(ctx context.Context, network, _ string) (net.Conn, error) {
				dials++

				return new(net.Dialer).DialContext(ctx, network, test.server.Listener.Addr().String())
			})

			if test.trusting {
				transportOf(t, c).TLSClientConfig.RootCAs = x509.NewCertPool()
				transportOf(t, c).TLSClientConfig.RootCAs.AddCert(secured.Certificate())
			}

			err := readTokens(t.Context(), c)
			if test.want == "" {
				if err != nil {
					t.Error(err)
				}

				return
			}

			if failure := requireError(t, err, KindTransport); failure.Reason != test.want || dials != 1 {
				t.Errorf("%d connections: %+v", dials, *failure)
			}
		})
	}
}

// A server that offers HTTP/2 gets HTTP/1.1, over which net/http sends no POST twice.
func TestHTTP1(t *testing.T) {
	t.Parallel()

	protocol := make(chan string, 1)
	handler := func(w http.ResponseWriter, r *http.Request) {
		protocol <- r.Proto

		respond(200, attachResponse)(w, r)
	}

	server := httptest.NewUnstartedServer(http.HandlerFunc(handler))
	server.EnableHTTP2 = true
	server.StartTLS()
	t.Cleanup(server.Close)

	c := newTestClient(t, server.URL)
	transportOf(t, c).TLSClientConfig.RootCAs = x509.NewCertPool()
	transportOf(t, c).TLSClientConfig.RootCAs.AddCert(server.Certificate())

	if err := attach(t.Context(), c); err != nil {
		t.Fatal(err)
	}

	if got := <-protocol; got != "HTTP/1.1" {
		t.Errorf("spoke %s", got)
	}
}

func TestProxyThatRefuses(t *testing.T) {
	t.Parallel()

	for status, test := range map[int]struct {
		attempts int
		want     string
	}{
		407: {1, "407 Proxy Authentication Required"},
		503: {2, "503 Service Unavailable"},
	} {
		proxy := httptest.NewServer(respond(status, "Go away."))
		t.Cleanup(proxy.Close)

		address, err := url.Parse(strings.Replace(proxy.URL, "//", "//user:p4ssw0rd@", 1))
		if err != nil {
			t.Fatal(err)
		}

		c := newTestClient(t, "https://login.acme.test", maxRetries(1))
		transportOf(t, c).Proxy = http.ProxyURL(address)

		failure := requireError(t, attach(t.Context(), c), KindTransport)
		if failure.Reason != "the proxy "+address.Host+" refused the connection: "+test.want ||
			failure.Attempts != test.attempts || failure.MayHaveTakenEffect {
			t.Errorf("%d: %+v", status, *failure)
		}
	}
}

// Go reads the environment once in a process, so that there is nothing more to be tested here.
func TestProxyOfTheEnvironment(t *testing.T) {
	t.Parallel()

	got := reflect.ValueOf(transportOf(t, New(Config{})).Proxy).Pointer()
	if got != reflect.ValueOf(http.ProxyFromEnvironment).Pointer() {
		t.Error("the environment's proxy is not used")
	}
}

// A server cannot make the client read headers without end.
func TestLongHeader(t *testing.T) {
	t.Parallel()

	for size, accepted := range map[int]bool{32 << 10: true, 128 << 10: false} {
		handler := func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("X-Long", strings.Repeat("x", size))
			respond(200, googleTokens)(w, r)
		}

		inBubble(t, http.HandlerFunc(handler), func(t *testing.T, e *testEnv) {
			if err := readTokens(t.Context(), e.client); (err == nil) != accepted {
				t.Errorf("%d bytes: %v", size, err)
			}
		})
	}
}

func TestConnectionsAreReused(t *testing.T) {
	t.Parallel()

	for name, handler := range map[string]http.Handler{
		"after a success": respond(200, googleTokens), "after an error": stytchError(404, "member_not_found"),
	} {
		inBubble(t, handler, func(t *testing.T, e *testEnv) {
			for range 20 {
				_ = readTokens(t.Context(), e.client)
			}

			if e.count() != 20 || e.dialed() != 1 {
				t.Errorf("%s: %d requests over %d connections, want 20 over 1", name, e.count(), e.dialed())
			}
		})
	}
}

// A connection that the server closed while it was idle neither loses a call nor makes it be sent twice.
func TestClosedIdleConnection(t *testing.T) {
	t.Parallel()

	for _, call := range calls() {
		closing := func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Length", strconv.Itoa(len(call.response)))
			respond(200, call.response)(w, r)

			_ = http.NewResponseController(w).Flush()

			panic(http.ErrAbortHandler)
		}

		inBubble(t, http.HandlerFunc(closing), func(t *testing.T, e *testEnv) {
			for sent := 1; sent <= 3; sent++ {
				if _, err := call.send(t.Context(), e.client); err != nil {
					t.Fatalf("%s: %v", call.name, err)
				}

				synctest.Wait()

				if e.count() != sent || e.dialed() != sent {
					t.Fatalf("%s: %d requests over %d connections for %d calls", call.name, e.count(), e.dialed(), sent)
				}
			}
		})
	}
}

// A connection that breaks as it is used again is as one that breaks the first time, but that net/http sends a GET once
// more.
func TestBrokenIdleConnection(t *testing.T) {
	t.Parallel()

	for _, call := range calls() {
		inBubble(t, inTurn(respond(200, call.response), http.HandlerFunc(hangUp)), func(t *testing.T, e *testEnv) {
			if _, err := call.send(t.Context(), e.client); err != nil {
				t.Fatal(err)
			}

			_, err := call.send(t.Context(), e.client)
			failure := requireError(t, err, KindTransport)

			want := 1
			if call.retry == retryAlways {
				want = 3
			}

			sent := e.count() - 1
			if e.received()[0].Method == http.MethodGet {
				sent--
			}

			if sent != want || failure.Attempts != want || failure.MayHaveTakenEffect != (call.retry != retryAlways) {
				t.Errorf("%s: sent %d times, want %d: %+v", call.name, sent, want, *failure)
			}
		}, maxRetries(2))
	}
}

// staleConn is a connection of which one write fails with nothing written.
type staleConn struct {
	net.Conn

	stale *atomic.Bool
}

func (c staleConn) Write(data []byte) (int, error) {
	if c.stale.CompareAndSwap(true, false) {
		return 0, syscall.EPIPE
	}

	return c.Conn.Write(data)
}

// A mint that an idle connection did not take, and for which no other can be opened, was not sent.
func TestStaleIdleConnection(t *testing.T) {
	t.Parallel()

	inBubble(t, respond(200, attachResponse), func(t *testing.T, e *testEnv) {
		var stale atomic.Bool

		setDial(t, e.client, func(ctx context.Context, network, address string) (net.Conn, error) {
			connection, err := e.dial(ctx, network, address)

			return staleConn{connection, &stale}, err
		})

		if err := attach(t.Context(), e.client); err != nil {
			t.Fatal(err)
		}

		stale.Store(true)
		e.refuse(1)

		if err := attach(t.Context(), e.client); err != nil || e.count() != 2 || e.dialed() != 3 {
			t.Errorf("%d requests and %d connections for 2 calls: %v", e.count(), e.dialed(), err)
		}
	}, maxRetries(1))
}
