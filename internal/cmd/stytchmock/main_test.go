// SPDX-License-Identifier: MPL-2.0

package main

import (
	"bufio"
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"errors"
	"flag"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// launch runs the program until the test ends and returns its first line, and
// a function that stops it.
func launch(t *testing.T, arguments ...string) (first map[string]any, stop func() error) {
	t.Helper()

	ctx, cancel := context.WithCancel(t.Context())
	reader, writer := io.Pipe()
	ended := make(chan error, 1)
	go func() {
		ended <- run(ctx, arguments, writer, io.Discard)
		_ = writer.Close()
	}()
	stop = func() error {
		cancel()
		select {
		case err := <-ended:
			ended <- err

			return err
		case <-time.After(10 * time.Second):
			return errors.New("it does not stop")
		}
	}
	t.Cleanup(func() { _ = stop() })

	line, err := bufio.NewReader(reader).ReadBytes('\n')
	if err != nil {
		t.Fatalf("no first line: %v", errors.Join(err, stop()))
	}
	if err := json.Unmarshal(line, &first); err != nil {
		t.Fatal(err)
	}

	return first, stop
}

func text(t *testing.T, object map[string]any, name string) string {
	t.Helper()

	value, ok := object[name].(string)
	if !ok || value == "" {
		t.Fatalf("no %s in %v", name, object)
	}

	return value
}

// outcome is what a test looks at in an answer.
type outcome struct {
	status     int
	proto      string
	retryAfter string
}

// whoami calls the emulator.
func whoami(t *testing.T, client *http.Client, first map[string]any) outcome {
	t.Helper()

	made, err := http.NewRequestWithContext(
		t.Context(), http.MethodGet, text(t, first, "base_url")+"/v1/debug/whoami", http.NoBody,
	)
	if err != nil {
		t.Fatal(err)
	}
	made.SetBasicAuth(text(t, first, "project_id"), text(t, first, "secret"))
	res, err := client.Do(made)
	if err != nil {
		t.Fatal(err)
	}
	if err := res.Body.Close(); err != nil {
		t.Fatal(err)
	}

	return outcome{status: res.StatusCode, proto: res.Proto, retryAfter: res.Header.Get("Retry-After")}
}

func TestRun(t *testing.T) {
	t.Parallel()

	first, stop := launch(t, "-listen", "127.0.0.1:0", "-latency", "1ms", "-rate-limit", "2/1h", "-retry-after", "seconds")
	for name := range strings.FieldsSeq("base_url project_id secret public_token organization_id member_id client_id " +
		"redirect_uri consumer_project_id consumer_secret consumer_public_token user_id session_jwt") {
		text(t, first, name)
	}
	client := &http.Client{Transport: &http.Transport{}}
	t.Cleanup(client.CloseIdleConnections)
	for _, want := range []int{200, 200, 429} {
		got := whoami(t, client, first)
		if got.status != want || (want == http.StatusTooManyRequests) != (got.retryAfter == "3600") {
			t.Errorf("got %+v, want %d", got, want)
		}
	}
	if err := stop(); err != nil {
		t.Errorf("stopped with %v", err)
	}
}

func TestRunWithTLS(t *testing.T) {
	t.Parallel()

	file := filepath.Join(t.TempDir(), "cert.pem")
	first, stop := launch(t, "-tls", "-tls-cert-out", file, "-listen", "localhost:0", "-refresh")
	if text(t, first, "tls_certificate_file") != file {
		t.Errorf("first line %v", first)
	}
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
	if got := whoami(t, client, first); got.status != http.StatusOK || got.proto != "HTTP/2.0" {
		t.Errorf("got %+v", got)
	}
	if err := stop(); err != nil {
		t.Errorf("stopped with %v", err)
	}
}

func TestBadArguments(t *testing.T) {
	t.Parallel()

	tests := map[string]struct {
		arguments []string
		says      string
	}{
		"any address":        {[]string{"-listen", ":0"}, "loopback"},
		"every address":      {[]string{"-listen", "0.0.0.0:0"}, "loopback"},
		"a name":             {[]string{"-listen", "example.com:0"}, "loopback"},
		"no port":            {[]string{"-listen", "127.0.0.1"}, "host:port"},
		"no window":          {[]string{"-rate-limit", "20"}, "20/1s"},
		"no limit":           {[]string{"-rate-limit", "0/1s"}, "positive"},
		"no duration":        {[]string{"-rate-limit", "1/s"}, "positive"},
		"unknown style":      {[]string{"-retry-after", "soon"}, "none, seconds or date"},
		"argument":           {[]string{"serve"}, "serve"},
		"certificate, plain": {[]string{"-tls-cert-out", "x"}, "-tls"},
		"no such folder":     {[]string{"-tls", "-tls-cert-out", filepath.Join(t.TempDir(), "no", "x")}, "no such file"},
		"unknown flag":       {[]string{"-nothing"}, "nothing"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			err := run(t.Context(), test.arguments, io.Discard, io.Discard)
			if err == nil || !strings.Contains(err.Error(), test.says) {
				t.Errorf("error %v does not say %q", err, test.says)
			}
		})
	}
}

func TestHelp(t *testing.T) {
	t.Parallel()

	var printed bytes.Buffer
	if err := run(t.Context(), []string{"-help"}, io.Discard, &printed); !errors.Is(err, flag.ErrHelp) {
		t.Errorf("error %v", err)
	}
	for _, name := range []string{"/mock/faults", "/mock/tokens", "-rate-limit", "-tls-cert-out", "base_url", "/v1/oauth/attach"} {
		if !strings.Contains(printed.String(), name) {
			t.Errorf("help does not mention %s", name)
		}
	}
}
