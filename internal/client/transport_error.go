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
	"slices"
	"strings"
	"syscall"
)

// transportReason puts the faults of a network into words, and tells whether another attempt may go better. What has no
// words here is told in none of its own: Go quotes in such errors what a server sent, which may be the answer itself.
func transportReason(err error, host string) (reason string, transient bool) {
	var (
		dns        *net.DNSError
		proxy      *net.OpError
		notTrusted *tls.CertificateVerificationError
		authority  x509.UnknownAuthorityError
		hostname   x509.HostnameError
		notTLS     tls.RecordHeaderError
		refusal    *proxyError
		alert      tls.AlertError
		system     syscall.Errno
		timeout    net.Error
	)

	switch {
	case errors.As(err, &dns):
		return fmt.Sprintf("the host name %s does not resolve", dns.Name), true
	case errors.As(err, &authority):
		return fmt.Sprintf("the certificate of %s is not signed by an authority that this machine trusts", host), false
	case errors.As(err, &hostname):
		return fmt.Sprintf("the certificate that %s shows is for another host", host), false
	case errors.As(err, &notTrusted):
		return fmt.Sprintf("the certificate of %s cannot be trusted: %s", host, notTrusted.Err), false
	case errors.As(err, &notTLS):
		return host + " does not speak TLS on this port", false
	case errors.As(err, &alert):
		return fmt.Sprintf("%s ended the TLS handshake: %s", host, alert), false
	case errors.As(err, &refusal):
		return refusal.Error(), transientStatus(refusal.status)
	case errors.As(err, &proxy) && proxy.Op == "proxyconnect":
		return fmt.Sprintf("the proxy cannot be reached: %s", proxy.Err), true
	case errors.Is(err, errSentAlready):
		return host + " broke off after the request was sent", true
	case isAny(err, refusals):
		return host + " refuses the connection", true
	case isAny(err, resets):
		return "the connection was reset", true
	case errors.Is(err, io.EOF):
		return "the connection was closed before there was an answer", true
	case errors.Is(err, io.ErrUnexpectedEOF):
		return errCutShort.Error(), true
	case errors.As(err, &timeout) && timeout.Timeout():
		return host + " cannot be reached: no connection in time", true
	case errors.As(err, &system):
		return fmt.Sprintf("%s cannot be reached: %s", host, system), true
	}

	return http2Reason(err, host), true
}

// http2Reason is transportReason for HTTP/2. Go does not export its errors, so they are told by their texts.
func http2Reason(err error, host string) string {
	text := err.Error()
	if strings.Contains(text, "http2: client connection lost") {
		return "the connection to " + host + " went silent"
	}

	if strings.Contains(text, "http2: server sent GOAWAY") {
		return host + " closed the connection"
	}

	// stream error: stream ID 1; INTERNAL_ERROR; received from peer
	_, stream, _ := strings.Cut(text, "stream error: stream ID ")
	if _, code, ok := strings.Cut(stream, "; "); ok {
		code, _, _ = strings.Cut(code, ";")
		if strings.Trim(code, "ABCDEFGHIJKLMNOPQRSTUVWXYZ_") == "" {
			return host + " broke the HTTP/2 stream off: " + code
		}
	}

	return host + " did not answer as HTTP asks for"
}

// isAny tells whether an error is one of some.
func isAny(err error, targets []error) bool {
	return slices.ContainsFunc(targets, func(target error) bool { return errors.Is(err, target) })
}

// proxyError is a proxy that does not let a connection through.
type proxyError struct {
	proxy  string
	status int
}

// Error names the proxy, without the credentials that its address may hold.
func (p *proxyError) Error() string {
	return fmt.Sprintf("the proxy %s refuses the connection: %s", p.proxy, statusText(p.status))
}

// requireTunnel is asked about each answer of a proxy to a CONNECT.
func requireTunnel(_ context.Context, proxy *url.URL, _ *http.Request, answer *http.Response) error {
	if answer.StatusCode == http.StatusOK {
		return nil
	}

	return &proxyError{proxy: proxy.Host, status: answer.StatusCode}
}

// cause is an error of the network as it may be shown. [errors.Is] sees the one below; its text is out of reach, for
// Go quotes in it what a server sent.
type cause struct {
	text  string
	below error
}

// Error is the text that was cleaned.
func (c *cause) Error() string {
	return c.text
}

// Is tells what the error below is.
func (c *cause) Is(target error) bool {
	return errors.Is(c.below, target)
}
