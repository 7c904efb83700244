// SPDX-License-Identifier: MPL-2.0

package stytchmock

import (
	"crypto/rand"
	"encoding/base64"
	"fmt"
)

// newUUID returns a random UUID (RFC 9562, version 4).
func newUUID() string {
	b := randomBytes(16)
	b[6] = b[6]&0x0f | 0x40
	b[8] = b[8]&0x3f | 0x80

	return fmt.Sprintf("%x-%x-%x-%x-%x", b[0:4], b[4:6], b[6:8], b[8:10], b[10:16])
}

// newID returns an id in Stytch's form, {kind}-test-{uuid}; prefix is everything before the UUID, without the last
// hyphen.
func newID(prefix string) string {
	return prefix + "-" + newUUID()
}

// newSecret returns an API secret: a prefix and 36 characters, the last one padding.
func newSecret() string {
	return "secret-test-" + base64.URLEncoding.EncodeToString(randomBytes(26))
}

// newOpaqueToken returns a token of 44 characters, the length of Stytch's session tokens, attach tokens and client
// secrets.
func newOpaqueToken() string {
	return base64.URLEncoding.EncodeToString(randomBytes(33))
}

// newCode returns an authorization code of 43 characters.
func newCode() string {
	return base64.RawURLEncoding.EncodeToString(randomBytes(32))
}

// newDigits returns a decimal id such as providers give their users.
func newDigits(n int) string {
	digits := randomBytes(n)
	for i := range digits {
		digits[i] = '1' + digits[i]%9
	}

	return string(digits)
}

func randomBytes(n int) []byte {
	b := make([]byte, n)
	// crypto/rand.Read never returns an error: it ends the program instead.
	_, _ = rand.Read(b)

	return b
}
