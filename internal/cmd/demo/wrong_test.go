// SPDX-License-Identifier: MPL-2.0

package main

import (
	"bytes"
	"net/http"
	"regexp"
	"strings"
	"sync/atomic"
	"testing"
)

// TestWrongValue has the emulator hand out another Slack token at the second reading.
func TestWrongValue(t *testing.T) {
	t.Parallel()

	var read atomic.Int32

	r, status := rehearse(t.Context(), t, hooks{build: ready, emulate: func(emulator http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if !strings.HasSuffix(r.URL.Path, "/oauth_providers/slack") {
				emulator.ServeHTTP(w, r)

				return
			}

			if read.Add(1) > 1 {
				w = &forger{w, replacer("xoxb-", "xoxp-")}
			}

			emulator.ServeHTTP(w, r)
		})
	}})
	if status != 1 || !strings.Contains(r.stdout.String(), "WRONG It is the same token each time.") ||
		!strings.Contains(r.stderr.String(), "checks failed") {
		t.Errorf("status %d\n%s\n%s", status, &r.stdout, &r.stderr)
	}
}

// TestWrongScope has the emulator say of a token that it has another scope, which only the configuration looks at.
func TestWrongScope(t *testing.T) {
	t.Parallel()

	r, status := rehearse(t.Context(), t, hooks{build: ready, emulate: func(emulator http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if strings.HasSuffix(r.URL.Path, "/oauth2/token") {
				w = &forger{w, replacer("read:documents", "read:monuments")}
			}

			emulator.ServeHTTP(w, r)
		})
	}})
	if status != 1 || !strings.Contains(r.stderr.String(), "The tokens do not have the requested scopes.") {
		t.Errorf("status %d\n%s\n%s", status, &r.stdout, &r.stderr)
	}
}

// TestWrongDelivery has Terraform get other values than those that were issued, as from a provider that spoils them.
func TestWrongDelivery(t *testing.T) {
	t.Parallel()

	spoilt := regexp.MustCompile(`"(oauth_attach_token|access_token|refresh_token)":"[^".]{20}`)
	spoil := func(answer []byte) []byte {
		// An object's member by another name is one that is missing.
		answer = bytes.ReplaceAll(answer, []byte(`"id_token"`), []byte(`"di_token"`))

		return spoilt.ReplaceAllFunc(answer, func(found []byte) []byte {
			if bytes.Contains(found, []byte(`"eyJ`)) {
				return found // A JWT that is broken is found out by the configuration.
			}

			last := len(found) - 1
			if found = bytes.Clone(found); found[last] == 'x' {
				found[last] = 'y'
			} else {
				found[last] = 'x'
			}

			return found
		})
	}

	r, status := rehearse(t.Context(), t, hooks{build: ready, deliver: func(emulator http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			emulator.ServeHTTP(&forger{w, spoil}, r)
		})
	}})
	if status != 1 || !strings.Contains(r.stderr.String(), "checks failed") {
		t.Fatalf("status %d\n%s\n%s", status, &r.stdout, &r.stderr)
	}

	if strings.Contains(r.stdout.String(), "no write-only arguments") {
		return
	}

	for _, text := range []string{
		"ada/cli    id_token", "ada/cli    refresh_token", "ada/slack  access_token", "alan       oauth_attach_token",
		"It contains the attach token that Stytch issued.", "Stytch redirects the browser to GitHub.",
		"The attach token, which is Alan's, is spent with that: the URL is single-use.",
	} {
		if !strings.Contains(r.stdout.String(), "\n  WRONG "+text) {
			t.Errorf("it does not say that this is wrong: %s\n%s", text, &r.stdout)
		}
	}
}

// forger changes what is answered.
type forger struct {
	http.ResponseWriter

	// change keeps the length.
	change func([]byte) []byte
}

// replacer replaces a text by one of the same length.
func replacer(from, to string) func([]byte) []byte {
	return func(part []byte) []byte { return bytes.ReplaceAll(part, []byte(from), []byte(to)) }
}

// Write changes and writes.
func (f *forger) Write(part []byte) (int, error) {
	return f.ResponseWriter.Write(f.change(part))
}
