// SPDX-License-Identifier: MPL-2.0

// Package pkce makes code verifiers and code challenges for Proof Key for Code Exchange (RFC 7636), with the S256
// method, the only one that Stytch accepts.
package pkce

import (
	"errors"
	"regexp"

	"golang.org/x/oauth2"
)

// Method is the code challenge method (RFC 7636 section 4.3).
const Method = "S256"

// verifier is the grammar in RFC 7636 section 4.1.
var verifier = regexp.MustCompile(`^[A-Za-z0-9._~-]{43,128}$`)

// ErrVerifier is returned for a code verifier that is not valid. It does not repeat the value.
var ErrVerifier = errors.New("a code verifier is 43 to 128 characters long and made of A-Z, a-z, 0-9, -, ., _ and ~ " +
	"(RFC 7636 section 4.1)")

// NewVerifier returns a fresh code verifier of 43 characters, made of 32 random bytes.
func NewVerifier() string {
	return oauth2.GenerateVerifier()
}

// Challenge returns the S256 code challenge of a verifier (RFC 7636 section 4.2), or [ErrVerifier].
func Challenge(codeVerifier string) (string, error) {
	if !verifier.MatchString(codeVerifier) {
		return "", ErrVerifier
	}

	return oauth2.S256ChallengeFromVerifier(codeVerifier), nil
}
