// SPDX-License-Identifier: MPL-2.0

package client_test

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"sync"
	"testing"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/client"
)

// The credentials of a project that does not exist.
const (
	projectID = "project-test-11111111-1111-4111-8111-111111111111"
	secret    = "secret-test-made_up+for/these=tests-only-0000="
	userAgent = "terraform-provider-stytchoauth/0.0.0-test"
)

// request is what a server saw of a request.
type request struct {
	Method string
	// Target is the path and the query as they came over the wire.
	Target string
	Host   string
	Header http.Header
	Body   string
}

// recorder is a handler that keeps what it is asked, and leaves the answers to another one.
type recorder struct {
	answer http.Handler

	mu       sync.Mutex
	requests []request
}

// ServeHTTP keeps a request before it is answered.
func (r *recorder) ServeHTTP(w http.ResponseWriter, got *http.Request) {
	body, err := io.ReadAll(got.Body)
	if err != nil {
		http.Error(w, "unreadable", http.StatusInternalServerError)

		return
	}

	r.mu.Lock()
	r.requests = append(r.requests, request{
		Method: got.Method, Target: got.RequestURI, Host: got.Host, Header: got.Header.Clone(), Body: string(body),
	})
	r.mu.Unlock()

	r.answer.ServeHTTP(w, got)
}

// all returns what came so far.
func (r *recorder) all() []request {
	r.mu.Lock()
	defer r.mu.Unlock()

	return slices.Clone(r.requests)
}

// count returns how many requests came so far.
func (r *recorder) count() int {
	return len(r.all())
}

// only returns the one request that came.
func (r *recorder) only(t *testing.T) request {
	t.Helper()

	got := r.all()
	if len(got) != 1 {
		t.Fatalf("the server got %d requests, want exactly 1: %+v", len(got), got)
	}

	return got[0]
}

// serve starts a server on a loopback port and returns what it records, with a client that speaks to it.
func serve(tb testing.TB, answer http.Handler, options ...func(*client.Config)) (*client.Client, *recorder) {
	tb.Helper()

	record := &recorder{answer: answer}
	server := httptest.NewServer(record)
	tb.Cleanup(server.Close)

	return newClient(tb, server.URL, options...), record
}

// newClient returns a client for a server that has an address already.
func newClient(tb testing.TB, address string, options ...func(*client.Config)) *client.Client {
	tb.Helper()

	base, err := url.Parse(address)
	if err != nil {
		tb.Fatal(err)
	}

	config := client.Config{ProjectID: projectID, Secret: secret, BaseURL: base, UserAgent: userAgent}
	for _, option := range options {
		option(&config)
	}

	return client.New(config)
}

// retries sets the number of attempts after the first.
func retries(count int) func(*client.Config) {
	return func(config *client.Config) { config.MaxRetries = count }
}

// reply answers everything with one status and one JSON body.
func reply(status int, body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json; charset=utf-8")
		w.WriteHeader(status)
		_, _ = io.WriteString(w, body)
	}
}

// inTurn answers the first request with the first handler and so on. The last one stays.
func inTurn(handlers ...http.Handler) http.HandlerFunc {
	var (
		mu   sync.Mutex
		next int
	)

	return func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		handler := handlers[min(next, len(handlers)-1)]
		next++
		mu.Unlock()

		handler.ServeHTTP(w, r)
	}
}

// canonical writes a JSON document in one way, so that two can be compared.
func canonical(t *testing.T, document string) string {
	t.Helper()

	var parsed any
	if err := json.Unmarshal([]byte(document), &parsed); err != nil {
		t.Fatalf("not JSON: %v: %q", err, document)
	}

	written, err := json.MarshalIndent(parsed, "", " ")
	if err != nil {
		t.Fatal(err)
	}

	return string(written)
}
