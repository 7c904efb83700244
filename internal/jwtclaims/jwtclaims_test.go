// SPDX-License-Identifier: MPL-2.0

package jwtclaims_test

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"reflect"
	"strings"
	"testing"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/jwtclaims"
)

// segment is a segment of a JWT.
func segment(text string) string {
	return base64.RawURLEncoding.EncodeToString([]byte(text))
}

// jwt is a JWT with a header, claims, and a signature that is none.
func jwt(header, claims string) string {
	return segment(header) + "." + segment(claims) + "." + segment("signature")
}

const header = `{"alg":"RS256","typ":"JWT"}`

func TestParse(t *testing.T) {
	t.Parallel()

	for name, test := range map[string]struct {
		token string
		want  map[string]any
	}{
		// RFC 7519 section 3.1.
		"of the RFC": {
			"eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLm" +
				"NvbS9pc19yb290Ijp0cnVlfQ.dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk",
			map[string]any{"iss": "joe", "exp": json.Number("1300819380"), "http://example.com/is_root": true},
		},
		"no claims": {jwt(header, `{}`), map[string]any{}},
		// RFC 7519 section 6.1: an unsecured JWT has an empty signature.
		"no signature": {
			segment(`{"alg":"none"}`) + "." + segment(`{"sub":"s"}`) + ".", map[string]any{"sub": "s"},
		},
		"empty header": {jwt(`{}`, `{"sub":"s"}`), map[string]any{"sub": "s"}},
		"all types": {
			jwt(header, `{"a":null,"b":[1,"c",false,{"d":{}}],"e":-1.5e3}`),
			map[string]any{
				"a": nil, "b": []any{json.Number("1"), "c", false, map[string]any{"d": map[string]any{}}},
				"e": json.Number("-1.5e3"),
			},
		},
		"a number that float64 cannot hold": {
			jwt(header, `{"n":123456789012345678901234567890}`), map[string]any{"n": json.Number("123456789012345678901234567890")},
		},
		"white space": {jwt(" {} ", "\n{\"sub\":\"s\"}\t"), map[string]any{"sub": "s"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			got, err := jwtclaims.Parse(test.token)
			if err != nil || !reflect.DeepEqual(got, test.want) {
				t.Errorf("got %v, %v, want %v", got, err, test.want)
			}
		})
	}
}

// nested returns nested arrays of that depth.
func nested(levels int) string {
	return strings.Repeat("[", levels) + "1" + strings.Repeat("]", levels)
}

func TestParseAcceptsDepth(t *testing.T) {
	t.Parallel()

	if _, err := jwtclaims.Parse(jwt(header, `{"a":`+nested(99)+`}`)); err != nil {
		t.Errorf("100 levels: %v", err)
	}
}

func TestParseRefuses(t *testing.T) {
	t.Parallel()

	valid := jwt(header, `{"sub":"s"}`)
	claims := segment(`{"sub":"s"}`)

	for name, test := range map[string]struct {
		token string
		want  error
	}{
		"empty":                     {"", jwtclaims.ErrSegments},
		"opaque":                    {"sT9oL8Zxw2pEr5", jwtclaims.ErrSegments},
		"two segments":              {segment(header) + "." + claims, jwtclaims.ErrSegments},
		"four segments":             {valid + ".", jwtclaims.ErrSegments},
		"six segments":              {"a.b.c.d.e.f", jwtclaims.ErrSegments},
		"many segments":             {strings.Repeat(".", 1<<20), jwtclaims.ErrSegments},
		"encrypted":                 {segment(header) + ".a.b.c.d", jwtclaims.ErrEncrypted},
		"padding":                   {segment(header) + "." + claims + "=." + "c2ln", jwtclaims.ErrEncoding},
		"standard base64":           {segment(header) + ".Pz8/." + "c2ln", jwtclaims.ErrEncoding},
		"signature no base64":       {segment(header) + "." + claims + ".!", jwtclaims.ErrEncoding},
		"line break":                {segment(header) + ".\n" + claims + ".c2ln", jwtclaims.ErrEncoding},
		"carriage return":           {valid + "\r", jwtclaims.ErrEncoding},
		"space":                     {" " + valid, jwtclaims.ErrEncoding},
		"stray bits":                {segment(header) + "." + claims + ".c2lnbmF0dXJlf", jwtclaims.ErrEncoding},
		"header empty":              {"." + claims + ".c2ln", jwtclaims.ErrHeader},
		"header no JSON":            {jwt("hello", `{}`), jwtclaims.ErrHeader},
		"header a list":             {jwt(`[]`, `{}`), jwtclaims.ErrHeader},
		"header null":               {jwt(`null`, `{}`), jwtclaims.ErrHeader},
		"claims empty":              {jwt(header, ""), jwtclaims.ErrClaims},
		"claims no JSON":            {jwt(header, "hello"), jwtclaims.ErrClaims},
		"claims cut short":          {jwt(header, `{"sub":`), jwtclaims.ErrClaims},
		"claims a text":             {jwt(header, `"sub"`), jwtclaims.ErrClaims},
		"claims a list":             {jwt(header, `[{}]`), jwtclaims.ErrClaims},
		"claims null":               {jwt(header, `null`), jwtclaims.ErrClaims},
		"claims and more":           {jwt(header, `{}{}`), jwtclaims.ErrClaims},
		"claims and a bracket":      {jwt(header, `{}]`), jwtclaims.ErrClaims},
		"claims nested too deeply":  {jwt(header, `{"a":`+nested(101)+`}`), jwtclaims.ErrDepth},
		"claims nested without end": {jwt(header, strings.Repeat(`{"a":`, 1<<16)), jwtclaims.ErrClaims},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			got, err := jwtclaims.Parse(test.token)
			if !errors.Is(err, test.want) || got != nil {
				t.Errorf("got %v, %v, want %v", got, err, test.want)
			}
		})
	}
}
