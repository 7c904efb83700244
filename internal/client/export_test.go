// SPDX-License-Identifier: MPL-2.0

package client

import (
	"context"
	"crypto/x509"
	"net"
	"net/http"
	"net/url"
	"testing"
)

// Limits that tests of the outside hold the client to.
const (
	MaxAnswer      = maxAnswer
	MaxForeignText = maxForeignText
	MaxRetryAfter  = maxRetryAfter
	FirstRetry     = firstRetry
	FirstPause     = firstPause
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

// SetProxy makes the client open its connections by a proxy.
func SetProxy(tb testing.TB, client *Client, proxy string) {
	tb.Helper()

	address, err := url.Parse(proxy)
	if err != nil {
		tb.Fatal(err)
	}

	transportOf(tb, client).Proxy = http.ProxyURL(address)
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
