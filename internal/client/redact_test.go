// SPDX-License-Identifier: MPL-2.0

package client

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"html"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"
)

// encoded returns a secret in each form in which it must not be shown.
func encoded(tb testing.TB, secret string) map[string]string {
	tb.Helper()

	quoted, err := json.Marshal(secret)
	if err != nil {
		tb.Fatal(err)
	}

	escaped := func(escape func(string) string) string {
		return regexp.MustCompile("%..").ReplaceAllStringFunc(escape(secret), strings.ToLower)
	}

	return map[string]string{
		"plain":                           secret,
		"in a query":                      url.QueryEscape(secret),
		"in a query, in lower case":       escaped(url.QueryEscape),
		"in a path":                       url.PathEscape(secret),
		"in a path, in lower case":        escaped(url.PathEscape),
		"in a URL":                        percentEncode(secret),
		"in JSON":                         string(quoted[1 : len(quoted)-1]),
		"in JSON with few escapes":        strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(secret),
		"in HTML":                         html.EscapeString(secret),
		"in base64":                       base64.StdEncoding.EncodeToString([]byte(secret)),
		"in base64 without padding":       base64.RawStdEncoding.EncodeToString([]byte(secret)),
		"in base64 for URLs":              base64.URLEncoding.EncodeToString([]byte(secret)),
		"in base64url without padding":    base64.RawURLEncoding.EncodeToString([]byte(secret)),
		"with invisible characters in it": secret[:4] + "\u200b" + secret[4:],
	}
}

// allSecrets returns the secrets of a call and the project's: that alone, and as HTTP Basic joins it with the id.
func (c testCall) allSecrets() []string {
	return append([]string{secret, projectID + ":" + secret}, c.secrets...)
}

// requireFitToShow checks that an error can be shown: it has no secret, no control character and no long text.
func requireFitToShow(t *testing.T, err error, secrets ...string) {
	t.Helper()

	failure, ok := errors.AsType[*Error](err)
	if !ok {
		t.Fatalf("%T: %v, want an *Error", err, err)
	}

	shown := fmt.Sprintf("%v %+v %v", failure, *failure, fmt.Errorf("wrapped: %w", failure))

	for _, secret := range secrets {
		for form, text := range encoded(t, secret) {
			if strings.Contains(shown, text) {
				t.Errorf("a secret is shown %s: %s", form, shown)
			}
		}
	}

	for _, text := range []string{
		failure.Type, failure.Message, failure.URL, failure.Details, failure.RequestID, failure.Reason,
	} {
		if strings.ContainsFunc(strings.ReplaceAll(text, " ", ""), IsSpaceOrControl) || !utf8.ValidString(text) {
			t.Errorf("control characters are shown: %q", text)
		}

		if len(text) > 2*maxTextLength {
			t.Errorf("%d bytes are shown", len(text))
		}
	}
}

// Whatever a server does with the secrets that it was sent, no error shows them.
func TestSecretsAreRedacted(t *testing.T) {
	t.Parallel()

	for _, call := range calls() {
		t.Run(call.name, func(t *testing.T) {
			t.Parallel()

			var observed []Attempt

			current := http.NotFoundHandler()
			handler := func(w http.ResponseWriter, r *http.Request) { current.ServeHTTP(w, r) }

			inBubble(t, http.HandlerFunc(handler), func(t *testing.T, e *testEnv) {
				e.client.config.Observe = func(_ context.Context, attempt Attempt) { observed = append(observed, attempt) }

				for _, secret := range call.allSecrets() {
					for form, text := range encoded(t, secret) {
						for place, leak := range leaks(t, text) {
							// One place with all forms, and all places with one form: they are redacted alike.
							if place != "error body" && form != "plain" {
								continue
							}

							current = leak

							_, err := call.send(t.Context(), e.client)
							if err != nil {
								requireFitToShow(t, err, call.allSecrets()...)
							}

							failure, _ := errors.AsType[*Error](err)
							if place == "error body" && (failure.Type == "" || !strings.HasPrefix(failure.Message, "Not with ")) {
								t.Errorf("%s: more than the secret is missing in %+v", form, *failure)
							}
						}
					}
				}
			})

			logged := fmt.Sprintf("%+v", observed)
			for _, secret := range call.allSecrets() {
				for form, text := range encoded(t, secret) {
					if strings.Contains(logged, text) {
						t.Errorf("a secret is observed %s", form)
					}
				}
			}
		})
	}
}

// leaks returns responses that repeat a text in each place.
func leaks(t *testing.T, text string) map[string]http.Handler {
	t.Helper()

	return map[string]http.Handler{
		"error body": respond(400, toJSON(t, map[string]any{
			"error_type": "type " + text, "error_message": "Not with " + text + " or " + text + text,
			"error_url": "https://stytch.com/docs?q=" + text, "request_id": "request-" + text,
			"error_details": map[string]string{"a" + text: text},
		})),
		"OAuth error body": respond(401, toJSON(t, map[string]any{
			"error": text, "error_description": "Not with " + text, "error_uri": text,
		})),
		"status line":  raw("HTTP/1.1 " + text + "\r\n\r\n"),
		"protocol":     raw(text + "\r\n\r\n"),
		"header":       raw("HTTP/1.1 400 Bad Request\r\n" + text + "\r\n\r\n"),
		"length":       raw("HTTP/1.1 200 OK\r\nContent-Length: " + text + "\r\n\r\n"),
		"content type": respondAs("text/"+text, 200, "<html>"),
		"location":     redirect(307, "http://[::1/"+text, ""),
		"host":         redirect(307, "https://"+text+".example.com/", ""),
		"error page":   redirect(302, "https://stytch.com/redirect-error/"+text, ""),
		"field name":   respond(200, toJSON(t, map[string]any{text: text, "request_id": 5})),
		"result": respond(200, toJSON(t, map[string]any{
			"request_id": text, "status_code": 200, "redirect_uri": ":" + text, "redirect_url": ":" + text, "scopes": text,
		})),
		"callback": respond(200, toJSON(t, map[string]any{
			"request_id": text, "status_code": 200,
			"redirect_uri": "https://a/?error=" + url.QueryEscape(text) + "&error_description=" + url.QueryEscape(text),
		})),
	}
}

// net/http quotes what breaks the rules of HTTP. That may be a token that nobody knows.
func TestMalformedHTTPIsNotQuoted(t *testing.T) {
	t.Parallel()

	const token = "0p4qu3-t0k3n"

	for _, text := range []string{
		`{"access_token":"` + token + `"}`,
		"HTTP/1.1 " + token,
		"HTTP/1.1 200 OK\r\n" + `{"access_token": "` + token + `"}`,
		"HTTP/1.1 200 OK\r\nContent-Length: " + token,
		"HTTP/1.1 200 OK\r\nTransfer-Encoding: " + token,
		"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + token,
	} {
		inBubble(t, raw(text+"\r\n\r\n"), func(t *testing.T, e *testEnv) {
			failure := requireError(t, readTokens(t.Context(), e.client), KindTransport)
			requireFitToShow(t, failure, token)

			if failure.Reason == "" {
				t.Errorf("%q: no reason", text)
			}
		})
	}
}

func TestRedact(t *testing.T) {
	t.Parallel()

	const sentence = "Zoë's ID »a|b« is 50% off — ok?"

	redact := newRedactor(secret, secret+"-and-more", "abc", "abab")

	for name, test := range map[string]struct{ text, want string }{
		"JSON Web Token":       {"Not with " + sessionJWT + " here.", "Not with (redacted) here."},
		"API secret":           {"Not with secret-live-wQZjAsRqcO6z-ac1M5t3Wfu= here.", "Not with (redacted) here."},
		"Basic":                {"Not with Basic " + base64.StdEncoding.EncodeToString([]byte("project-live-1:secret")), "Not with (redacted)"},
		"Bearer":               {"Not with bearer\trM_kw42CWBhsHLF62V75jELMbvJ87njMe3tFVj7Qupu7", "Not with (redacted)"},
		"userinfo":             {"via https://user:password@proxy.example.com/", "via https(redacted)proxy.example.com/"},
		"longest first":        {"Not " + secret + "-and-more, nor " + secret + ".", "Not (redacted), nor (redacted)."},
		"overlapping":          {"ab abababab ab", "ab (redacted)(redacted) ab"},
		"too short":            {"The abc of it.", "The abc of it."},
		"the word secret":      {"The secret is not valid: secret-test-", "The secret is not valid: secret-test-"},
		"the word basic":       {"Basic auth or a bearer token is required.", "Basic auth or a bearer token is required."},
		"URLs":                 {"https://stytch.com/docs or mailto:a@b.c", "https://stytch.com/docs or mailto:a@b.c"},
		"an id":                {projectID + " is unknown", projectID + " is unknown"},
		"something like a JWT": {"key: eyJ", "key: eyJ"},
		"terminal escapes":     {"\x1b[31m" + sentence + "\x1b]0;title\a", "[31m" + sentence + "]0;title"},
		"C1 controls":          {"\u009b31m" + sentence, "31m" + sentence},
		"NUL and delete":       {"\x00" + sentence + "\x7f", sentence},
		"zero width":           {"\u200b" + sentence + "\u2060\ufeff", sentence},
		"right to left":        {"\u202e" + sentence + "\u2066", sentence},
		"not UTF-8":            {"\xff\xfe" + sentence, sentence},
		"white space":          {"one\r\ntwo\n\n\u0085three\u2028four\ttabbed\u00a0 end ", "one two three four tabbed end"},
		"long":                 {strings.Repeat("x", 5000), strings.Repeat("x", 1000) + "…"},
		"long, of wide runes":  {strings.Repeat("日", 5000), strings.Repeat("日", 333) + "…"},
		"a secret at the cut":  {strings.Repeat("x", 990) + secret, strings.Repeat("x", 990) + "(redacted)"},
		"not so long":          {strings.Repeat("x", 1000), strings.Repeat("x", 1000)},
	} {
		if got := redact.clean(test.text); got != test.want {
			t.Errorf("%s: %q, want %q", name, got, test.want)
		}
	}
}

// FuzzRedact takes a secret out of the text around it, in each form.
func FuzzRedact(f *testing.F) {
	f.Add("secret-test-AAAA_bbbb-CCCC=", "before ", " after")
	f.Add("session+token/with=all?that&is<encoded>", "https://a/?q=", "&b=c")
	f.Add(`quote"back\slash`, "\x1b[31m", "\x00")
	f.Add("aaaa", "aaa", "aaaaa")
	f.Add("日本語", "日", "語")
	f.Add("tokentoken", "token\u200b", "\u200btoken")
	f.Add("0000////", "%\x7f0", "\xb0")
	f.Add("abab", "ab", "abababab")
	f.Add("00*+", "0", "0")

	f.Fuzz(func(t *testing.T, secret, before, after string) {
		// A secret has no character that is never shown, and nothing in common with the word that replaces it.
		if len(secret) < minSecretLength || strings.ContainsFunc(secret, IsSpaceOrControl) || !utf8.ValidString(secret) ||
			strings.Contains(redacted, secret) || strings.ContainsAny(secret, "()…") {
			t.Skip()
		}

		redact := newRedactor("another-secret", secret, secret+"-and-more")

		for form, text := range encoded(t, secret) {
			got := redact.clean(before + text + "\n" + text + after)

			if strings.Contains(got, text) || strings.Contains(got, secret) {
				t.Errorf("%s: %q is shown in %q", form, text, got)
			}

			if strings.ContainsFunc(strings.ReplaceAll(got, " ", ""), IsSpaceOrControl) || len(got) > maxTextLength+len("…") {
				t.Errorf("%s: %q cannot be shown", form, got)
			}
		}
	})
}
