// SPDX-License-Identifier: MPL-2.0

package client_test

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"html"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/client"
)

// texts lists every way in which an error may come to be shown.
func texts(err *client.Error) map[string]string {
	return map[string]string{
		"Error()":                  err.Error(),
		"What()":                   err.What(),
		"%v":                       fmt.Sprintf("%v", err),
		"%+v":                      fmt.Sprintf("%+v", err),
		"%#v":                      fmt.Sprintf("%#v", err),
		"%s wrapped":               fmt.Errorf("wrapped: %w", err).Error(),
		"%v of what it points to":  fmt.Sprintf("%v", *err),
		"%+v of what it points to": fmt.Sprintf("%+v", *err),
		"%#v of what it points to": fmt.Sprintf("%#v", *err),
		"%+v of its cause":         fmt.Sprintf("%+v", err.Unwrap()),
	}
}

// encodings lists the forms in which a server may repeat a secret.
func encodings(secret string) map[string]string {
	return map[string]string{
		"as it is":                  secret,
		"in a query":                url.QueryEscape(secret),
		"in a path":                 url.PathEscape(secret),
		"in a query, in lower case": lowerEscapes(url.QueryEscape(secret)),
		"in base64":                 base64.StdEncoding.EncodeToString([]byte(secret)),
		"in base64 of URLs":         base64.URLEncoding.EncodeToString([]byte(secret)),
		"in base64 unpadded":        base64.RawStdEncoding.EncodeToString([]byte(secret)),
		"in base64url unpadded":     base64.RawURLEncoding.EncodeToString([]byte(secret)),
		"in JSON":                   strings.Trim(fmt.Sprintf("%q", secret), `"`),
		"in JSON, slashes escaped":  strings.ReplaceAll(secret, "/", `\/`),
		"in HTML":                   html.EscapeString(secret),
		"in a URI of JavaScript's":  strings.ReplaceAll(url.PathEscape(secret), "%2F", "/"),
		"percent-encoded twice":     url.QueryEscape(url.QueryEscape(secret)),
		"percent-encoded all over":  strings.ToUpper(regexp.MustCompile("..").ReplaceAllString(hex.EncodeToString([]byte(secret)), "%$0")),
		"in JSON that is sparing":   strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(secret),
		"in hex":                    hex.EncodeToString([]byte(secret)),
		"in upper hex":              fmt.Sprintf("%X", secret),
		"in lines":                  secret[:len(secret)/2] + "\n" + secret[len(secret)/2:],
		"in base64 of more":         base64.StdEncoding.EncodeToString([]byte("Basic " + secret + ", thanks")),
		"in base64 of more, again":  base64.StdEncoding.EncodeToString([]byte("Bearer " + secret + ".")),
		"in base64 in lines":        inLines(base64.StdEncoding.EncodeToString([]byte(secret))),
	}
}

// inLines breaks a text as MIME does.
func inLines(text string) string {
	lines := slices.Collect(slices.Chunk([]byte(text), 20))

	return string(bytes.Join(lines, []byte("\r\n")))
}

// lowerEscapes writes %2F as %2f.
func lowerEscapes(text string) string {
	parts := strings.Split(text, "%")
	for i, part := range parts[1:] {
		parts[i+1] = strings.ToLower(part[:2]) + part[2:]
	}

	return strings.Join(parts, "%")
}

// fitToBeShown asserts that no text of an error holds a secret, something that a terminal obeys, or too much.
func fitToBeShown(t *testing.T, err *client.Error, secrets ...string) {
	t.Helper()

	shown := texts(err)

	for _, secret := range secrets {
		for form, encoded := range encodings(secret) {
			for way, text := range shown {
				if strings.Contains(text, encoded) {
					t.Fatalf("%s holds the secret %s: %s", way, form, text)
				}
			}
		}
	}

	for name, text := range map[string]string{
		"Type": err.Type, "Message": err.Message, "URL": err.URL, "RequestID": err.RequestID, "Reason": err.Reason,
		"Error()": strings.ReplaceAll(err.Error(), "…", ""),
	} {
		if !utf8.ValidString(text) || strings.ContainsFunc(text, unprintable) {
			t.Errorf("%s holds characters that must not be shown: %q", name, text)
		}

		if len(text) > 5*client.MaxForeignText {
			t.Errorf("%s is %d bytes long", name, len(text))
		}
	}
}

// unprintable tells what a terminal obeys, or what cannot be seen.
func unprintable(char rune) bool {
	return unicode.IsControl(char) || unicode.Is(unicode.Cf, char) || char != ' ' && unicode.IsSpace(char) ||
		char == utf8.RuneError
}
