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

// maxSearched bounds how much of a text is looked at, in bytes. What comes after it is not shown, either.
const maxSearched = 16 << 10

// unsearched stands where a text is long, and its beginning so empty that more of it would have to be shown.
const unsearched = "(a long text that is not shown)"

// clean makes a text from outside fit to be shown: no secret, nothing that a terminal obeys, one line, not long.
func (r redactor) clean(text string) string {
	whole := len(text)
	text = cut(text, maxSearched)
	isCut := len(text) < whole

	text = strings.Map(func(char rune) rune {
		switch {
		case unicode.IsSpace(char):
			return ' '
		case IsSpaceOrControl(char):
			return -1
		}

		return char
	}, r.hide(text, isCut))
	// Once more, for what was dropped may have kept a secret from being found.
	text = r.hide(strings.Join(strings.Fields(text), " "), isCut)

	if len(text) > maxForeignText {
		return cut(text, maxForeignText) + "…"
	}

	if isCut {
		return unsearched
	}

	return text
}

// cut shortens a text to so many bytes, or a few less where a character would be split.
func cut(text string, length int) string {
	if len(text) <= length {
		return text
	}

	for !utf8.RuneStart(text[length]) && length > 0 {
		length--
	}

	return text[:length]
}

// hide takes the secrets out. A text that takes too long to search is one.
func (r redactor) hide(text string, isCut bool) string {
	searched := &haystack{text: text, isCut: isCut, secret: make([]bool, len(text)), patience: searchPatience}
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
