// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"encoding/base64"
	"math/big"
	"regexp"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/tfversion"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/tftest"
)

// The example of RFC 7636 appendix B.
const (
	verifier  = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
	challenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
)

// jwt returns a JWT with these claims and a signature that is not valid.
func jwt(claims string) string {
	encode := base64.RawURLEncoding.EncodeToString

	return encode([]byte(`{"alg":"RS256"}`)) + "." + encode([]byte(claims)) + "." + encode([]byte("signature"))
}

func TestPKCECodeChallenge(t *testing.T) {
	t.Parallel()

	served := serve(t, nil)

	got, failure := served.Call("pkce_code_challenge", verifier)
	if failure != nil || got != challenge {
		t.Errorf("got %v, %v, want %s", got, failure, challenge)
	}

	_, failure = served.Call("pkce_code_challenge", verifier+"=")
	requireArgumentError(t, failure, "a code verifier is 43 to 128 characters long", verifier)
}

// Claims are converted as jsondecode does it.
func TestJWTClaims(t *testing.T) {
	t.Parallel()

	served := serve(t, nil)

	got, failure := served.Call("jwt_claims", jwt(`{
		"sub": "user-test-1", "aud": ["project-test-1"], "exp": 1767323045, "email_verified": true, "name": "Ада 🚀",
		"null": null, "large": 9007199254740993, "empty": ["", [], {}],
		"mixed": [1, "b", null, {"c": [2]}], "https://stytch.com/organization": {"slug": "s"}
	}`))
	if failure != nil {
		t.Fatal(failure.Text)
	}

	requireEqual(t, got, any(tftest.Object{
		"sub": "user-test-1", "aud": []any{"project-test-1"}, "exp": int64(1767323045), "email_verified": true,
		"name": "Ада 🚀", "null": nil, "large": int64(9007199254740993), "empty": []any{"", []any{}, tftest.Object{}},
		"mixed":                           []any{int64(1), "b", nil, tftest.Object{"c": []any{int64(2)}}},
		"https://stytch.com/organization": tftest.Object{"slug": "s"},
	}))
}

// No number loses a digit, unless writing out its digits would take minutes.
func TestJWTClaimsNumbers(t *testing.T) {
	t.Parallel()

	served := serve(t, nil)

	for _, text := range []string{"0.1", "123456789012345678901234567890", "1e400", "-1e-400"} {
		want, _, err := big.ParseFloat(text, 10, 512, big.ToNearestEven)
		if err != nil {
			t.Fatal(err)
		}

		claims, failure := served.Call("jwt_claims", jwt(`{"n":`+text+`}`))
		if failure != nil {
			t.Fatal(failure.Text)
		}

		object, _ := claims.(tftest.Object)
		if got, ok := object["n"].(*big.Float); !ok || got.Cmp(want) != 0 {
			t.Errorf("got %v, want %s", object["n"], text)
		}
	}

	for _, text := range []string{"1e9999999999", "[-1e10000000]", `{"n":1e-10000000}`, strings.Repeat("1", 5000)} {
		_, failure := served.Call("jwt_claims", jwt(`{"n":`+text+`}`))
		requireArgumentError(t, failure, "out of Terraform's range", text)
	}
}

func TestJWTClaimsOfOtherTexts(t *testing.T) {
	t.Parallel()

	served := serve(t, nil)

	for token, want := range map[string]string{
		"opaque-session-token": "three segments",
		"a.b.c.d.e":            "an encrypted JWT",
		jwt(`["somebody"]`):    "its claims are not a JSON object",
	} {
		_, failure := served.Call("jwt_claims", token)
		requireArgumentError(t, failure, want, token)
	}
}

// requireArgumentError checks an error on the first argument, which must not repeat its value.
func requireArgumentError(t *testing.T, err *tfprotov6.FunctionError, want, value string) {
	t.Helper()

	if err == nil {
		t.Errorf("no error, want %q", want)

		return
	}

	if !strings.Contains(err.Text, want) || err.FunctionArgument == nil || *err.FunctionArgument != 0 ||
		strings.Contains(err.Text, value) {
		t.Errorf("error %+v, want %q", err, want)
	}
}

// Functions work without a provider block, and since Terraform 1.8.
func TestAccFunctions(t *testing.T) {
	t.Parallel()

	resource.UnitTest(t, resource.TestCase{
		TerraformVersionChecks: []tfversion.TerraformVersionCheck{tfversion.SkipBelow(tfversion.Version1_8_0)},
		ProtoV6ProviderFactories: map[string]func() (tfprotov6.ProviderServer, error){
			"stytchoauth": factory,
		},
		Steps: []resource.TestStep{
			{
				Config: `
output "challenge" {
  value = provider::stytchoauth::pkce_code_challenge("` + verifier + `")
}

output "as_jsondecode" {
  value = (
    provider::stytchoauth::jwt_claims("` + jwt(`{"a":[1.5,{"b":null}],"c":{},"n":123456789012345678901234567890}`) + `") ==
    jsondecode("{\"a\":[1.5,{\"b\":null}],\"c\":{},\"n\":123456789012345678901234567890}")
  )
}
`,
				Check: resource.ComposeTestCheckFunc(
					resource.TestCheckOutput("challenge", challenge),
					resource.TestCheckOutput("as_jsondecode", "true"),
				),
			},
			{
				Config:      `output "claims" { value = provider::stytchoauth::jwt_claims("no.jwt") }`,
				ExpectError: regexp.MustCompile(`not\s+a\s+signed\s+JWT`),
			},
		},
	})
}
