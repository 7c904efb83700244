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
	"math/big"
	"net"
	"os"
	"path/filepath"
	"time"
)

const certificateLifetime = 30 * 24 * time.Hour

// newCertificate makes a self-signed certificate for localhost and the loopback addresses, the one that is listened on
// among them. It writes the certificate to a file, a temporary one if none is named, and returns the file's absolute path.
// The key never leaves memory.
func newCertificate(file string, listening net.Addr) (*tls.Config, string, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, "", err
	}
	// Clients that keep exceptions by serial number must not take one certificate for another.
	serial, err := rand.Int(rand.Reader, big.NewInt(1<<62))
	if err != nil {
		return nil, "", err
	}
	addresses := []net.IP{net.IPv4(127, 0, 0, 1), net.IPv6loopback}
	if bound, ok := listening.(*net.TCPAddr); ok {
		// All of 127.0.0.0/8 is loopback.
		addresses = append(addresses, bound.IP)
	}
	template := &x509.Certificate{
		SerialNumber:          serial,
		Subject:               pkix.Name{CommonName: "stytchmock"},
		DNSNames:              []string{"localhost"},
		IPAddresses:           addresses,
		NotBefore:             time.Now().Add(-time.Hour),
		NotAfter:              time.Now().Add(certificateLifetime),
		KeyUsage:              x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign,
		ExtKeyUsage:           []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
		BasicConstraintsValid: true,
		IsCA:                  true,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		return nil, "", err
	}
	written, err := writeFile(file, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}))
	if err != nil {
		return nil, "", err
	}

	return &tls.Config{
		Certificates: []tls.Certificate{{Certificate: [][]byte{der}, PrivateKey: key}},
		MinVersion:   tls.VersionTLS12,
	}, written, nil
}

// writeFile writes a text to a file, a temporary one if none is named, and returns its absolute path: whoever reads it may
// work in another directory.
func writeFile(file string, text []byte) (string, error) {
	if file == "" {
		temporary, err := os.CreateTemp("", "stytchmock-*.pem")
		if err != nil {
			return "", err
		}
		file = temporary.Name()
		if err := temporary.Close(); err != nil {
			return "", err
		}
	}
	absolute, err := filepath.Abs(file)
	if err != nil {
		return "", err
	}

	return absolute, os.WriteFile(absolute, text, 0o600)
}
