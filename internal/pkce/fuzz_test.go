// SPDX-License-Identifier: MPL-2.0

package pkce_test

import (
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"strings"
	"testing"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/pkce"
)

// FuzzChallenge compares with RFC 7636 sections 4.1 and 4.2, written down a second time.
func FuzzChallenge(f *testing.F) {
	for _, seed := range []string{"", rfcVerifier, rfcVerifier[1:], strings.Repeat("~", 128), strings.Repeat("~", 129)} {
		f.Add(seed)
	}

	f.Fuzz(func(t *testing.T, text string) {
		const unreserved = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~"

		got, err := pkce.Challenge(text)

		if valid := len(text) >= 43 && len(text) <= 128 && strings.Trim(text, unreserved) == ""; !valid {
			// The error is one fixed text, so it never repeats the verifier.
			if !errors.Is(err, pkce.ErrVerifier) || err.Error() != pkce.ErrVerifier.Error() || got != "" {
				t.Errorf("got %q, %v for what is no verifier", got, err)
			}

			return
		}

		digest := sha256.Sum256([]byte(text))
		if want := base64.RawURLEncoding.EncodeToString(digest[:]); err != nil || got != want {
			t.Errorf("got %q, %v, want %q", got, err, want)
		}
	})
}
