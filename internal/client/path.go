// SPDX-License-Identifier: MPL-2.0

package client

import (
	"errors"
	"fmt"
	"net/url"
	"strings"
	"unicode"
)

// CheckPathSegment says what is wrong with a value that shall stand in the path of a request, or nil. Stytch's
// ids, slugs and external ids are made of letters, digits and `._~|-`; what is refused here is what could leave
// its place in the path, or never be meant. The error does not repeat the value.
func CheckPathSegment(value string) error {
	switch {
	case value == "":
		return errors.New("must not be empty")
	case value == "." || value == "..":
		return errors.New("must not be . or .., which a web server takes for a step through its paths")
	case strings.ContainsFunc(value, IsSpaceOrControl):
		return errors.New("must not contain white space or control characters")
	}

	return nil
}

// expand fills the `{name}` segments of a route with percent-encoded values, in order.
func expand(route string, values ...string) (string, error) {
	segments := strings.Split(route, "/")
	used := 0

	for i, segment := range segments {
		if !strings.HasPrefix(segment, "{") {
			continue
		}

		if used == len(values) {
			return "", fmt.Errorf("no value for %s", segment)
		}

		if err := CheckPathSegment(values[used]); err != nil {
			return "", fmt.Errorf("%s %w", strings.Trim(segment, "{}"), err)
		}

		segments[i] = url.PathEscape(values[used])
		used++
	}

	if used != len(values) {
		return "", fmt.Errorf("%d values for %d places", len(values), used)
	}

	return strings.Join(segments, "/"), nil
}

// at is the address of an escaped path (and query) below a base URL.
func at(base *url.URL, escapedPath, rawQuery string) (*url.URL, error) {
	address := *base
	prefix := strings.TrimSuffix(base.EscapedPath(), "/")

	path, err := url.PathUnescape(prefix + escapedPath)
	if err != nil {
		return nil, fmt.Errorf("path: %w", err)
	}

	address.Path, address.RawPath, address.RawQuery = path, prefix+escapedPath, rawQuery

	return &address, nil
}

// IsSpaceOrControl tells characters that belong in no identifier, token or address. Unicode's format characters
// (zero width, bidirectional marks) are among them: they are invisible, and got there by pasting.
func IsSpaceOrControl(r rune) bool {
	return unicode.IsSpace(r) || unicode.IsControl(r) || unicode.Is(unicode.Cf, r) || r == unicode.ReplacementChar
}
