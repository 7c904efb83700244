// SPDX-License-Identifier: MPL-2.0

package client

import (
	"bytes"
	"cmp"
	"encoding/base64"
	"encoding/json"
	"html"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
)

const (
	// redacted replaces a secret.
	redacted = "(redacted)"
	// maxTextLength is how much of a text from outside is shown, in bytes: an error message is a sentence or two.
	maxTextLength = 1000
	// minSecretLength is the length, in bytes, below which a value is not searched for: replacing it would tear words
	// apart.
	minSecretLength = 4
)

// secretShape matches what looks like a secret, since a response can hold one that the request did not: JSON Web
// Tokens, Stytch's API secrets, credentials of an Authorization header, userinfo in a URL.
var secretShape = regexp.MustCompile(`eyJ[A-Za-z0-9_-]{5,}(\.[A-Za-z0-9_-]*)+` +
	`|secret-(test|live)-[A-Za-z0-9_=-]+` +
	`|(?i:\b(basic|bearer)\s+)[A-Za-z0-9+/_=.~-]{16,}` +
	`|://[^/@\s]+@`)

// percentEscape matches an escaped byte in a URL. Some libraries write it in lower case.
var percentEscape = regexp.MustCompile(`%[0-9A-F]{2}`)

// redactor removes secrets from texts.
type redactor struct {
	// replacer is made when it is first needed.
	replacer func() *strings.Replacer
}

// newRedactor returns a redactor for secrets as they are, and as JSON, URLs, HTML and base64 write them.
func newRedactor(secrets ...string) redactor {
	return redactor{replacer: sync.OnceValue(func() *strings.Replacer {
		var forms []string

		for _, secret := range secrets {
			if len(secret) >= minSecretLength {
				forms = append(forms, encodings(secret)...)
			}
		}

		// The replacer takes the first form that matches, and one may contain another.
		slices.SortFunc(forms, func(a, b string) int { return cmp.Compare(len(b), len(a)) })

		pairs := make([]string, 0, 2*len(forms))
		for _, form := range forms {
			pairs = append(pairs, form, redacted)
		}

		return strings.NewReplacer(pairs...)
	})}
}

// encodings returns a secret in the forms in which a server or a library may repeat it.
func encodings(secret string) []string {
	forms := []string{
		secret, html.EscapeString(secret),
		base64.StdEncoding.EncodeToString([]byte(secret)), base64.RawStdEncoding.EncodeToString([]byte(secret)),
		base64.URLEncoding.EncodeToString([]byte(secret)), base64.RawURLEncoding.EncodeToString([]byte(secret)),
	}

	for _, form := range []string{url.QueryEscape(secret), url.PathEscape(secret), percentEncode(secret)} {
		forms = append(forms, form, percentEscape.ReplaceAllStringFunc(form, strings.ToLower))
	}

	for _, escapeHTML := range []bool{true, false} {
		var text bytes.Buffer

		encoder := json.NewEncoder(&text)
		encoder.SetEscapeHTML(escapeHTML)

		if encoder.Encode(secret) == nil { // A string always encodes.
			forms = append(forms, text.String()[1:text.Len()-len("\"\n")])
		}
	}

	return forms
}

// hide replaces the secrets in a text.
func (r redactor) hide(text string) string {
	return secretShape.ReplaceAllString(r.replacer().Replace(text), redacted)
}

// clean makes a text from outside fit to be shown: on one line, not long, and without secrets and control characters.
func (r redactor) clean(text string) string {
	text = strings.Map(func(char rune) rune {
		switch {
		case unicode.IsSpace(char):
			return ' '
		case IsSpaceOrControl(char):
			return -1
		}

		return char
	}, r.hide(text))
	// A second time, since an invisible character may have split a secret.
	text = r.hide(strings.Join(strings.Fields(text), " "))

	if len(text) <= maxTextLength {
		return text
	}

	end := maxTextLength
	for !utf8.RuneStart(text[end]) {
		end--
	}

	return text[:end] + "…"
}
