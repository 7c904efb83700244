// SPDX-License-Identifier: MPL-2.0

package main

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"io"
	"net"
	"net/http"
	"os"
	"sync/atomic"
	"testing"
	"time"
)

func TestServerCounts(t *testing.T) {
	t.Parallel()

	trust, err := newCertificate(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}

	for speaks, want := range map[protocol]string{plain: "HTTP/1.1", tlsHTTP1: "HTTP/1.1", tlsHTTP2: "HTTP/2.0"} {
		t.Run(string(speaks), func(t *testing.T) {
			t.Parallel()

			s, err := newServer(t.Context(), speaks, 30*time.Millisecond, trust)
			if err != nil {
				t.Fatal(err)
			}

			client, dialed := trusting(t, s.certificate)
			started := time.Now()

			for range 3 {
				if got := get(t.Context(), t, client, s.fixture.BaseURL); got != want {
					t.Errorf("it speaks %s, want %s", got, want)
				}
			}

			if took := time.Since(started); took < 90*time.Millisecond {
				t.Errorf("three answers took %s", took)
			}

			client.CloseIdleConnections()
			get(t.Context(), t, client, s.fixture.BaseURL)

			// Two connections, but for a machine so busy that Go's transport gives one up instead of using it again.
			if requests, connections := s.counts(); requests != 4 || connections != dialed.Load() || connections < 2 {
				t.Errorf("%d requests on %d connections, want 4 on the %d that were dialed", requests, connections, dialed.Load())
			}

			if requests, connections := s.counts(); requests != 0 || connections != 0 {
				t.Errorf("%d requests and %d connections are not forgotten", requests, connections)
			}

			if err := s.close(); err != nil {
				t.Error(err)
			}
		})
	}
}

// trusting is a client that takes only this certificate, and the number of connections that it has made.
func trusting(t *testing.T, file string) (*http.Client, *atomic.Int64) {
	t.Helper()

	var dialed atomic.Int64

	transport := &http.Transport{
		ForceAttemptHTTP2: true,
		DialContext: func(ctx context.Context, network, address string) (net.Conn, error) {
			dialed.Add(1)

			return (&net.Dialer{}).DialContext(ctx, network, address)
		},
	}

	if file != "" {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}

		transport.TLSClientConfig = &tls.Config{RootCAs: x509.NewCertPool(), MinVersion: tls.VersionTLS12}
		if !transport.TLSClientConfig.RootCAs.AppendCertsFromPEM(text) {
			t.Fatal("the file holds no certificate")
		}
	}

	return &http.Client{Transport: transport}, &dialed
}

// get makes a request and tells what was spoken.
func get(ctx context.Context, t *testing.T, client *http.Client, address string) string {
	t.Helper()

	request, err := http.NewRequestWithContext(ctx, http.MethodGet, address+"/v1/debug/whoami", http.NoBody)
	if err != nil {
		t.Fatal(err)
	}

	response, err := client.Do(request)
	if err != nil {
		t.Fatal(err)
	}

	if _, err = io.Copy(io.Discard, response.Body); err != nil {
		t.Error(err)
	}

	if err = response.Body.Close(); err != nil {
		t.Error(err)
	}

	return response.Proto
}
