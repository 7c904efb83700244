// SPDX-License-Identifier: MPL-2.0

package jwtclaims_test

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/jwtclaims"
)

// FuzzParse wants claims from nothing but JWTs, and errors that are among those that are known: they are fixed texts,
// so they never repeat a token.
func FuzzParse(f *testing.F) {
	for _, seed := range []string{
		"", ".", "..", "....", jwt(header, `{}`), jwt(header, `{"a":[1,{"b":null}]}`), jwt(`{}`, `null`), jwt(header, `{}{}`),
		jwt(header, `{"n":1e400}`) + "\n", segment(header) + "." + segment(`{}`) + ".",
	} {
		f.Add(seed)
	}

	f.Fuzz(func(t *testing.T, token string) {
		claims, err := jwtclaims.Parse(token)
		if err != nil {
			if claims != nil || !known(err) {
				t.Errorf("got %v, %v", claims, err)
			}

			return
		}

		segments := strings.Split(token, ".")
		if claims == nil || len(segments) != 3 {
			t.Fatalf("got %v of %d segments", claims, len(segments))
		}

		// What was read is what is there.
		document, err := base64.RawURLEncoding.DecodeString(segments[1])
		if err != nil {
			t.Fatalf("got %v of what is no base64url", claims)
		}

		var want map[string]any

		decoder := json.NewDecoder(bytes.NewReader(document))
		decoder.UseNumber()

		if err = decoder.Decode(&want); err != nil {
			t.Fatalf("got %v of what is no JSON: %v", claims, err)
		}

		got, err := json.Marshal(claims)
		if err != nil {
			t.Fatal(err)
		}

		if again, err := json.Marshal(want); err != nil || !bytes.Equal(got, again) {
			t.Errorf("got %s, want %s (%v)", got, again, err)
		}
	})
}

// known reports whether an error is one of those that Parse returns.
func known(err error) bool {
	return slices.ContainsFunc([]error{
		jwtclaims.ErrSegments, jwtclaims.ErrEncrypted, jwtclaims.ErrEncoding, jwtclaims.ErrHeader, jwtclaims.ErrClaims,
		jwtclaims.ErrDepth,
	}, func(one error) bool { return errors.Is(err, one) && err.Error() == one.Error() })
}
