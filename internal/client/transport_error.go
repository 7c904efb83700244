// SPDX-License-Identifier: MPL-2.0

package client

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"syscall"
)

// transportReason puts the usual faults of a network into words, and tells whether another attempt may go better.
// What is not known here is named by its own text, which the caller has to clean.
func transportReason(err error, host string) (reason string, transient bool) {
	var (
		dns        *net.DNSError
		proxy      *net.OpError
		notTrusted *tls.CertificateVerificationError
		authority  x509.UnknownAuthorityError
		hostname   x509.HostnameError
		notTLS     tls.RecordHeaderError
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
	case errors.As(err, &proxy) && proxy.Op == "proxyconnect":
		return fmt.Sprintf("the proxy cannot be reached: %s", proxy.Err), true
	case errors.Is(err, syscall.ECONNREFUSED):
		return host + " refuses the connection", true
	case errors.Is(err, syscall.ECONNRESET), errors.Is(err, syscall.EPIPE):
		return "the connection was reset", true
	case errors.Is(err, io.EOF):
		return "the connection was closed before there was an answer", true
	case errors.Is(err, io.ErrUnexpectedEOF):
		return errCutShort.Error(), true
	case errors.As(err, &timeout) && timeout.Timeout():
		return host + " cannot be reached: no connection in time", true
	}

	return err.Error(), true
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
