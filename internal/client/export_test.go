// SPDX-License-Identifier: MPL-2.0

package client

import (
	"context"
	"crypto/x509"
	"net"
	"net/http"
	"testing"
)

// Limits that tests of the outside hold the client to.
const (
	MaxAnswer         = maxAnswer
	MaxForeignText    = maxForeignText
	RateLimitPatience = rateLimitPatience
	MaxRetryAfter     = maxRetryAfter
	FirstRetry        = firstRetry
	FirstPause        = firstPause
)

// SetDial makes the client open its connections in another way, and never by a proxy.
func SetDial(
	tb testing.TB, client *Client, dial func(ctx context.Context, network, address string) (net.Conn, error),
) {
	tb.Helper()

	transport := transportOf(tb, client)
	transport.DialContext, transport.Proxy = dial, nil
	tb.Cleanup(transport.CloseIdleConnections)
}

// Trust makes the client trust a server's certificate, and nobody else's.
func Trust(tb testing.TB, client *Client, certificate *x509.Certificate) {
	tb.Helper()

	transport := transportOf(tb, client)
	transport.TLSClientConfig.RootCAs = x509.NewCertPool()
	transport.TLSClientConfig.RootCAs.AddCert(certificate)
}

// transportOf is what the client sends with.
func transportOf(tb testing.TB, client *Client) *http.Transport {
	tb.Helper()

	transport, ok := client.transport.(*http.Transport)
	if !ok {
		tb.Fatalf("the client has a %T, and no transport of net/http's", client.transport)
	}

	return transport
}
