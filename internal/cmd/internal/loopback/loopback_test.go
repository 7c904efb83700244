// SPDX-License-Identifier: MPL-2.0

package loopback_test

import (
	"crypto/x509"
	"net"
	"testing"
	"time"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/cmd/internal/loopback"
)

// Who trusts the text trusts a server with this configuration, under its names and under no other, and not for ever.
func TestCertificate(t *testing.T) {
	t.Parallel()

	const lifetime = 24 * time.Hour

	made, err := loopback.NewCertificate("test", lifetime, &net.TCPAddr{IP: net.IPv4(127, 0, 0, 2)})
	if err != nil {
		t.Fatal(err)
	}

	roots := x509.NewCertPool()
	if !roots.AppendCertsFromPEM(loopback.PEM(made)) {
		t.Fatal("the text holds no certificate")
	}

	certificate, err := x509.ParseCertificate(loopback.Config(made).Certificates[0].Certificate[0])
	if err != nil {
		t.Fatal(err)
	}

	for name, test := range map[string]struct {
		after time.Duration
		good  bool
	}{
		"localhost": {0, true}, "127.0.0.1": {0, true}, "::1": {lifetime - time.Minute, true},
		"127.0.0.2": {-time.Minute, true}, "127.0.0.3": {0, false}, "example.com": {0, false},
		"LOCALHOST": {lifetime + time.Minute, false},
	} {
		if _, got := certificate.Verify(x509.VerifyOptions{
			DNSName: name, Roots: roots, CurrentTime: time.Now().Add(test.after),
		}); (got == nil) != test.good {
			t.Errorf("%s after %s: %v", name, test.after, got)
		}
	}
}
