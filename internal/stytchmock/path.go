// SPDX-License-Identifier: MPL-2.0

package stytchmock

import (
	"net/http"
	"strings"
)

// sentPath is the path as the client sent it. The URL's EscapedPath is not:
// it repairs what a path may not hold, and makes %7C of a raw vertical bar. It
// stands in where a client sent more than a path (RFC 9112, section 3.2.2).
func sentPath(r *http.Request) string {
	if path, _, _ := strings.Cut(r.RequestURI, "?"); strings.HasPrefix(path, "/") {
		return path
	}

	return r.URL.EscapedPath()
}

// strayByte finds the first byte that no path may hold (RFC 3986, section 3.3).
// net/http lets many of them through, the servers and proxies of others do not.
func strayByte(path string) (byte, bool) {
	const marks = "-._~!$&'()*+,;=:@%/"
	for i := range len(path) {
		switch c := path[i]; {
		case '0' <= c && c <= '9', 'A' <= c && c <= 'Z', 'a' <= c && c <= 'z', strings.IndexByte(marks, c) >= 0:
		default:
			return c, true
		}
	}

	return 0, false
}
