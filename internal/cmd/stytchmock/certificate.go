// SPDX-License-Identifier: MPL-2.0

package main

import (
	"crypto/tls"
	"errors"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"time"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/cmd/internal/loopback"
)

const certificateLifetime = 30 * 24 * time.Hour

// certificate is a self-signed certificate and the PEM file that a client can
// trust it by.
type certificate struct {
	config *tls.Config
	// file is absolute: whoever reads it may work in another directory.
	file      string
	temporary bool
}

// newCertificate makes a certificate for the loopback names and the address that
// is listened on, and writes it to a file; a temporary one if none is named.
func newCertificate(file string, address net.Addr) (*certificate, error) {
	pair, err := loopback.NewCertificate("stytchmock", certificateLifetime, address)
	if err != nil {
		return nil, err
	}
	written, err := write(file, loopback.PEM(pair))
	if err != nil {
		return nil, err
	}

	return &certificate{config: loopback.Config(pair), file: written, temporary: file == ""}, nil
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

// write writes a text to a file, and returns its absolute path.
func write(file string, text []byte) (string, error) {
	out, err := create(file)
	if err != nil {
		return "", err
	}
	_, err = out.Write(text)
	absolute, errPath := filepath.Abs(out.Name())

	return absolute, errors.Join(err, errPath, out.Close())
}

func create(file string) (*os.File, error) {
	if file == "" {
		return os.CreateTemp("", "stytchmock-*.pem")
	}

	return os.Create(file)
}
