// SPDX-License-Identifier: MPL-2.0

package client

import (
	"encoding/base64"
	"encoding/json"
	"net/url"
	"regexp"
	"slices"
	"strings"
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
	`|(?i:\b(basic|bearer)\s+)[A-Za-z0-9+/_=.~-]{8,}` +
	`|://[^/@\s]+@`)

// redactor takes the secrets of a call out of a text.
type redactor struct {
	replacer *strings.Replacer
}

// newRedactor knows secrets in every form in which a server or a library may repeat them.
func newRedactor(secrets ...string) redactor {
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

	return redactor{replacer: strings.NewReplacer(pairs...)}
}

// formsOf lists a secret as it is, percent-encoded in both ways, in JSON, and in base64.
func formsOf(secret string) []string {
	forms := []string{
		secret, url.QueryEscape(secret), url.PathEscape(secret),
		base64.StdEncoding.EncodeToString([]byte(secret)), base64.URLEncoding.EncodeToString([]byte(secret)),
	}

	if quoted, err := json.Marshal(secret); err == nil {
		forms = append(forms, strings.Trim(string(quoted), `"`))
	}

	return forms
}

// clean makes a text from outside fit to be shown: no secret, nothing that a terminal obeys, one line, not long.
func (r redactor) clean(text string) string {
	text = strings.Map(func(char rune) rune {
		switch {
		case unicode.IsSpace(char):
			return ' '
		case isSpaceOrControl(char):
			return -1
		}

		return char
	}, r.hide(text))
	// Once more, for a character that was dropped may have kept a secret from being found.
	text = strings.Join(strings.Fields(r.hide(text)), " ")

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
	return lookSecret.ReplaceAllString(r.replacer.Replace(text), redacted)
}
