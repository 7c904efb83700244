// SPDX-License-Identifier: MPL-2.0

// Package pkce makes and checks what Proof Key for Code Exchange needs (RFC 7636), with the S256 method, which is
// the only one that Stytch takes.
package pkce

import (
	"errors"
	"regexp"

	"golang.org/x/oauth2"
)

// Method is the code challenge method of everything here (RFC 7636 section 4.3).
const Method = "S256"

// verifier is the grammar of RFC 7636 section 4.1.
var verifier = regexp.MustCompile(`^[A-Za-z0-9._~-]{43,128}$`)

// ErrVerifier says that a code verifier is none. It does not repeat it.
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
