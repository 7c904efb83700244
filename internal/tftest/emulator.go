// SPDX-License-Identifier: MPL-2.0

package tftest

import (
	"encoding/json"
	"fmt"
	"net/http/httptest"
	"regexp"
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

	t *testing.T
}

// Start runs an emulator for the length of a test.
func Start(t *testing.T, options ...stytchmock.Option) *Emulator {
	t.Helper()

	mock := stytchmock.New(options...)
	server := httptest.NewServer(mock)
	t.Cleanup(server.Close)

	return &Emulator{Server: mock, URL: server.URL, Seed: mock.Fixture(), t: t}
}

// Settings is a provider configuration for the project of a product.
func (e *Emulator) Settings(product stytchmock.Product) Object {
	publicToken := e.Seed.PublicToken
	if product == stytchmock.Consumer {
		publicToken = e.Seed.ConsumerPublicToken
	}

	return Object{
		"project_id": e.ProjectID(product), "secret": e.Secret(product), "public_token": publicToken, "base_url": e.URL,
	}
}

// ProjectID is the id of the project of a product.
func (e *Emulator) ProjectID(product stytchmock.Product) string {
	if product == stytchmock.Consumer {
		return e.Seed.ConsumerProjectID
	}

	return e.Seed.ProjectID
}

// Secret is the secret of the project of a product.
func (e *Emulator) Secret(product stytchmock.Product) string {
	if product == stytchmock.Consumer {
		return e.Seed.ConsumerSecret
	}

	return e.Seed.Secret
}

// B2B is a configuration for the B2B project: a provider block before a template, see [Emulator.Expand].
func (e *Emulator) B2B(template string) string {
	e.t.Helper()

	return e.Expand(`
provider "stytchoauth" {
  project_id   = "<project_id>"
  secret       = "<secret>"
  public_token = "<public_token>"
  base_url     = "<base_url>"
}
` + template)
}

// Consumer is the same for the Consumer project.
func (e *Emulator) Consumer(template string) string {
	e.t.Helper()

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

// Expand puts what the emulator was seeded with into a template, which names it as the fixture's JSON does. A
// session JWT is good for five minutes, and made when it is asked for.
func (e *Emulator) Expand(template string) string {
	e.t.Helper()

	seed := e.Seed
	seed.BaseURL = e.URL

	if strings.Contains(template, "<session_jwt>") {
		seed.SessionJWT = e.SessionJWT(seed.SessionToken)
	}

	if strings.Contains(template, "<consumer_session_jwt>") {
		seed.ConsumerSessionJWT = e.SessionJWT(seed.ConsumerSessionToken)
	}

	encoded, err := json.Marshal(seed)
	if err != nil {
		e.t.Fatal(err)
	}

	var fields map[string]any
	if err = json.Unmarshal(encoded, &fields); err != nil {
		e.t.Fatal(err)
	}

	return placeholder.ReplaceAllStringFunc(template, func(name string) string {
		value, ok := fields[strings.Trim(name, "<>")].(string)
		if !ok || value == "" {
			e.t.Fatalf("the emulator was seeded with no %s", name)
		}

		return value
	})
}

// Count is how many requests came for a route; for all of them, with an empty one.
func (e *Emulator) Count(route string) int {
	if route == "" {
		return len(e.Requests())
	}

	return len(e.RequestsTo(route))
}

// RequireCount fails unless that many requests came for a route.
func (e *Emulator) RequireCount(t *testing.T, route string, want int) {
	t.Helper()

	if got := e.Count(route); got != want {
		t.Fatalf("%d requests to %q, want %d: %s", got, route, want, e.lines())
	}
}

// One is the only request that came for a route.
func (e *Emulator) One(t *testing.T, route string) Request {
	t.Helper()
	e.RequireCount(t, route, 1)

	return Request{e.RequestsTo(route)[0]}
}

// Last is the last request that came for a route.
func (e *Emulator) Last(t *testing.T, route string) Request {
	t.Helper()

	all := e.RequestsTo(route)
	if len(all) == 0 {
		t.Fatalf("no request to %q: %s", route, e.lines())
	}

	return Request{all[len(all)-1]}
}

// lines are the requests that came, for a message.
func (e *Emulator) lines() string {
	var text strings.Builder

	for _, request := range e.Requests() {
		fmt.Fprintf(&text, "\n  %s %s -> %d", request.Method, request.Path, request.Status)
	}

	return text.String()
}
