// SPDX-License-Identifier: MPL-2.0

package client

import (
	"regexp"
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

// redactor takes the secrets of a call out of a text.
type redactor struct {
	// needles are made when there is a text at last: most calls succeed.
	needles func() []needle
}

// newRedactor knows secrets in every form in which a server or a library may repeat them.
func newRedactor(secrets ...string) redactor {
	return redactor{needles: sync.OnceValue(func() []needle { return newNeedles(secrets) })}
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

// hide takes the secrets out. A text that takes too long to search is one.
func (r redactor) hide(text string) string {
	searched := &haystack{text: text, secret: make([]bool, len(text)), patience: searchPatience}
	for _, needle := range r.needles() {
		searched.findAll(needle)
	}

	if searched.patience <= 0 {
		return redacted
	}

	var shown strings.Builder

	for i := range len(text) {
		switch {
		case !searched.secret[i]:
			shown.WriteByte(text[i])
		case i == 0 || !searched.secret[i-1]:
			shown.WriteString(redacted)
		}
	}

	return lookSecret.ReplaceAllString(shown.String(), redacted)
}
