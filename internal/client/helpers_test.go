// SPDX-License-Identifier: MPL-2.0

package client

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"slices"
	"sync"
	"syscall"
	"testing"
	"testing/synctest"
	"time"
)

// The credentials of a project that does not exist.
const (
	projectID = "project-test-11111111-1111-4111-8111-111111111111"
	secret    = "secret-test-made_up+for/these=tests-only-0000="
	userAgent = "terraform-provider-stytchoauth/0.0.0-test"
)

// Secrets that a call carries. Each has characters that some encoding changes.
const (
	sessionToken = "session+token/with=all?that&is<encoded>=="
	sessionJWT   = "eyJhbGciOiJub25lIn0.eyJzdWIiOiJzZWNyZXQifQ.c2lnbmF0dXJl"
	attachToken  = `attach"token\with|quotes`
	clientSecret = "client+secret/of=an&app"
	code         = "code/to=exchange+once"
	codeVerifier = "verifier-0123456789-0123456789-0123456789-abc"
	refreshToken = "refresh/token+to=revoke"
)

// Complete responses.
const (
	googleTokens = `{"request_id":"request-id-test-1","status_code":200,"provider_type":"Google",
		"provider_subject":"10769","access_token":"ya29.access","access_token_expires_in":3599,
		"id_token":"id.token.value","scopes":["openid","email"],"refresh_token":"1//refresh"}`
	attachResponse    = `{"request_id":"request-id-test-1","status_code":200,"oauth_attach_token":"attach-token"}`
	preflightResponse = `{"request_id":"request-id-test-1","status_code":200,"member_id":"member-test-1",
		"user_id":"user-test-1","client":{"client_id":"connected-app-test-1","client_name":"Acme CLI",
		"client_description":"","client_type":"third_party_public","logo_url":"https://app.example.com/logo.png"},
		"consent_required":true,"scope_results":[
		{"scope":"openid","description":"Sign in","is_grantable":true},
		{"scope":"write:documents","description":"","is_grantable":false}]}`
	authorizeResponse = `{"request_id":"request-id-test-1","status_code":200,"authorization_code":"the-code",
		"redirect_uri":"https://app.example.com/callback?code=the-code&state=s"}`
	redirectResponse = `{"request_id":"request-id-test-1","status_code":302,
		"redirect_url":"https://accounts.google.com/o/oauth2/auth?state=fresh"}`
	tokenResponse = `{"request_id":"request-id-test-1","status_code":200,"access_token":"eyJ.a.t","token_type":"bearer",
		"expires_in":3600,"scope":"openid email","refresh_token":"wUU","id_token":"eyJ.i.t"}`
)

// testCall is one call of the client, as tests that concern all calls make it.
type testCall struct {
	name      string
	retry     retryPolicy
	basicAuth bool
	// response is a complete one.
	response string
	// ignoresBody reports whether any body will do, or has a meaning of its own.
	ignoresBody bool
	// secrets are those that the call carries, apart from the project's.
	secrets []string
	send    func(ctx context.Context, c *Client) (any, error)
}

// calls returns one call for each endpoint.
func calls() []testCall {
	session := PreflightRequest{
		Subject: Subject{SessionToken: sessionToken, SessionJWT: sessionJWT}, ClientID: "connected-app-test-1",
		RedirectURI: "https://app.example.com/callback", ResponseType: "code", Scopes: []string{"openid"},
	}
	credentials := ClientCredentials{ClientID: "connected-app-test-1", ClientSecret: clientSecret}

	return []testCall{
		{
			name: "member tokens", retry: retryAlways, basicAuth: true, response: googleTokens,
			send: func(ctx context.Context, c *Client) (any, error) {
				return c.MemberTokens(ctx, MemberIdentityProviders()[0],
					MemberTokensRequest{OrganizationID: "organization-test-1", MemberID: "member-test-1"})
			},
		},
		{
			name: "preflight", retry: retryAlways, basicAuth: true, response: preflightResponse,
			secrets: []string{sessionToken, sessionJWT},
			send:    func(ctx context.Context, c *Client) (any, error) { return c.Preflight(ctx, B2B, session) },
		},
		{
			name: "start redirect", retry: retryAlways, response: redirectResponse, ignoresBody: true,
			secrets: []string{attachToken},
			send: func(ctx context.Context, c *Client) (any, error) {
				return c.StartRedirect(ctx, StartRequest{
					Flow: FlowUser, Provider: "google", PublicToken: "public-token-test-1", OAuthAttachToken: attachToken,
				})
			},
		},
		{
			name: "revoke", retry: retryAlways, response: `{}`, ignoresBody: true,
			secrets: []string{clientSecret, refreshToken},
			send: func(ctx context.Context, c *Client) (any, error) {
				return nil, c.RevokeToken(ctx, credentials, refreshToken, "refresh_token")
			},
		},
		{
			name: "attach", retry: retryIfUnsent, basicAuth: true, response: attachResponse,
			secrets: []string{sessionToken, sessionJWT},
			send: func(ctx context.Context, c *Client) (any, error) {
				return c.Attach(ctx, AttachRequest{
					Provider: "google", SessionToken: sessionToken, SessionJWT: sessionJWT,
				})
			},
		},
		{
			name: "authorize", retry: retryIfUnsent, basicAuth: true, response: authorizeResponse,
			secrets: []string{sessionToken, sessionJWT},
			send: func(ctx context.Context, c *Client) (any, error) {
				return c.Authorize(ctx, Consumer, AuthorizeRequest{PreflightRequest: session, ConsentGranted: true})
			},
		},
		{
			name: "exchange code", retry: retryNever, response: tokenResponse,
			secrets: []string{clientSecret, code, codeVerifier},
			send: func(ctx context.Context, c *Client) (any, error) {
				return c.ExchangeCode(ctx, CodeExchange{
					ClientCredentials: credentials, Code: code, RedirectURI: "https://app.example.com/callback",
					CodeVerifier: codeVerifier,
				})
			},
		},
		{
			name: "M2M token", retry: retryNever, response: tokenResponse, secrets: []string{clientSecret},
			send: func(ctx context.Context, c *Client) (any, error) { return c.M2MToken(ctx, credentials, nil) },
		},
	}
}

// readTokens and attach are the simplest calls that may be sent again, and may not.
func readTokens(ctx context.Context, c *Client) error {
	_, err := calls()[0].send(ctx, c)

	return err
}

func attach(ctx context.Context, c *Client) error {
	_, err := c.Attach(ctx, AttachRequest{Provider: "google", UserID: "user-test-1"})

	return err
}

// testServer is an HTTP server on a network in memory, so that it can run in a synctest bubble. It records requests.
type testServer struct {
	handler     http.Handler
	connections chan net.Conn
	closed      chan struct{}
	close       func()

	mu       sync.Mutex
	requests []recordedRequest
	dials    int
	refusals int
}

// recordedRequest is a request as the server received it. Target is the path and the query as they were sent.
type recordedRequest struct {
	Method, Target, Host string
	Header               http.Header
	Body                 string
}

// newTestServer starts a server.
func newTestServer(t *testing.T, handler http.Handler) *testServer {
	t.Helper()

	s := &testServer{handler: handler, connections: make(chan net.Conn), closed: make(chan struct{})}
	s.close = sync.OnceFunc(func() { close(s.closed) })

	server := &http.Server{Handler: s, ReadHeaderTimeout: time.Hour}
	go func() { _ = server.Serve(s) }()

	t.Cleanup(func() { _ = server.Close() })

	return s
}

// Accept, Close and Addr implement [net.Listener].
func (s *testServer) Accept() (net.Conn, error) {
	select {
	case connection := <-s.connections:
		return connection, nil
	case <-s.closed:
		return nil, net.ErrClosed
	}
}

func (s *testServer) Close() error {
	s.close()

	return nil
}

func (s *testServer) Addr() net.Addr {
	return &net.IPAddr{IP: net.IPv4(127, 0, 0, 1)}
}

// dial connects to the server, whatever the address.
func (s *testServer) dial(ctx context.Context, network, _ string) (net.Conn, error) {
	s.mu.Lock()
	s.dials++
	refused := s.refusals > 0
	s.refusals--
	s.mu.Unlock()

	if refused {
		return nil, &net.OpError{Op: "dial", Net: network, Addr: s.Addr(), Err: syscall.ECONNREFUSED}
	}

	local, remote := net.Pipe()

	select {
	case s.connections <- remote:
		return local, nil
	case <-s.closed:
		return nil, net.ErrClosed
	case <-ctx.Done():
		return nil, context.Cause(ctx)
	}
}

// ServeHTTP records a request and leaves the response to the handler.
func (s *testServer) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return // The client is gone.
	}

	s.mu.Lock()
	s.requests = append(s.requests, recordedRequest{
		Method: r.Method, Target: r.RequestURI, Host: r.Host, Header: r.Header.Clone(), Body: string(body),
	})
	s.mu.Unlock()

	s.handler.ServeHTTP(w, r)
}

// refuse makes the server refuse the next connections.
func (s *testServer) refuse(count int) {
	s.mu.Lock()
	defer s.mu.Unlock()

	s.refusals = count
}

// dialed returns how many connections were attempted.
func (s *testServer) dialed() int {
	s.mu.Lock()
	defer s.mu.Unlock()

	return s.dials
}

// received returns all requests so far.
func (s *testServer) received() []recordedRequest {
	s.mu.Lock()
	defer s.mu.Unlock()

	return slices.Clone(s.requests)
}

// count returns the number of requests so far.
func (s *testServer) count() int {
	return len(s.received())
}

// only returns the one request that was received.
func (s *testServer) only(t *testing.T) recordedRequest {
	t.Helper()

	requests := s.received()
	if len(requests) != 1 {
		t.Fatalf("the server received %d requests, want 1: %+v", len(requests), requests)
	}

	return requests[0]
}

// testEnv is a client and its server, in a synctest bubble.
type testEnv struct {
	*testServer

	client  *Client
	started time.Time
}

// elapsed returns the virtual time since the test began.
func (e *testEnv) elapsed() time.Duration {
	return time.Since(e.started)
}

// inBubble runs a test with a client and a server in virtual time.
func inBubble(t *testing.T, handler http.Handler, test func(t *testing.T, e *testEnv), options ...func(*Config)) {
	t.Helper()

	synctest.Test(t, func(t *testing.T) {
		server := newTestServer(t, handler)
		c := newTestClient(t, "http://localhost", options...)
		setDial(t, c, server.dial)

		test(t, &testEnv{testServer: server, client: c, started: time.Now()})
	})
}

// newTestClient returns a client of a server.
func newTestClient(tb testing.TB, address string, options ...func(*Config)) *Client {
	tb.Helper()

	base, err := url.Parse(address)
	if err != nil {
		tb.Fatal(err)
	}

	config := Config{ProjectID: projectID, Secret: secret, BaseURL: base, UserAgent: userAgent}
	for _, option := range options {
		option(&config)
	}

	return New(config)
}

// maxRetries sets the number of attempts after the first.
func maxRetries(count int) func(*Config) {
	return func(config *Config) { config.MaxRetries = count }
}

// setDial sets how the client opens connections, without a proxy.
func setDial(tb testing.TB, c *Client, dial func(ctx context.Context, network, address string) (net.Conn, error)) {
	tb.Helper()

	transport := transportOf(tb, c)
	transport.DialContext, transport.Proxy = dial, nil
	tb.Cleanup(transport.CloseIdleConnections)
}

// transportOf returns the client's transport.
func transportOf(tb testing.TB, c *Client) *http.Transport {
	tb.Helper()

	transport, ok := c.transport.(*http.Transport)
	if !ok {
		tb.Fatalf("the client's transport is a %T", c.transport)
	}

	return transport
}

// respond returns a handler that always sends the same JSON response.
func respond(status int, body string) http.HandlerFunc {
	return respondAs("application/json; charset=utf-8", status, body)
}

// respondAs is respond with another content type.
func respondAs(contentType string, status int, body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header()["Content-Type"] = []string{contentType}
		w.WriteHeader(status)
		_, _ = io.WriteString(w, body)
	}
}

// stytchError returns a handler that sends an error as Stytch does.
func stytchError(status int, errorType string) http.HandlerFunc {
	return respond(status, fmt.Sprintf(`{"status_code":%d,"request_id":"request-id-test-e","error_type":%q,
		"error_message":"The message.","error_url":"https://stytch.com/docs/api/errors/%d"}`, status, errorType, status))
}

// withRetryAfter returns a handler that sends an error with a Retry-After header.
func withRetryAfter(status int, retryAfter string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Retry-After", retryAfter)
		stytchError(status, "some_type")(w, r)
	}
}

// inTurn returns a handler that passes the first request to the first handler, and so on. The last one stays.
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

// requireError returns the client's error, which must be of this kind.
func requireError(t *testing.T, err error, kind Kind) *Error {
	t.Helper()

	failure, ok := errors.AsType[*Error](err)
	if !ok {
		t.Fatalf("%T: %v, want an *Error", err, err)
	}

	if failure.Kind != kind {
		t.Fatalf("kind %q, want %q: %v", failure.Kind, kind, err)
	}

	return failure
}

// toJSON returns a value as JSON, with sorted keys.
func toJSON(t *testing.T, value any) string {
	t.Helper()

	encoded, err := json.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}

	return string(encoded)
}

// sameJSON reports whether two documents are the same but for white space and the order of keys.
func sameJSON(t *testing.T, one, other string) bool {
	t.Helper()

	var parsed [2]any

	for i, document := range []string{one, other} {
		if err := json.Unmarshal([]byte(document), &parsed[i]); err != nil {
			t.Fatalf("%v: %q", err, document)
		}
	}

	return toJSON(t, parsed[0]) == toJSON(t, parsed[1])
}

// requireRequest checks the one request that was sent. The body is JSON, or nothing.
func requireRequest(t *testing.T, e *testEnv, method, target, body string) {
	t.Helper()

	got := e.only(t)
	if got.Method != method || got.Target != target {
		t.Errorf("sent %s %s, want %s %s", got.Method, got.Target, method, target)
	}

	if body == "" {
		if got.Body != "" {
			t.Errorf("sent the body %s, want none", got.Body)
		}
	} else if !sameJSON(t, got.Body, body) || got.Header.Get("Content-Type") != "application/json" {
		t.Errorf("sent the body %s as %q, want %s", got.Body, got.Header.Get("Content-Type"), body)
	}
}
