// SPDX-License-Identifier: MPL-2.0

package client

import (
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"html"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"
	"unicode/utf8"
)

// checkShown asserts that a text can be shown: nothing that a terminal obeys, one line, not too long.
func checkShown(t *testing.T, text string) {
	t.Helper()

	if !utf8.ValidString(text) || strings.ContainsFunc(strings.ReplaceAll(text, " ", ""), IsSpaceOrControl) {
		t.Errorf("%q has characters that must not be shown", text)
	}

	if len(text) > maxForeignText+len("…") {
		t.Errorf("%d bytes are too long", len(text))
	}
}

// FuzzPath puts values into a path: they stay where they are, and come back as they were.
func FuzzPath(f *testing.F) {
	f.Add("organization-test-1", "member-test-1")
	f.Add("acme~inc.", "okta|ada.lovelace")
	f.Add("..", "%2e%2e")
	f.Add("a/../b", "//example.com")
	f.Add("@example.com", "?query#fragment")
	f.Add("日本", "\xff")

	f.Fuzz(func(t *testing.T, first, second string) {
		path, err := expand("/v1/organizations/{a}/members/{b}/tokens", first, second)
		if err != nil {
			if CheckPathSegment(first) == nil && CheckPathSegment(second) == nil {
				t.Fatalf("%q, %q: %v", first, second, err)
			}

			return
		}

		for _, base := range []string{"https://test.stytch.com", "http://127.0.0.1:4010/a%2Fb/"} {
			address, err := at(mustParse(base), path, "a=b")
			if err != nil {
				t.Fatal(err)
			}

			// What goes over the wire is made of the address once more.
			request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address.String(), http.NoBody)
			if err != nil {
				t.Fatal(err)
			}

			target, _, _ := strings.Cut(request.URL.RequestURI(), "?")

			segments := strings.Split(strings.TrimPrefix(target, mustParse(base).EscapedPath()), "/")
			for len(segments) > 0 && segments[0] == "" {
				segments = segments[1:]
			}

			if request.URL.Host != mustParse(base).Host || request.URL.RawQuery != "a=b" || len(segments) != 6 {
				t.Fatalf("%q, %q: %s", first, second, request.URL)
			}

			for i, want := range map[int]string{0: "v1", 1: "organizations", 2: first, 3: "members", 4: second, 5: "tokens"} {
				if got, err := url.PathUnescape(segments[i]); err != nil || got != want {
					t.Errorf("segment %d of %s is %q, %v, want %q", i, target, got, err, want)
				}
			}
		}
	})
}

// FuzzErrorBody reads what a server says went wrong: all of it can be shown, and the secret is not in it.
func FuzzErrorBody(f *testing.F) {
	f.Add(404, "application/json", []byte(`{"status_code":404,"request_id":"r","error_type":"t","error_message":"m","error_url":"u"}`))
	f.Add(400, "application/json", []byte(`{"error":"invalid_client","error_description":"the-secret-value","error_uri":"u"}`))
	f.Add(502, "text/html; charset=utf-8", []byte(`<html>`))
	f.Add(500, "a/b/c", []byte(`{"error_type":{"a":[1]},"error_message":"\u001b[31m\u202e\ud800"}`))
	f.Add(401, "", []byte("{\"error_message\":\"the-\x00secret-\xffvalue\"}"))

	f.Fuzz(func(t *testing.T, status int, contentType string, body []byte) {
		const secret = "the-secret-value"

		failure := &Error{Method: http.MethodGet, Route: "/v1/a"}
		got := answer{status: status, header: http.Header{"Content-Type": {contentType}}, body: body}
		got.apiError(failure, newRedactor(secret))

		for _, text := range []string{failure.Type, failure.Message, failure.URL, failure.RequestID, failure.Reason} {
			checkShown(t, text)

			if strings.Contains(text, secret) {
				t.Errorf("%q holds the secret", text)
			}
		}

		if failure.StatusCode != status || failure.Error() == "" {
			t.Errorf("status %d became %+v", status, *failure)
		}
	})
}

// FuzzRedactor takes a secret out of a text around it, in each form.
func FuzzRedactor(f *testing.F) {
	f.Add("secret-test-AAAA_bbbb-CCCC=", "before ", " after", uint8(0))
	f.Add("session+token/with=all?that&is<encoded>", "https://a/?q=", "&b=c", uint8(1))
	f.Add(`quote"back\slash`, "\x1b[31m", "\x00", uint8(8))
	f.Add("aaaa", "aaa", "aaaaa", uint8(4))
	f.Add("日本語", "日", "語", uint8(3))

	f.Fuzz(func(t *testing.T, secret, before, after string, form uint8) {
		// The word that stands for a secret holds no secret, and no secret has characters that are never shown.
		if len(secret) < shortestSecret || !utf8.ValidString(secret) || strings.Contains(redacted, secret) ||
			strings.ContainsFunc(secret, IsSpaceOrControl) || strings.ContainsAny(secret, "()…") {
			t.Skip()
		}

		quoted, err := json.Marshal(secret)
		if err != nil {
			t.Fatal(err)
		}

		forms := []string{
			secret, url.QueryEscape(secret), url.PathEscape(secret), percentEncode(secret),
			base64.StdEncoding.EncodeToString([]byte(secret)), base64.URLEncoding.EncodeToString([]byte(secret)),
			base64.RawStdEncoding.EncodeToString([]byte(secret)), base64.RawURLEncoding.EncodeToString([]byte(secret)),
			string(quoted[1 : len(quoted)-1]), strings.ReplaceAll(secret, "/", `\/`), html.EscapeString(secret),
			url.QueryEscape(url.QueryEscape(secret)), hex.EncodeToString([]byte(secret)), fmt.Sprintf("%X", secret),
			strings.Join(strings.Split(secret, ""), "\u200b"),
		}
		shown := forms[int(form)%len(forms)]
		redact := newRedactor("another-secret", secret, secret+"-and-more")

		for _, text := range []string{before + shown + after, before + shown + "\n" + shown + after} {
			got := redact.clean(text)
			checkShown(t, got)

			if strings.Contains(got, shown) || strings.Contains(got, secret) {
				t.Errorf("%q became %q, which holds %q", text, got, shown)
			}
		}
	})
}

// FuzzRetryAfter reads the header: the wait has its bounds.
func FuzzRetryAfter(f *testing.F) {
	for _, value := range []string{"", "0", "7", "-1", "99999999999999999999", "1.5", "Sun, 01 Mar 2026 12:00:10 GMT", "soon"} {
		f.Add(value, int64(1772366400))
	}

	f.Fuzz(func(t *testing.T, value string, now int64) {
		got := retryAfter(http.Header{"Retry-After": {value}}, time.Unix(now, 0))
		if got < 0 || got > maxRetryAfter {
			t.Errorf("%q at %d: %s", value, now, got)
		}
	})
}
