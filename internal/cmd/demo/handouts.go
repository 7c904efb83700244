// SPDX-License-Identifier: MPL-2.0

package main

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
)

// handout is a secret that the emulator handed out.
type handout struct {
	// issuer is who issued it.
	issuer string
	// name is what the API calls it.
	name string
	// value is the secret.
	value string
}

// secretNames are what the API calls the values that are secrets.
func secretNames() []string {
	return []string{
		"access_token", "refresh_token", "id_token", "bot_access_token", "oauth_attach_token", "authorization_code",
		"code",
	}
}

// handouts listens to what a handler answers, and notes the secrets.
type handouts struct {
	http.Handler

	mu    sync.Mutex
	notes []handout
	heard []heardAnswer
}

// heardAnswer is a whole answer.
type heardAnswer struct {
	path   string
	fields fields
}

// ServeHTTP serves and listens.
func (h *handouts) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	heard := &eavesdropper{ResponseWriter: w}
	h.Handler.ServeHTTP(heard, r)

	var answer any
	if json.Unmarshal(heard.body.Bytes(), &answer) != nil {
		return
	}

	h.mu.Lock()
	defer h.mu.Unlock()

	h.note(issuer(r.URL.Path), answer)

	if object, ok := answer.(map[string]any); ok {
		h.heard = append(h.heard, heardAnswer{r.URL.Path, object})
	}
}

// answers are those to requests whose paths have an ending, in order.
func (h *handouts) answers(ending string) []fields {
	h.mu.Lock()
	defer h.mu.Unlock()

	var found []fields

	for _, one := range h.heard {
		if strings.HasSuffix(one.path, ending) {
			found = append(found, one.fields)
		}
	}

	return found
}

// issuer is who issued what is answered there: Stytch hands on what an identity provider issued.
func issuer(path string) string {
	if _, provider, ok := strings.Cut(path, "/oauth_providers/"); ok {
		return provider
	}

	return "stytch"
}

// note walks through an answer.
func (h *handouts) note(issuer string, answer any) {
	switch value := answer.(type) {
	case []any:
		for _, element := range value {
			h.note(issuer, element)
		}
	case map[string]any:
		for _, name := range secretNames() {
			if secret, ok := value[name].(string); ok && secret != "" {
				h.notes = append(h.notes, handout{issuer, name, secret})
			}
		}

		if callback, ok := value["redirect_uri"].(string); ok {
			h.noteCallback(issuer, callback)
		}

		for _, element := range value {
			h.note(issuer, element)
		}
	}
}

// noteCallback notes the code that a callback carries.
func (h *handouts) noteCallback(issuer, callback string) {
	parsed, err := url.Parse(callback)
	if err != nil {
		return
	}

	if code := parsed.Query().Get("code"); code != "" {
		h.notes = append(h.notes, handout{issuer, "code", code})
	}
}

// all returns what was noted so far, in order.
func (h *handouts) all() []handout {
	h.mu.Lock()
	defer h.mu.Unlock()

	return slices.Clone(h.notes)
}

// eavesdropper keeps a copy of a body.
type eavesdropper struct {
	http.ResponseWriter

	body bytes.Buffer
}

// Write writes and copies.
func (e *eavesdropper) Write(part []byte) (int, error) {
	e.body.Write(part)

	return e.ResponseWriter.Write(part)
}

// Unwrap lets [http.ResponseController] reach the original.
func (e *eavesdropper) Unwrap() http.ResponseWriter {
	return e.ResponseWriter
}
