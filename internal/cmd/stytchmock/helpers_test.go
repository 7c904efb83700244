// SPDX-License-Identifier: MPL-2.0

package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"
)

// launch runs the program until the test ends and returns its first line, and
// a function that stops it.
func launch(t *testing.T, arguments ...string) (first map[string]any, stop func() error) {
	t.Helper()

	first, ended, cancel := launchWith(t, strings.NewReader(""), arguments...)

	return first, func() error {
		cancel()

		return ended()
	}
}

// launchWith does so with a stdin. It returns the first line, a function that
// waits for the program's end, and one that interrupts it.
func launchWith(t *testing.T, stdin io.Reader, arguments ...string) (first map[string]any, ended func() error, interrupt func()) {
	t.Helper()

	ctx, cancel := context.WithCancel(t.Context())
	reader, writer := io.Pipe()
	result := make(chan error, 1)
	go func() {
		result <- run(ctx, arguments, stdin, writer)
		_ = writer.Close()
	}()
	ended = func() error {
		select {
		case err := <-result:
			result <- err

			return err
		case <-time.After(10 * time.Second):
			return errors.New("it does not stop")
		}
	}
	t.Cleanup(func() { cancel(); _ = ended() })

	line, err := bufio.NewReader(reader).ReadBytes('\n')
	if err != nil {
		cancel()
		t.Fatalf("no first line: %v", errors.Join(err, ended()))
	}
	if err := json.Unmarshal(line, &first); err != nil {
		t.Fatal(err)
	}

	return first, ended, cancel
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

// call sends a request, with a user and a password if they are given, and
// returns the answer's status and body.
func call(t *testing.T, first map[string]any, method, path, body string, credentials ...string) (int, string) {
	t.Helper()

	made, err := http.NewRequestWithContext(
		t.Context(), method, text(t, first, "base_url")+path, strings.NewReader(body),
	)
	if err != nil {
		t.Fatal(err)
	}
	if len(credentials) > 0 {
		made.SetBasicAuth(credentials[0], credentials[1])
	}
	client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	res, err := client.Do(made)
	if err != nil {
		t.Fatal(err)
	}
	answered, err := io.ReadAll(res.Body)
	if err := errors.Join(err, res.Body.Close()); err != nil {
		t.Fatal(err)
	}

	return res.StatusCode, string(answered)
}
