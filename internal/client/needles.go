// SPDX-License-Identifier: MPL-2.0

package client

import (
	"encoding/base64"
	"encoding/hex"
	"strings"
)

// shortestForm is the length, in bytes, below which an encoded secret is not searched for.
const shortestForm = 6

// needle is one form of a secret that is searched for in a text.
type needle struct {
	form string
	// same compares a byte of the text with one of the form.
	same func(text, form byte) bool
	// ends says that the characters around the form stand for parts of the secret, too.
	ends bool
}

// newNeedles returns the forms of some secrets: as they are, in hex, and in base64.
func newNeedles(secrets []string) []needle {
	var all []needle

	for _, secret := range secrets {
		// White space is passed over in a text. In a form, a space is a plus sign.
		words := strings.FieldsFunc(secret, IsSpaceOrControl)
		if len(secret) < shortestSecret || len(words) == 0 {
			continue
		}

		all = append(all, needle{form: strings.Join(words, ""), same: isSame})
		if len(words) > 1 {
			all = append(all, needle{form: strings.Join(words, "+"), same: isSame})
		}

		all = append(all, needle{form: hex.EncodeToString([]byte(secret)), same: isSameInHex})

		for _, form := range inBase64(secret) {
			all = append(all, needle{form: form, same: isSameInBase64, ends: true})
		}
	}

	return all
}

// isSame compares bytes.
func isSame(text, form byte) bool { return text == form }

// isSameInHex does not tell upper case from lower.
func isSameInHex(text, form byte) bool {
	return text == form || text >= 'A' && text <= 'F' && text+('a'-'A') == form
}

// isSameInBase64 does not tell the two alphabets apart (RFC 4648 section 5).
func isSameInBase64(text, form byte) bool {
	return text == form || text == '+' && form == '-' || text == '/' && form == '_'
}

// inBase64 is what stands for a secret in the base64 of a text that holds it: that differs with where in a group of
// three bytes it begins. The characters at its ends stand for bits of what is around it, too, and are left out.
func inBase64(secret string) []string {
	var all []string

	for offset, first := range []int{0, 2, 3} {
		encoded := base64.RawURLEncoding.EncodeToString(append(make([]byte, offset), secret...))

		form := encoded[first : (offset+len(secret))*8/6]
		if offset == 0 && len(form) < shortestForm {
			// Short as it is, it is at least searched for on its own.
			form = encoded
		}

		if len(form) >= shortestForm {
			all = append(all, form)
		}
	}

	return all
}
