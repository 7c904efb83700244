// SPDX-License-Identifier: MPL-2.0

package main

import (
	"crypto/tls"
	"os"
	"path/filepath"
	"time"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/cmd/internal/loopback"
)

// certificateLifetime is longer than any run.
const certificateLifetime = 48 * time.Hour

// certificate is a self-signed certificate for the loopback, and the file that it is trusted by.
type certificate struct {
	pair tls.Certificate
	file string
}

// newCertificate makes one, with its file in a directory.
func newCertificate(dir string) (*certificate, error) {
	pair, err := loopback.NewCertificate("bench", certificateLifetime, nil)
	if err != nil {
		return nil, err
	}

	made := &certificate{pair: pair, file: filepath.Join(dir, "ca.pem")}

	return made, os.WriteFile(made.file, loopback.PEM(pair), 0o600)
}
