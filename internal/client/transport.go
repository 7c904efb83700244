// SPDX-License-Identifier: MPL-2.0

package client

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"syscall"
	"time"
)

// maxIdleConnections is how many connections are kept open between requests. Terraform runs ten reads at a time unless
// told otherwise; Go's default of two would open a new connection for nearly each of them.
const maxIdleConnections = 64

// newTransport returns a transport that keeps connections open and uses the system's proxies and certificates. It is
// used without an http.Client around it, which would follow redirects, and so hand credentials on to another host.
//
// It speaks HTTP/1.1 alone: over HTTP/2, net/http may send a request a second time by itself, which a request that
// creates something must not be.
func newTransport() http.RoundTripper {
	dialer := &net.Dialer{Timeout: 10 * time.Second, KeepAlive: 30 * time.Second}
	protocols := &http.Protocols{}
	protocols.SetHTTP1(true)

	return &http.Transport{
		Proxy:                  http.ProxyFromEnvironment,
		OnProxyConnectResponse: requireTunnel,
		DialContext:            dialer.DialContext,
		Protocols:              protocols,
		MaxIdleConns:           2 * maxIdleConnections,
		MaxIdleConnsPerHost:    maxIdleConnections,
		IdleConnTimeout:        90 * time.Second,
		TLSHandshakeTimeout:    10 * time.Second,
		MaxResponseHeaderBytes: 64 << 10,
		// Responses are a kilobyte or two: to decompress them would cost more than to receive them.
		DisableCompression: true,
		TLSClientConfig:    &tls.Config{MinVersion: tls.VersionTLS12},
	}
}

// transportReason says why a host, "it", did not respond, and reports whether another attempt may succeed. An error that it
// does not know is not quoted: net/http puts parts of what a server sent into some.
func transportReason(err error) (reason string, transient bool) {
	var (
		dns         *net.DNSError
		op          *net.OpError
		certificate *tls.CertificateVerificationError
		authority   x509.UnknownAuthorityError
		hostname    x509.HostnameError
		notTLS      tls.RecordHeaderError
		proxy       *proxyError
		errno       syscall.Errno
		timeout     net.Error
	)

	switch {
	case errors.As(err, &dns):
		return fmt.Sprintf("the host name %s does not resolve", dns.Name), true
	case errors.As(err, &authority):
		return "its certificate is not signed by an authority that this machine trusts", false
	case errors.As(err, &hostname):
		return "its certificate is for another host", false
	case errors.As(err, &certificate):
		return fmt.Sprintf("its certificate cannot be trusted: %s", certificate.Err), false
	case errors.As(err, &notTLS):
		return "it does not speak TLS on this port", false
	case errors.As(err, &op) && op.Op == "remote error": // An alert, as crypto/tls reports the server's.
		return fmt.Sprintf("it ended the TLS handshake: %s", op.Err), false
	case errors.As(err, &proxy):
		return proxy.Error(), isTransient(proxy.status)
	case errors.As(err, &op) && op.Op == "proxyconnect":
		return fmt.Sprintf("the proxy cannot be reached: %s", op.Err), true
	case errors.Is(err, errSwitchedProtocol):
		return err.Error(), true
	case errors.Is(err, syscall.ECONNREFUSED):
		return "the connection was refused", true
	case errors.Is(err, syscall.ECONNRESET), errors.Is(err, syscall.ECONNABORTED), errors.Is(err, syscall.EPIPE):
		return "the connection was reset", true
	case errors.Is(err, io.EOF):
		return "the connection was closed", true
	case errors.Is(err, io.ErrUnexpectedEOF):
		return errIncomplete.Error(), true
	case errors.As(err, &timeout) && timeout.Timeout():
		return "there was no connection in time", true
	case errors.As(err, &errno):
		return fmt.Sprintf("it cannot be reached: %s", errno), true
	}

	return "it did not respond as HTTP requires", true
}

// proxyError is a proxy's refusal to open a connection.
type proxyError struct {
	proxy  string
	status int
}

// Error names the proxy, without the credentials that its address may hold.
func (p *proxyError) Error() string {
	return fmt.Sprintf("the proxy %s refused the connection: %s", p.proxy, statusText(p.status))
}

// requireTunnel is called with a proxy's response to a CONNECT.
func requireTunnel(_ context.Context, proxy *url.URL, _ *http.Request, received *http.Response) error {
	if received.StatusCode == http.StatusOK {
		return nil
	}

	return &proxyError{proxy: proxy.Host, status: received.StatusCode}
}
