// SPDX-License-Identifier: MPL-2.0

package tftest

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
)

// Contains reports whether a text holds a secret: as it is, or as JSON, a URL, base64 or hexadecimal digits write it.
func Contains[Text string | []byte](text Text, secret string) bool {
	forms := []string{secret, url.QueryEscape(secret), url.PathEscape(secret), hex.EncodeToString([]byte(secret))}

	if quoted, err := json.Marshal(secret); err == nil {
		forms = append(forms, strings.Trim(string(quoted), `"`))
	}

	// In base64, the first and the last characters of a secret depend on what stands beside it.
	for offset := range 3 {
		encoded := base64.RawStdEncoding.EncodeToString([]byte(strings.Repeat("\x00", offset) + secret))
		inner := encoded[min(len(encoded), (offset*8+5)/6):]

		if inner = inner[:max(len(inner)-2, 0)]; inner != "" {
			forms = append(forms, inner, strings.NewReplacer("+", "-", "/", "_").Replace(inner))
		}
	}

	return slices.ContainsFunc(forms, func(form string) bool { return strings.Contains(string(text), form) })
}

// Secret is a secret that took part in a run.
type Secret struct {
	// Issuer is who issued it: "stytch", the name of an identity provider, or "provider" for a code verifier.
	Issuer string
	// Name is what the API calls it.
	Name  string
	Value string
}

// secretFields are the fields of responses that hold secrets.
var secretFields = []string{
	"access_token", "refresh_token", "id_token", "bot_access_token", "oauth_attach_token", "authorization_code",
	"client_secret", "next_client_secret",
}

// maxRecorded is the size from which on a response is not looked through. Stytch's are far smaller.
const maxRecorded = 1 << 20

// secretRecorder records the secrets in the JSON responses of a handler.
type secretRecorder struct {
	http.Handler

	mu      sync.Mutex
	secrets []Secret
}

// ServeHTTP calls the handler and looks through its response.
func (s *secretRecorder) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	recording := &recordingWriter{ResponseWriter: w}
	s.Handler.ServeHTTP(recording, r)

	var body any
	if json.Unmarshal(recording.body.Bytes(), &body) != nil {
		return
	}

	// Stytch passes on the tokens that identity providers issued.
	issuer := "stytch"
	if _, provider, ok := strings.Cut(r.URL.Path, "/oauth_providers/"); ok {
		issuer = provider
	}

	s.mu.Lock()
	defer s.mu.Unlock()

	s.record(issuer, body)
}

func (s *secretRecorder) record(issuer string, value any) {
	switch value := value.(type) {
	case []any:
		for _, element := range value {
			s.record(issuer, element)
		}
	case map[string]any:
		for _, name := range secretFields {
			if text, _ := value[name].(string); text != "" {
				s.secrets = append(s.secrets, Secret{issuer, name, text})
			}
		}

		for _, member := range value {
			s.record(issuer, member)
		}
	}
}

func (s *secretRecorder) all() []Secret {
	s.mu.Lock()
	defer s.mu.Unlock()

	return slices.Clone(s.secrets)
}

// recordingWriter keeps a copy of a response's body.
type recordingWriter struct {
	http.ResponseWriter

	body bytes.Buffer
}

// Write writes to both.
func (w *recordingWriter) Write(part []byte) (int, error) {
	if w.body.Len() <= maxRecorded {
		w.body.Write(part)
	}

	return w.ResponseWriter.Write(part)
}

// Unwrap lets [http.ResponseController] reach the original.
func (w *recordingWriter) Unwrap() http.ResponseWriter {
	return w.ResponseWriter
}
