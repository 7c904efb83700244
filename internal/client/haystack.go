// SPDX-License-Identifier: MPL-2.0

package client

import (
	"strings"
	"unicode/utf8"
)

// searchPatience is how many escapes of a text are looked at. A message of Stytch's has a few.
const searchPatience = 1 << 18

// longestEscape is the length, in bytes, of a character that is escaped as often as is looked for.
const longestEscape = 32

// haystack is a text in which secrets are searched for.
type haystack struct {
	text string
	// isCut says that the text went on, so that a secret may begin in it and not end.
	isCut bool
	// secret marks the bytes that belong to one.
	secret []bool
	// patience is how many escapes may still be looked at: a text made for it could take for ever.
	patience int
}

// findAll marks all that belongs to a needle.
func (h *haystack) findAll(n needle) {
	text := h.text

	for at := 0; at < len(text) && h.patience > 0; at++ {
		// Most places are told by their first byte.
		if !n.same(text[at], n.form[0]) && !mayEscape(text[at]) {
			continue
		}

		end, ok := h.matches(n, at, n.form)
		if !ok {
			continue
		}

		from, next := at, end
		if n.ends {
			from, end = withEnds(text, from, end)
		}

		for i := from; i < end; i++ {
			h.secret[i] = true
		}

		at = next - 1
	}
}

// matches tells whether a form stands at a place of the text, in whatever way each of its characters is written there,
// and where it ends. White space and what is invisible can stand within it, but not before it.
func (h *haystack) matches(n needle, at int, form string) (end int, ok bool) {
	text := h.text

	for form != "" {
		switch {
		case at >= len(text):
			return at, h.isCut && len(n.form)-len(form) >= shortestSecret
		case mayEscape(text[at]):
			return h.matchesEscaped(n, at, form)
		case n.same(text[at], form[0]):
			at, form = at+1, form[1:]
		case len(form) < len(n.form):
			char, width := utf8.DecodeRuneInString(text[at:])
			if width == 1 && char == utf8.RuneError || !IsSpaceOrControl(char) {
				return 0, false
			}

			at += width
		default:
			return 0, false
		}
	}

	return at, true
}

// matchesEscaped goes on with each way to read what may be an escape.
func (h *haystack) matchesEscaped(n needle, at int, form string) (end int, ok bool) {
	h.patience--
	if h.patience < 0 {
		return 0, false
	}

	if h.isCut && len(h.text)-at < longestEscape && len(n.form)-len(form) >= shortestSecret {
		// The escape, too, may go on where the text does not.
		return len(h.text), true
	}

	for _, written := range readings(h.text, at, nesting) {
		rest := form

		switch {
		case len(written.char) <= len(form) && n.hasPrefix(form, written.char):
			rest = form[len(written.char):]
		case len(form) == len(n.form) || !isPassedOver(written.char):
			continue
		}

		if end, ok = h.matches(n, written.next, rest); ok {
			return end, true
		}
	}

	return 0, false
}

// hasPrefix compares the beginning of a form.
func (n needle) hasPrefix(form, char string) bool {
	for i := range len(char) {
		if !n.same(char[i], form[i]) {
			return false
		}
	}

	return true
}

// isPassedOver tells white space and what is invisible.
func isPassedOver(char string) bool {
	first, size := utf8.DecodeRuneInString(char)

	return size == len(char) && (first != utf8.RuneError || size > 1) && IsSpaceOrControl(first)
}

// withEnds goes up to three characters further, as long as they may belong to the same base64.
func withEnds(text string, from, end int) (first, last int) {
	for range 3 {
		if from > 0 && isBase64(text[from-1]) {
			from--
		}

		if end < len(text) && isBase64(text[end]) {
			end++
		}
	}

	return from, end
}

// isBase64 tells the characters of both alphabets, and padding.
func isBase64(char byte) bool {
	return char >= 'A' && char <= 'Z' || char >= 'a' && char <= 'z' || char >= '0' && char <= '9' ||
		strings.IndexByte("+/-_=", char) >= 0
}
