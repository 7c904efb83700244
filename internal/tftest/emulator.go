// SPDX-License-Identifier: MPL-2.0

package tftest

import (
	"encoding/json"
	"fmt"
	"net/http/httptest"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/stytchmock"
)

// Emulator is a running emulator of Stytch.
type Emulator struct {
	*stytchmock.Server

	// URL is where it listens.
	URL string
	// Seed is what it was seeded with.
	Seed stytchmock.Fixture

	server  *httptest.Server
	secrets *secretRecorder
	tb      testing.TB
}

// NewEmulator starts an emulator on a loopback port, until it is closed.
func NewEmulator(options ...stytchmock.Option) *Emulator {
	mock := stytchmock.New(options...)
	secrets := &secretRecorder{Handler: mock}
	server := httptest.NewServer(secrets)

	// Session JWTs are left out: to sign one takes an RSA key, which takes longer to make than most tests.
	seed := mock.Fixture()
	seed.BaseURL = server.URL

	return &Emulator{Server: mock, URL: server.URL, Seed: seed, server: server, secrets: secrets}
}

// Close stops the emulator.
func (e *Emulator) Close() {
	e.server.Close()
}

// Start runs an emulator for the length of a test.
func Start(tb testing.TB, options ...stytchmock.Option) *Emulator {
	tb.Helper()

	emulator := NewEmulator(options...)
	emulator.tb = tb
	tb.Cleanup(emulator.Close)

	return emulator
}

// Settings returns a provider configuration for the project of a product.
func (e *Emulator) Settings(product stytchmock.Product) Object {
	publicToken := e.Seed.PublicToken
	if product == stytchmock.Consumer {
		publicToken = e.Seed.ConsumerPublicToken
	}

	return Object{
		"project_id": e.ProjectID(product), "secret": e.Secret(product), "public_token": publicToken, "base_url": e.URL,
	}
}

// ProjectID returns the id of the project of a product.
func (e *Emulator) ProjectID(product stytchmock.Product) string {
	if product == stytchmock.Consumer {
		return e.Seed.ConsumerProjectID
	}

	return e.Seed.ProjectID
}

// Secret returns the secret of the project of a product.
func (e *Emulator) Secret(product stytchmock.Product) string {
	if product == stytchmock.Consumer {
		return e.Seed.ConsumerSecret
	}

	return e.Seed.Secret
}

// B2B returns a configuration for the B2B project: a provider block and a template, see [Emulator.Expand].
func (e *Emulator) B2B(template string) string {
	e.tb.Helper()

	return e.Expand(`
provider "stytchoauth" {
  project_id   = "<project_id>"
  secret       = "<secret>"
  public_token = "<public_token>"
  base_url     = "<base_url>"
}
` + template)
}

// Consumer returns the same for the Consumer project.
func (e *Emulator) Consumer(template string) string {
	e.tb.Helper()

	return e.Expand(`
provider "stytchoauth" {
  project_id   = "<consumer_project_id>"
  secret       = "<consumer_secret>"
  public_token = "<consumer_public_token>"
  base_url     = "<base_url>"
}
` + template)
}

// placeholder is how a template names a field of the fixture: `<member_id>`.
var placeholder = regexp.MustCompile(`<[a-z0-9_]+>`)

// Expand replaces the placeholders of a template, which are named after the fixture's JSON, by what the emulator was
// seeded with. Session JWTs are made anew, since one is valid for five minutes.
func (e *Emulator) Expand(template string) string {
	e.tb.Helper()

	seed := e.Seed
	if strings.Contains(template, "session_jwt>") {
		seed = e.FixtureAt(e.URL)
	}

	encoded, err := json.Marshal(seed)
	if err != nil {
		e.tb.Fatal(err)
	}

	var fields map[string]any
	if err = json.Unmarshal(encoded, &fields); err != nil {
		e.tb.Fatal(err)
	}

	return placeholder.ReplaceAllStringFunc(template, func(name string) string {
		value, ok := fields[strings.Trim(name, "<>")].(string)
		if !ok || value == "" {
			e.tb.Fatalf("the emulator was seeded with no %s", name)
		}

		return value
	})
}

// Count returns how many requests came for a route, or for any route if it is empty.
func (e *Emulator) Count(route string) int {
	if route == "" {
		return len(e.Requests())
	}

	return len(e.RequestsTo(route))
}

// RequireCount fails unless that many requests came for a route.
func (e *Emulator) RequireCount(tb testing.TB, route string, want int) {
	tb.Helper()

	if got := e.Count(route); got != want {
		tb.Fatalf("%d requests to %q, want %d: %s", got, route, want, e.requestLines())
	}
}

// One returns the only request that came for a route.
func (e *Emulator) One(tb testing.TB, route string) Request {
	tb.Helper()
	e.RequireCount(tb, route, 1)

	return Request{e.RequestsTo(route)[0]}
}

// Last returns the last request that came for a route.
func (e *Emulator) Last(tb testing.TB, route string) Request {
	tb.Helper()

	all := e.RequestsTo(route)
	if len(all) == 0 {
		tb.Fatalf("no request to %q: %s", route, e.requestLines())
	}

	return Request{all[len(all)-1]}
}

// requestLines lists the requests, for a message.
func (e *Emulator) requestLines() string {
	var text strings.Builder

	for _, request := range e.Requests() {
		fmt.Fprintf(&text, "\n  %s %s -> %d", request.Method, request.Path, request.Status)
	}

	return text.String()
}

// Secrets returns every secret that took part so far: the seeded ones, those in responses, and the code verifiers in
// requests for tokens.
func (e *Emulator) Secrets() []Secret {
	all := []Secret{
		{"stytch", "secret (B2B)", e.Seed.Secret},
		{"stytch", "secret (Consumer)", e.Seed.ConsumerSecret},
		{"stytch", "client_secret (M2M)", e.Seed.M2MClientSecret},
		{"stytch", "client_secret", e.Seed.ConfidentialClientSecret},
		{"stytch", "client_secret (Consumer)", e.Seed.ConsumerConfidentialClientSecret},
	}

	for _, secret := range e.secrets.all() {
		if !slices.Contains(all, secret) {
			all = append(all, secret)
		}
	}

	for _, request := range e.RequestsTo(stytchmock.RouteToken) {
		form, err := url.ParseQuery(string(request.Body))
		if verifier := form.Get("code_verifier"); err == nil && verifier != "" {
			all = append(all, Secret{"provider", "code_verifier", verifier})
		}
	}

	return all
}
