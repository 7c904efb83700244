// SPDX-License-Identifier: MPL-2.0

package main

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io/fs"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"testing"
)

func TestRunWithTLS(t *testing.T) {
	t.Parallel()

	file := filepath.Join(t.TempDir(), "cert.pem")
	first, stop := launch(t, "-tls", "-tls-cert-out", file, "-listen", "localhost:0", "-refresh")
	if text(t, first, "tls_certificate_file") != file {
		t.Errorf("first line %v", first)
	}
	client := trusting(t, file)
	if got := whoami(t, client, first); got.status != http.StatusOK || got.proto != "HTTP/2.0" {
		t.Errorf("got %+v", got)
	}
	if err := stop(); err != nil {
		t.Errorf("stopped with %v", err)
	}
	if _, err := os.Stat(file); err != nil {
		t.Errorf("the file that was named is gone: %v", err)
	}
}

func TestTLSOnAnotherLoopbackAddress(t *testing.T) {
	t.Parallel()

	// Linux has all of 127.0.0.0/8; macOS has 127.0.0.1 alone unless told otherwise.
	probe, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.2:0")
	if err != nil {
		t.Skipf("there is no second loopback address here: %v", err)
	}
	if err := probe.Close(); err != nil {
		t.Fatal(err)
	}
	first, stop := launch(t, "-tls", "-listen", "127.0.0.2:0")
	file := text(t, first, "tls_certificate_file")
	if got := whoami(t, trusting(t, file), first); got.status != http.StatusOK {
		t.Errorf("got %+v", got)
	}
	if err := stop(); err != nil {
		t.Errorf("stopped with %v", err)
	}
	if _, err := os.Stat(file); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the temporary file is not removed: %v", err)
	}
}

func TestTLSCertificateInARelativeFile(t *testing.T) {
	t.Parallel()

	here, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "cert.pem")
	relative, err := filepath.Rel(here, file)
	if err != nil {
		t.Fatal(err)
	}
	first, _ := launch(t, "-tls", "-tls-cert-out", relative)
	if got := text(t, first, "tls_certificate_file"); got != file {
		t.Errorf("tls_certificate_file %s, want %s", got, file)
	}
}

// trusting is a client that trusts the certificate in a file.
func trusting(t *testing.T, file string) *http.Client {
	t.Helper()

	pem, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	pool := x509.NewCertPool()
	if !pool.AppendCertsFromPEM(pem) {
		t.Fatalf("no certificate in %s", pem)
	}
	client := &http.Client{Transport: &http.Transport{
		TLSClientConfig: &tls.Config{RootCAs: pool, MinVersion: tls.VersionTLS12}, ForceAttemptHTTP2: true,
	}}
	t.Cleanup(client.CloseIdleConnections)

	return client
}
