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
	"path/filepath"
	"slices"
	"time"
)

const certificateLifetime = 30 * 24 * time.Hour

// certificate is a self-signed certificate and the PEM file that a client can
// trust it by. Its key never leaves memory.
type certificate struct {
	config *tls.Config
	// file is absolute: whoever reads it may work in another directory.
	file      string
	temporary bool
}

// newCertificate makes a certificate for the loopback names and the address that
// is listened on, and writes it to a file; a temporary one if none is named.
func newCertificate(file string, address net.Addr) (*certificate, error) {
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
		IPAddresses:           addresses(address),
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
		file:      written,
		temporary: file == "",
	}, nil
}

// addresses are the loopback addresses that most use, and the very one: all of
// 127.0.0.0/8 is loopback.
func addresses(address net.Addr) []net.IP {
	ips := []net.IP{net.IPv4(127, 0, 0, 1), net.IPv6loopback}
	if bound, ok := address.(*net.TCPAddr); ok && !slices.ContainsFunc(ips, bound.IP.Equal) {
		ips = append(ips, bound.IP)
	}

	return ips
}

// remove removes the file, unless it is for the caller to keep.
func (c *certificate) remove() error {
	if !c.temporary {
		return nil
	}

	return os.Remove(c.file)
}

// serve returns what serves HTTPS with the certificate; net/http adds HTTP/2.
func (c *certificate) serve(server *http.Server) func(net.Listener) error {
	return func(listener net.Listener) error { return server.ServeTLS(listener, "", "") }
}

func writePEM(file string, der []byte) (string, error) {
	out, err := createPEM(file)
	if err != nil {
		return "", err
	}
	absolute, err := filepath.Abs(out.Name())

	return absolute, errors.Join(err, encodePEM(out, der), out.Close())
}

func createPEM(file string) (*os.File, error) {
	if file == "" {
		return os.CreateTemp("", "stytchmock-*.pem")
	}

	return os.Create(file)
}

func encodePEM(w io.Writer, der []byte) error {
	return pem.Encode(w, &pem.Block{Type: "CERTIFICATE", Bytes: der})
}
