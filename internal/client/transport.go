// SPDX-License-Identifier: MPL-2.0

package client

import (
	"context"
	"crypto/tls"
	"net"
	"net/http"
	"sync"
	"time"
)

// maxIdleConnections is how many connections are kept alive between requests. Terraform runs ten reads at a time
// unless told otherwise; Go's own default of two would open a new connection for nearly each of them.
const maxIdleConnections = 64

// pingTimeout is how long an HTTP/2 connection may be silent before it is asked for a sign of life, and how long that may
// take.
const pingTimeout = 5 * time.Second

// newTransport returns a transport that keeps connections alive and uses the system's proxies and certificates. It
// is used without an http.Client around it, which would follow redirects, and so carry credentials or a start URL's
// parameters to a host that nobody chose.
func newTransport() http.RoundTripper {
	dialer := &net.Dialer{Timeout: 10 * time.Second, KeepAlive: 30 * time.Second}

	return &http.Transport{
		Proxy:                  http.ProxyFromEnvironment,
		OnProxyConnectResponse: requireTunnel,
		DialContext:            dialer.DialContext,
		ForceAttemptHTTP2:      true,
		MaxIdleConns:           2 * maxIdleConnections,
		MaxIdleConnsPerHost:    maxIdleConnections,
		IdleConnTimeout:        90 * time.Second,
		TLSHandshakeTimeout:    10 * time.Second,
		MaxResponseHeaderBytes: 64 << 10,
		// Answers are a kilobyte or two: to unpack them would cost more than to receive them.
		DisableCompression: true,
		TLSClientConfig:    &tls.Config{MinVersion: tls.VersionTLS12},
		// A connection that all requests share must be found out when it is dead: nothing else would open another.
		HTTP2: &http.HTTP2Config{SendPingTimeout: pingTimeout, PingTimeout: pingTimeout},
	}
}

// latch lets the first request of a client open its connection before any other one leaves. Where the server
// speaks HTTP/2, the others then share that connection; without this, each of those that Terraform starts at once
// would open one, to find out that it is not needed. It opens for good with the first connection, or with the
// first failure to get one.
type latch struct {
	first  sync.Once
	opener sync.Once
	opened chan struct{}
}

// newLatch returns a closed latch.
func newLatch() *latch {
	return &latch{opened: make(chan struct{})}
}

// pass returns at once to the first caller, and to all others when the latch is open or their context ends.
func (l *latch) pass(ctx context.Context) error {
	leads := false
	l.first.Do(func() { leads = true })

	if leads {
		return nil
	}

	select {
	case <-l.opened:
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

// open opens the latch; a second time does nothing.
func (l *latch) open() {
	l.opener.Do(func() { close(l.opened) })
}
