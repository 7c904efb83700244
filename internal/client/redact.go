// SPDX-License-Identifier: MPL-2.0

package client

import (
	"encoding/base64"
	"encoding/json"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
)

// redacted stands where a secret stood.
const redacted = "(redacted)"

// maxForeignText bounds a text from outside, in bytes: an error message is a sentence or two.
const maxForeignText = 1000

// shortestSecret is the length, in bytes, below which a value is not searched for: it would only tear words apart.
const shortestSecret = 4

// lookSecret finds what is a secret by its looks, for an answer can hold one that the call did not send: JSON Web
// Tokens, Stytch's API secrets, credentials of an Authorization header, userinfo in an address.
var lookSecret = regexp.MustCompile(`eyJ[A-Za-z0-9_-]{5,}(\.[A-Za-z0-9_-]*)+` +
	`|secret-(test|live)-[A-Za-z0-9_=-]+` +
	`|(?i:\b(basic|bearer)\s+)[A-Za-z0-9+/_=.~-]{16,}` +
	`|://[^/@\s]+@`)

// percentEscape is one escape of a percent-encoding.
var percentEscape = regexp.MustCompile(`%[0-9A-F]{2}`)

// redactor takes the secrets of a call out of a text.
type redactor struct {
	// replacer is made when there is a text at last: most calls succeed.
	replacer func() *strings.Replacer
}

// newRedactor knows secrets in every form in which a server or a library may repeat them.
func newRedactor(secrets ...string) redactor {
	return redactor{replacer: sync.OnceValue(func() *strings.Replacer {
		var forms []string

		for _, secret := range secrets {
			if len(secret) >= shortestSecret {
				forms = append(forms, formsOf(secret)...)
			}
		}

		// The longest first, so that a secret that begins with another one is not left with its end showing.
		slices.SortFunc(forms, func(a, b string) int { return len(b) - len(a) })

		pairs := make([]string, 0, 2*len(forms))
		for _, form := range forms {
			pairs = append(pairs, form, redacted)
		}

		return strings.NewReplacer(pairs...)
	})}
}

// formsOf lists a secret as it is, percent-encoded in every way, in JSON, and in base64. The forms of base64 come
// without padding, too: not everybody writes it.
func formsOf(secret string) []string {
	raw := []byte(secret)
	forms := []string{
		secret, strings.ReplaceAll(secret, "/", `\/`),
		base64.StdEncoding.EncodeToString(raw), base64.URLEncoding.EncodeToString(raw),
		base64.RawStdEncoding.EncodeToString(raw), base64.RawURLEncoding.EncodeToString(raw),
	}

	for _, encoded := range []string{url.QueryEscape(secret), url.PathEscape(secret), percentEncode(secret)} {
		forms = append(forms, encoded, percentEscape.ReplaceAllStringFunc(encoded, strings.ToLower))
	}

	if quoted, err := json.Marshal(secret); err == nil {
		forms = append(forms, string(quoted[1:len(quoted)-1]))
	}

	return forms
}

// clean makes a text from outside fit to be shown: no secret, nothing that a terminal obeys, one line, not long.
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
	// Once more, for what was dropped may have kept a secret from being found.
	text = r.hide(strings.Join(strings.Fields(text), " "))

	if len(text) > maxForeignText {
		cut := maxForeignText
		for !utf8.RuneStart(text[cut]) {
			cut--
		}

		text = text[:cut] + "…"
	}

	return text
}

// hide takes the secrets out.
func (r redactor) hide(text string) string {
	return lookSecret.ReplaceAllString(r.replacer().Replace(text), redacted)
}
