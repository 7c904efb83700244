// SPDX-License-Identifier: MPL-2.0

package main

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"errors"
	"io"
	"math/big"
	"net"
	"net/http"
	"os"
	"time"
)

const certificateLifetime = 30 * 24 * time.Hour

// certificate is a self-signed certificate and the PEM file that a client can
// trust it by. Its key never leaves memory.
type certificate struct {
	config *tls.Config
	file   string
}

// newCertificate makes a certificate for the loopback names and writes it to a
// file; a temporary one if none is named.
func newCertificate(file string) (*certificate, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, err
	}
	serial, err := rand.Int(rand.Reader, big.NewInt(1<<62))
	if err != nil {
		return nil, err
	}
	template := &x509.Certificate{
		SerialNumber:          serial,
		Subject:               pkix.Name{CommonName: "stytchmock"},
		DNSNames:              []string{"localhost"},
		IPAddresses:           []net.IP{net.IPv4(127, 0, 0, 1), net.IPv6loopback},
		NotBefore:             time.Now().Add(-time.Hour),
		NotAfter:              time.Now().Add(certificateLifetime),
		KeyUsage:              x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign,
		ExtKeyUsage:           []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
		BasicConstraintsValid: true,
		IsCA:                  true,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		return nil, err
	}
	written, err := writePEM(file, der)
	if err != nil {
		return nil, err
	}

	return &certificate{
		config: &tls.Config{
			Certificates: []tls.Certificate{{Certificate: [][]byte{der}, PrivateKey: key}},
			MinVersion:   tls.VersionTLS12,
		},
		file: written,
	}, nil
}

// serve returns what serves HTTPS with the certificate; net/http adds HTTP/2.
func (c *certificate) serve(server *http.Server) func(net.Listener) error {
	return func(listener net.Listener) error { return server.ServeTLS(listener, "", "") }
}

func writePEM(file string, der []byte) (string, error) {
	var out *os.File
	var err error
	if file == "" {
		out, err = os.CreateTemp("", "stytchmock-*.pem")
	} else {
		out, err = os.Create(file)
	}
	if err != nil {
		return "", err
	}

	return out.Name(), errors.Join(encodePEM(out, der), out.Close())
}

func encodePEM(w io.Writer, der []byte) error {
	return pem.Encode(w, &pem.Block{Type: "CERTIFICATE", Bytes: der})
}
