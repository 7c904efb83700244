// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"encoding/base64"
	"math/big"
	"strings"
	"testing"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/tftest"
)

// jwt is a JWT with these claims, and a signature that is none.
func jwt(claims string) string {
	encode := base64.RawURLEncoding.EncodeToString

	return encode([]byte(`{"alg":"RS256"}`)) + "." + encode([]byte(claims)) + "." + encode([]byte("signature"))
}

func TestPKCECodeChallengeFunction(t *testing.T) {
	t.Parallel()

	served := serve(t, nil)

	// RFC 7636 appendix B.
	got, failure := served.Call("pkce_code_challenge", verifier)
	if failure != nil || got != challenge {
		t.Errorf("got %v, %v", got, failure)
	}

	for name, broken := range map[string]string{
		"empty": "", "short": strings.Repeat("a", 42), "long": strings.Repeat("a", 129),
		"space": verifier[:42] + " ", "line break": verifier + "\n", "plus": verifier[:42] + "+",
		"padding": verifier + "=", "not ASCII": verifier[:42] + "é",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			_, failure := serve(t, nil).Call("pkce_code_challenge", broken)
			if failure == nil {
				t.Fatal("it is taken for a verifier")
			}

			if !strings.HasPrefix(failure.Text, "a code verifier is 43 to 128 characters long") ||
				failure.FunctionArgument == nil || *failure.FunctionArgument != 0 {
				t.Errorf("error %+v", failure)
			}

			if broken != "" && strings.Contains(failure.Text, broken) {
				t.Errorf("it repeats the verifier: %s", failure.Text)
			}
		})
	}
}

// Claims come as jsondecode would have them.
func TestJWTClaimsFunction(t *testing.T) {
	t.Parallel()

	number := func(text string) *big.Float {
		value, _, err := big.ParseFloat(text, 10, 512, big.ToNearestEven)
		if err != nil {
			t.Fatal(err)
		}

		return value
	}

	served := serve(t, nil)

	for name, test := range map[string]struct {
		claims string
		want   tftest.Object
	}{
		"none": {`{}`, tftest.Object{}},
		"of an access token": {
			`{"sub":"user-test-1","aud":["project-test-1"],"exp":1767323045,"email_verified":true}`,
			tftest.Object{"sub": "user-test-1", "aud": []any{"project-test-1"}, "exp": int64(1767323045), "email_verified": true},
		},
		"null":        {`{"a":null,"b":[null]}`, tftest.Object{"a": nil, "b": []any{nil}}},
		"empty":       {`{"a":"","b":[],"c":{}}`, tftest.Object{"a": "", "b": []any{}, "c": tftest.Object{}}},
		"mixed list":  {`{"a":[1,"b",true,{"c":[2]}]}`, tftest.Object{"a": []any{int64(1), "b", true, tftest.Object{"c": []any{int64(2)}}}}},
		"nested":      {`{"https://stytch.com/organization":{"organization_id":"o","slug":"s"}}`, tftest.Object{"https://stytch.com/organization": tftest.Object{"organization_id": "o", "slug": "s"}}},
		"not ASCII":   {`{"name":"Ада 🚀\u0000"}`, tftest.Object{"name": "Ада 🚀\x00"}},
		"fraction":    {`{"a":0.1}`, tftest.Object{"a": number("0.1")}},
		"large":       {`{"a":9007199254740993}`, tftest.Object{"a": int64(9007199254740993)}},
		"larger":      {`{"a":123456789012345678901234567890}`, tftest.Object{"a": number("123456789012345678901234567890")}},
		"largest":     {`{"a":1e400}`, tftest.Object{"a": number("1e400")}},
		"smallest":    {`{"a":-1e-400}`, tftest.Object{"a": number("-1e-400")}},
		"twice":       {`{"a":1,"a":2}`, tftest.Object{"a": int64(2)}},
		"white space": {" {\"a\":1}\n", tftest.Object{"a": int64(1)}},
	} {
		got, failure := served.Call("jwt_claims", jwt(test.claims))
		if failure != nil {
			t.Errorf("%s: %s", name, failure.Text)

			continue
		}

		if !sameClaims(got, test.want) {
			t.Errorf("%s: got %v, want %v", name, got, test.want)
		}
	}
}

// sameClaims compares, numbers by their value.
func sameClaims(got, want any) bool {
	switch want := want.(type) {
	case *big.Float:
		found, ok := got.(*big.Float)

		return ok && found.Cmp(want) == 0
	case []any:
		found, ok := got.([]any)
		if !ok || len(found) != len(want) {
			return false
		}

		for i := range want {
			if !sameClaims(found[i], want[i]) {
				return false
			}
		}

		return true
	case tftest.Object:
		found, ok := got.(tftest.Object)
		if !ok || len(found) != len(want) {
			return false
		}

		for name := range want {
			if value, ok := found[name]; !ok || !sameClaims(value, want[name]) {
				return false
			}
		}

		return true
	}

	return got == want
}

// What is not a signed JWT is an error that says why, and never repeats the token.
func TestJWTClaimsFunctionErrors(t *testing.T) {
	t.Parallel()

	valid := jwt(`{"sub":"somebody"}`)
	parts := strings.Split(valid, ".")

	for name, test := range map[string]struct{ token, says string }{
		"empty":            {"", "three segments"},
		"one segment":      {"opaque-session-token", "three segments"},
		"two segments":     {parts[0] + "." + parts[1], "three segments"},
		"four segments":    {valid + ".x", "three segments"},
		"encrypted":        {"a.b.c.d.e", "an encrypted JWT"},
		"padded":           {parts[0] + "." + parts[1] + "=." + parts[2], "not base64url without padding"},
		"standard base64":  {parts[0] + ".+/+/." + parts[2], "not base64url without padding"},
		"line break":       {valid + "\n", "not base64url without padding"},
		"header no JSON":   {"aGVsbG8." + parts[1] + "." + parts[2], "its header is not a JSON object"},
		"claims no JSON":   {parts[0] + ".aGVsbG8." + parts[2], "its claims are not a JSON object"},
		"claims a list":    {jwt(`["somebody"]`), "its claims are not a JSON object"},
		"claims null":      {jwt(`null`), "its claims are not a JSON object"},
		"claims and more":  {jwt(`{} {}`), "its claims are not a JSON object"},
		"a number too big": {jwt(`{"a":1e9999999999}`), "out of Terraform's range"},
		// Written out, these would take minutes.
		"a number with many zeros": {jwt(`{"a":[-1e10000000]}`), "out of Terraform's range"},
		"a number close to zero":   {jwt(`{"a":{"b":1e-10000000}}`), "out of Terraform's range"},
		"a number of many digits":  {jwt(`{"a":` + strings.Repeat("1", 5000) + `}`), "out of Terraform's range"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			_, failure := serve(t, nil).Call("jwt_claims", test.token)
			if failure == nil {
				t.Fatal("it is taken for a JWT")
			}

			if !strings.Contains(failure.Text, test.says) || failure.FunctionArgument == nil || *failure.FunctionArgument != 0 {
				t.Errorf("error %+v", failure)
			}

			for part := range strings.SplitSeq(test.token, ".") {
				if len(part) > 3 && strings.Contains(failure.Text, part) {
					t.Errorf("it repeats the token: %s", failure.Text)
				}
			}
		})
	}
}
