// SPDX-License-Identifier: MPL-2.0

package pkce_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/pkce"
)

// The example of RFC 7636 appendix B.
const (
	rfcVerifier  = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
	rfcChallenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
)

func TestChallengeOfRFC(t *testing.T) {
	t.Parallel()

	got, err := pkce.Challenge(rfcVerifier)
	if err != nil || got != rfcChallenge {
		t.Errorf("got %q, %v, want %q", got, err, rfcChallenge)
	}
}

func TestChallengeTakesVerifiers(t *testing.T) {
	t.Parallel()

	const unreserved = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~"

	for name, verifier := range map[string]string{
		"shortest": strings.Repeat("a", 43), "longest": strings.Repeat("~", 128), "every character": unreserved,
	} {
		got, err := pkce.Challenge(verifier)
		if err != nil || len(got) != 43 || strings.ContainsAny(got, "+/=") {
			t.Errorf("%s: got %q, %v", name, got, err)
		}
	}
}

func TestChallengeRefusesOthers(t *testing.T) {
	t.Parallel()

	for name, text := range map[string]string{
		"empty": "", "too short": strings.Repeat("a", 42), "too long": strings.Repeat("a", 129),
		"too long by far": strings.Repeat("a", 1<<20), "padding": rfcVerifier + "=", "plus": "+" + rfcVerifier,
		"slash": "/" + rfcVerifier, "space": " " + rfcVerifier, "line break": rfcVerifier + "\n", "NUL": rfcVerifier + "\x00",
		"not ASCII": rfcVerifier + "é", "not UTF-8": rfcVerifier + "\xff", "full width": strings.Repeat("ａ", 43),
		"percent": rfcVerifier + "%7E",
	} {
		got, err := pkce.Challenge(text)
		if !errors.Is(err, pkce.ErrVerifier) || got != "" {
			t.Errorf("%s: got %q, %v", name, got, err)
		}
	}
}

// The error must not show the verifier.
func TestErrorIsTheSameForAll(t *testing.T) {
	t.Parallel()

	_, short := pkce.Challenge("short")
	_, long := pkce.Challenge(strings.Repeat("a", 129))

	if short == nil || long == nil || short.Error() != long.Error() {
		t.Errorf("got %v and %v", short, long)
	}
}

func TestNewVerifier(t *testing.T) {
	t.Parallel()

	seen := map[string]bool{}

	for range 100 {
		verifier := pkce.NewVerifier()
		if len(verifier) != 43 || seen[verifier] {
			t.Fatalf("got %q", verifier)
		}

		seen[verifier] = true

		if _, err := pkce.Challenge(verifier); err != nil {
			t.Errorf("%q is no verifier: %v", verifier, err)
		}
	}
}

func TestMethod(t *testing.T) {
	t.Parallel()

	// RFC 7636 section 4.3.
	if pkce.Method != "S256" {
		t.Errorf("got %q", pkce.Method)
	}
}
