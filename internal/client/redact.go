// SPDX-License-Identifier: MPL-2.0

package client

import (
	"encoding/base64"
	"fmt"
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

// redactor takes the secrets of a call out of a text.
type redactor struct {
	// secrets is made when there is a text at last: most calls succeed.
	secrets func() *regexp.Regexp
}

// newRedactor knows secrets in every form in which a server or a library may repeat them.
func newRedactor(secrets ...string) redactor {
	return redactor{secrets: sync.OnceValue(func() *regexp.Regexp {
		var forms []string

		// The longest first, so that a secret that begins with another one is not left with its end showing.
		longestFirst := slices.SortedFunc(slices.Values(secrets), func(a, b string) int { return len(b) - len(a) })
		for _, secret := range longestFirst {
			if len(secret) >= shortestSecret {
				forms = append(forms, inBase64(secret)...)
				forms = append(forms, escaped(secret))
			}
		}

		return regexp.MustCompile(strings.Join(forms, "|"))
	})}
}

// inBase64 are expressions for a secret in base64, without padding: not everybody writes it.
func inBase64(secret string) []string {
	raw := []byte(secret)

	return []string{
		regexp.QuoteMeta(base64.RawStdEncoding.EncodeToString(raw)) + "={0,2}",
		regexp.QuoteMeta(base64.RawURLEncoding.EncodeToString(raw)) + "={0,2}",
	}
}

// escaped is an expression for a secret in which each character stands as it is or escaped: for a URL, which everybody
// does a little differently, for JSON, or for HTML. Nobody escapes what means nothing in any of them.
func escaped(secret string) string {
	var expression strings.Builder

	for _, char := range secret {
		if percentEncode(string(char)) == string(char) {
			expression.WriteString(regexp.QuoteMeta(string(char)))

			continue
		}

		forms := []string{
			`\\?` + regexp.QuoteMeta(string(char)), percent(string(char)),
			fmt.Sprintf(`(?i:\\u%04x)`, char), fmt.Sprintf(`&#0*%d;`, char), fmt.Sprintf(`(?i:&#x0*%x;)`, char),
		}
		if other, ok := otherForms[char]; ok {
			forms = append(forms, other)
		}

		expression.WriteString("(?:" + strings.Join(forms, "|") + ")")
	}

	return expression.String()
}

// otherForms are names that HTML has for characters, and what a space is in a form.
var otherForms = map[rune]string{'&': "&amp;", '<': "&lt;", '>': "&gt;", '"': "&quot;", '\'': "&apos;", ' ': `\+`}

// percent is an expression for a character in percent-encoding, in upper or lower case.
func percent(char string) string {
	var encoded strings.Builder

	for i := range len(char) {
		fmt.Fprintf(&encoded, "%%%02x", char[i])
	}

	return "(?i:" + encoded.String() + ")"
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
	if secrets := r.secrets(); secrets.String() != "" {
		text = secrets.ReplaceAllString(text, redacted)
	}

	return lookSecret.ReplaceAllString(text, redacted)
}
