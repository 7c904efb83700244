// SPDX-License-Identifier: MPL-2.0

package client

import (
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
func readings(text string, at, depth int) []reading {
	if at >= len(text) {
		return nil
	}

	all := []reading{{text[at : at+1], at + 1}}
	if depth == 0 || !mayEscape(text[at]) {
		return all
	}

	for _, lead := range readings(text, at, depth-1) {
		all = append(all, escapes(text, lead, depth-1)...)
	}

	return all
}

// escapes are the readings of what follows the first character of an escape.
func escapes(text string, lead reading, depth int) []reading {
	rest := text[lead.next:]

	switch lead.char {
	case "%":
		return readByte(rest, "", lead.next)
	case "&":
		return readEntity(rest, lead.next)
	case `\`:
		all := append(readByte(rest, "x", lead.next), readUnit(rest, lead.next)...)

		for _, escaped := range readings(text, lead.next, depth) {
			switch escaped.char {
			case `\`, `"`, "'", "/":
				all = append(all, escaped)
			}
		}

		return all
	}

	return nil
}

// readByte reads two digits of a byte, after a prefix.
func readByte(rest, prefix string, at int) []reading {
	end := len(prefix) + 2
	if len(rest) < end || !strings.HasPrefix(rest, prefix) {
		return nil
	}

	number, err := strconv.ParseUint(rest[len(prefix):end], 16, 8)
	if err != nil {
		return nil
	}

	return []reading{{string([]byte{byte(number)}), at + end}}
}

// readUnit reads the four digits of a \u. Halves of a pair are nobody's secret.
func readUnit(rest string, at int) []reading {
	const end = len("u0000")
	if len(rest) < end || rest[0] != 'u' {
		return nil
	}

	return readRune(rest[1:end], 16, at+end)
}

// readEntity reads a name that everybody knows, or a number in either base.
func readEntity(rest string, at int) []reading {
	const longest = len("#x10FFFF;")

	name, _, ok := strings.Cut(rest[:min(len(rest), longest)], ";")
	if !ok {
		return nil
	}

	end := at + len(name) + len(";")

	switch name {
	case "amp":
		return []reading{{"&", end}}
	case "lt":
		return []reading{{"<", end}}
	case "gt":
		return []reading{{">", end}}
	case "quot":
		return []reading{{`"`, end}}
	case "apos":
		return []reading{{"'", end}}
	}

	if digits, ok := strings.CutPrefix(strings.ToLower(name), "#x"); ok {
		return readRune(digits, 16, end)
	}

	if digits, ok := strings.CutPrefix(name, "#"); ok {
		return readRune(digits, 10, end)
	}

	return nil
}

// readRune reads the number of a character.
func readRune(digits string, base, end int) []reading {
	number, err := strconv.ParseInt(digits, base, 32)
	if err != nil || !utf8.ValidRune(rune(number)) {
		return nil
	}

	return []reading{{string(rune(number)), end}}
}
