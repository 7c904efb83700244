// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"regexp"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfversion"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/tftest"
)

// acceptFunctions is accept for an older Terraform: functions came before ephemeral resources.
func acceptFunctions(t *testing.T, steps ...resource.TestStep) {
	t.Helper()

	resource.UnitTest(t, resource.TestCase{
		TerraformVersionChecks: []tfversion.TerraformVersionCheck{tfversion.SkipBelow(tfversion.Version1_8_0)},
		ProtoV6ProviderFactories: map[string]func() (tfprotov6.ProviderServer, error){
			"stytchoauth": factory,
		},
		Steps: steps,
	})
}

func TestAccFunctions(t *testing.T) {
	t.Parallel()

	acceptFunctions(t, resource.TestStep{
		Config: `
output "challenge" {
  value = provider::stytchoauth::pkce_code_challenge("` + verifier + `")
}

output "claims" {
  value = provider::stytchoauth::jwt_claims("` + jwt(`{"sub":"s","aud":["a"],"exp":1767323045,"n":null,"o":{"a":[1,"b"]}}`) + `")
}

# What is read through is as exact as jsondecode would have it.
output "large" {
  value = provider::stytchoauth::jwt_claims("` + jwt(`{"n":123456789012345678901234567890}`) + `").n == 123456789012345678901234567890
}

output "same" {
  value = provider::stytchoauth::jwt_claims("` + jwt(`{"a":[1.5,{"b":null}],"c":{}}`) + `") == jsondecode("{\"a\":[1.5,{\"b\":null}],\"c\":{}}")
}
`,
		ConfigStateChecks: []statecheck.StateCheck{
			statecheck.ExpectKnownOutputValue("challenge", known(challenge)),
			statecheck.ExpectKnownOutputValue("claims", known(tftest.Object{
				"sub": "s", "aud": []any{"a"}, "exp": 1767323045, "n": nil, "o": tftest.Object{"a": []any{1, "b"}},
			})),
			statecheck.ExpectKnownOutputValue("large", known(true)),
			statecheck.ExpectKnownOutputValue("same", known(true)),
		},
	})
}

func TestAccFunctionErrors(t *testing.T) {
	t.Parallel()

	acceptFunctions(t,
		resource.TestStep{
			Config:      `output "challenge" { value = provider::stytchoauth::pkce_code_challenge("short") }`,
			ExpectError: regexp.MustCompile(`a code\s+verifier\s+is\s+43\s+to\s+128\s+characters\s+long`),
		},
		resource.TestStep{
			Config:      `output "claims" { value = provider::stytchoauth::jwt_claims("no.jwt") }`,
			ExpectError: regexp.MustCompile(`not\s+a\s+signed\s+JWT`),
		},
	)
}
