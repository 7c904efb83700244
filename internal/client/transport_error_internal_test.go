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
	"os"
	"syscall"
	"testing"

	"golang.org/x/net/http2"
)

func TestTransportReason(t *testing.T) {
	t.Parallel()

	dial := func(err error) error { return &net.OpError{Op: "dial", Net: "tcp", Err: err} }
	untrusted := func(err error) error { return &tls.CertificateVerificationError{Err: err} }

	for name, test := range map[string]struct {
		err       error
		want      string
		transient bool
	}{
		"no such host": {
			dial(&net.DNSError{Err: "no such host", Name: "login.acme.test", IsNotFound: true}),
			"the host name login.acme.test does not resolve", true,
		},
		"unknown authority": {
			untrusted(x509.UnknownAuthorityError{}),
			"the certificate of h is not signed by an authority that this machine trusts", false,
		},
		"expired": {
			untrusted(x509.CertificateInvalidError{Reason: x509.Expired, Detail: "of old"}),
			"the certificate of h cannot be trusted: x509: certificate has expired or is not yet valid: of old", false,
		},
		"no TLS": {
			tls.RecordHeaderError{Msg: "first record does not look like a TLS handshake"},
			"h does not speak TLS on this port", false,
		},
		"proxy": {
			&net.OpError{Op: "proxyconnect", Net: "tcp", Err: dial(syscall.ECONNREFUSED)},
			"the proxy cannot be reached: dial tcp: connection refused", true,
		},
		"refused":         {dial(os.NewSyscallError("connect", refusals[0])), "h refuses the connection", true},
		"reset":           {os.NewSyscallError("read", resets[0]), "the connection was reset", true},
		"broken pipe":     {os.NewSyscallError("write", resets[len(resets)-1]), "the connection was reset", true},
		"closed":          {io.EOF, "the connection was closed before there was an answer", true},
		"cut short":       {io.ErrUnexpectedEOF, "the answer was cut short", true},
		"no connection":   {dial(os.ErrDeadlineExceeded), "h cannot be reached: no connection in time", true},
		"TLS alert":       {tls.AlertError(40), "h ended the TLS handshake: tls: handshake failure", false},
		"unreachable":     {dial(os.NewSyscallError("connect", syscall.ENETUNREACH)), "h cannot be reached: network is unreachable", true},
		"HTTP/2":          {http2.StreamError{StreamID: 3, Code: http2.ErrCodeInternal}, "h broke the HTTP/2 stream off: INTERNAL_ERROR", true},
		"tunnel refused":  {&proxyError{"proxy:3128", 407}, "the proxy proxy:3128 refuses the connection: 407 Proxy Authentication Required", false},
		"tunnel, later":   {&proxyError{"proxy:3128", 503}, "the proxy proxy:3128 refuses the connection: 503 Service Unavailable", true},
		"something else":  {errors.New(`malformed header line: "{\"access_token\": …`), "h did not answer as HTTP asks for", true},
		"wrapped by more": {fmt.Errorf("a: %w", fmt.Errorf("b: %w", io.EOF)), "the connection was closed before there was an answer", true},
	} {
		reason, transient := transportReason(test.err, "h")
		if reason != test.want || transient != test.transient {
			t.Errorf("%s: %q, %t, want %q, %t", name, reason, transient, test.want, test.transient)
		}
	}
}

func TestCauseIsWhatIsBelow(t *testing.T) {
	t.Parallel()

	failure := &Error{Cause: &cause{text: "shown", below: fmt.Errorf("hidden: %w", context.Canceled)}}

	if !errors.Is(failure, context.Canceled) || errors.Is(failure, context.DeadlineExceeded) {
		t.Error("what is below cannot be told")
	}

	if text := errors.Unwrap(failure).Error(); text != "shown" {
		t.Errorf("the cause says %q", text)
	}

	if errors.Unwrap(errors.Unwrap(failure)) != nil {
		t.Error("what is below can be reached")
	}
}
