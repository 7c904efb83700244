// SPDX-License-Identifier: MPL-2.0

package stytchmock_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/stytchmock"
)

const (
	testVerifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
	jsonType     = "application/json"
	formType     = "application/x-www-form-urlencoded"

	attachPath          = "/v1/oauth/attach"
	memberPreflightPath = "/v1/b2b/idp/oauth/authorize/start"
	memberAuthorizePath = "/v1/b2b/idp/oauth/authorize"
	userPreflightPath   = "/v1/idp/oauth/authorize/start"
	userAuthorizePath   = "/v1/idp/oauth/authorize"
	whoamiPath          = "/v1/debug/whoami"
)

// emulator is a running emulator.
type emulator struct {
	*stytchmock.Server

	t      *testing.T
	url    string
	client *http.Client
	f      stytchmock.Fixture
}

func start(t *testing.T, options ...stytchmock.Option) *emulator {
	t.Helper()

	mock := stytchmock.New(options...)
	server := httptest.NewServer(mock)
	t.Cleanup(server.Close)
	client := server.Client()
	client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }

	return &emulator{Server: mock, t: t, url: server.URL, client: client, f: mock.FixtureAt(server.URL)}
}

// request is a request to make. Credentials are user and password.
type request struct {
	method      string
	path        string
	credentials [2]string
	contentType string
	body        string
}

// response is a response, its body decoded if it is a JSON object.
type response struct {
	status int
	header http.Header
	raw    string
	body   map[string]any
}

func (e *emulator) try(r request) (response, error) {
	made, err := http.NewRequestWithContext(e.t.Context(), r.method, e.url+r.path, strings.NewReader(r.body))
	if err != nil {
		return response{}, err
	}
	if r.credentials != [2]string{} {
		made.SetBasicAuth(r.credentials[0], r.credentials[1])
	}
	if r.contentType != "" {
		made.Header.Set("Content-Type", r.contentType)
	}
	res, err := e.client.Do(made)
	if err != nil {
		return response{}, err
	}
	defer func() { _ = res.Body.Close() }()
	raw, err := io.ReadAll(res.Body)
	if err != nil {
		return response{}, err
	}
	got := response{status: res.StatusCode, header: res.Header, raw: string(raw)}
	if bytes.HasPrefix(raw, []byte("{")) {
		err = json.Unmarshal(raw, &got.body)
	}

	return got, err
}

func (e *emulator) do(r request) response {
	e.t.Helper()

	got, err := e.try(r)
	if err != nil {
		e.t.Fatalf("%s %s: %v", r.method, r.path, err)
	}

	return got
}

func (e *emulator) b2b() [2]string {
	return [2]string{e.f.ProjectID, e.f.Secret}
}

func (e *emulator) consumer() [2]string {
	return [2]string{e.f.ConsumerProjectID, e.f.ConsumerSecret}
}

func (e *emulator) get(path string, credentials [2]string) response {
	e.t.Helper()

	return e.do(request{method: http.MethodGet, path: path, credentials: credentials})
}

func (e *emulator) post(path string, credentials [2]string, body map[string]any) response {
	e.t.Helper()

	return e.do(request{
		method: http.MethodPost, path: path, credentials: credentials, contentType: jsonType, body: encode(e.t, body),
	})
}

func (e *emulator) form(path string, parameters map[string]string) response {
	e.t.Helper()

	values := url.Values{}
	for name, value := range parameters {
		values.Set(name, value)
	}

	return e.do(request{method: http.MethodPost, path: path, contentType: formType, body: values.Encode()})
}

// attach makes an attach call for the seeded user.
func (e *emulator) attach() response {
	e.t.Helper()

	return e.post(attachPath, e.consumer(), map[string]any{"provider": "google", "user_id": e.f.UserID})
}

func encode(t *testing.T, value any) string {
	t.Helper()

	encoded, err := json.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}

	return string(encoded)
}

// query encodes parameters given as name, value, name, value.
func query(pairs ...string) string {
	values := url.Values{}
	for i := 0; i < len(pairs); i += 2 {
		values.Add(pairs[i], pairs[i+1])
	}

	return "?" + values.Encode()
}

// with returns a copy of a body with fields changed; nil removes one.
func with(body, changes map[string]any) map[string]any {
	changed := maps.Clone(body)
	for name, value := range changes {
		if value == nil {
			delete(changed, name)
		} else {
			changed[name] = value
		}
	}

	return changed
}

func (r response) text(name string) string {
	value, _ := r.body[name].(string)

	return value
}

// checkFields checks the names in a JSON object.
func checkFields(t *testing.T, fields map[string]any, names string) {
	t.Helper()

	got, want := slices.Sorted(maps.Keys(fields)), strings.Fields(names)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		t.Errorf("fields %v, want %v", got, want)
	}
}

// first returns the first object of a list.
func first(t *testing.T, list any) map[string]any {
	t.Helper()

	elements, _ := list.([]any)
	if len(elements) == 0 {
		t.Fatalf("not a list with elements: %v", list)
	}

	return object(t, elements[0])
}

func object(t *testing.T, value any) map[string]any {
	t.Helper()

	fields, ok := value.(map[string]any)
	if !ok {
		t.Fatalf("not an object: %v", value)
	}

	return fields
}

func challenge(verifier string) string {
	digest := sha256.Sum256([]byte(verifier))

	return base64.RawURLEncoding.EncodeToString(digest[:])
}

var requestID = regexp.MustCompile(`^request-id-test-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$`)

// checkOK checks the status and the envelope of a response.
func checkOK(t *testing.T, got response, status int) {
	t.Helper()

	if got.status != status {
		t.Fatalf("status %d, want %d: %s", got.status, status, got.raw)
	}
	if got.body["status_code"] != float64(status) || !requestID.MatchString(got.text("request_id")) ||
		got.header.Get("Content-Type") != jsonType {
		t.Errorf("got %s, %v", got.raw, got.header)
	}
}

// checkError checks a response in Stytch's error envelope.
func checkError(t *testing.T, got response, status int, errorType string) {
	t.Helper()

	checkOK(t, got, status)
	checkFields(t, got.body, "error_message error_type error_url request_id status_code")
	if got.text("error_type") != errorType || got.text("error_message") == "" ||
		!strings.HasPrefix(got.text("error_url"), "https://stytch.com/docs/") {
		t.Errorf("got %s, want %s", got.raw, errorType)
	}
}

// checkOAuthError checks a response in OAuth 2.0's error form.
func checkOAuthError(t *testing.T, got response, code, description string) {
	t.Helper()

	checkOK(t, got, http.StatusBadRequest)
	checkFields(t, got.body, "error error_description error_uri request_id status_code")
	if got.text("error") != code || !strings.Contains(got.text("error_description"), description) ||
		got.header.Get("Cache-Control") != "no-store" {
		t.Errorf("got %s, %v, want %s about %q", got.raw, got.header, code, description)
	}
}

// clock is a clock that a test turns.
type clock struct {
	offset atomic.Int64
}

// Now returns a fixed time, later by what the clock was advanced.
func (c *clock) Now() time.Time {
	return time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC).Add(time.Duration(c.offset.Load()))
}

func (c *clock) advance(d time.Duration) {
	c.offset.Add(int64(d))
}
