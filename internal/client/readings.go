// SPDX-License-Identifier: MPL-2.0

package client

import (
	"iter"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// nesting is how often what is escaped may be escaped again.
const nesting = 3

// reading is a way to read what stands at a place of a text: a character, or a byte of one, and where the next begins.
type reading struct {
	char string
	next int
}

// mayEscape tells the bytes that an escape begins with.
func mayEscape(char byte) bool {
	return char == '%' || char == '\\' || char == '&'
}

// readings are all ways to read what stands at a place: as it is, or as an escape of URLs (RFC 3986 section 2.1), of
// JSON (RFC 8259 section 7) or Go, or of HTML, whose own characters may be escaped as well.
func readings(text string, at, depth int) iter.Seq[reading] {
	return func(yield func(reading) bool) {
		if at >= len(text) || !yield(reading{text[at : at+1], at + 1}) || depth == 0 || !mayEscape(text[at]) {
			return
		}

		for lead := range readings(text, at, depth-1) {
			for escaped := range escapes(text, lead, depth-1) {
				if !yield(escaped) {
					return
				}
			}
		}
	}
}

// escapes are the readings of what follows the first character of an escape.
func escapes(text string, lead reading, depth int) iter.Seq[reading] {
	rest := text[lead.next:]

	return func(yield func(reading) bool) {
		switch lead.char {
		case "%":
			yieldByte(rest, "", lead.next, yield)
		case "&":
			yieldEntity(rest, lead.next, yield)
		case `\`:
			if !yieldByte(rest, "x", lead.next, yield) || !yieldUnit(rest, lead.next, yield) {
				return
			}

			for escaped := range readings(text, lead.next, depth) {
				if slices.Contains([]string{`\`, `"`, "'", "/"}, escaped.char) && !yield(escaped) {
					return
				}
			}
		}
	}
}

// yieldByte reads two digits of a byte, after a prefix.
func yieldByte(rest, prefix string, at int, yield func(reading) bool) bool {
	end := len(prefix) + 2
	if len(rest) < end || !strings.HasPrefix(rest, prefix) {
		return true
	}

	number, err := strconv.ParseUint(rest[len(prefix):end], 16, 8)
	if err != nil {
		return true
	}

	return yield(reading{string([]byte{byte(number)}), at + end})
}

// yieldUnit reads the four digits of a \u. Halves of a pair are nobody's secret.
func yieldUnit(rest string, at int, yield func(reading) bool) bool {
	const end = len("u0000")
	if len(rest) < end || rest[0] != 'u' {
		return true
	}

	return yieldRune(rest[1:end], 16, at+end, yield)
}

// entities are the names that everybody knows.
var entities = map[string]string{"amp": "&", "lt": "<", "gt": ">", "quot": `"`, "apos": "'"}

// yieldEntity reads a name, or a number in either base.
func yieldEntity(rest string, at int, yield func(reading) bool) bool {
	const longest = len("#x10FFFF;")

	name, _, ok := strings.Cut(rest[:min(len(rest), longest)], ";")
	if !ok {
		return true
	}

	end := at + len(name) + len(";")
	if char, ok := entities[name]; ok {
		return yield(reading{char, end})
	}

	number, ok := strings.CutPrefix(strings.ToLower(name), "#")
	if !ok {
		return true
	}

	if digits, ok := strings.CutPrefix(number, "x"); ok {
		return yieldRune(digits, 16, end, yield)
	}

	return yieldRune(number, 10, end, yield)
}

// yieldRune reads the number of a character.
func yieldRune(digits string, base, end int, yield func(reading) bool) bool {
	number, err := strconv.ParseInt(digits, base, 32)
	if err != nil || !utf8.ValidRune(rune(number)) {
		return true
	}

	return yield(reading{string(rune(number)), end})
}
