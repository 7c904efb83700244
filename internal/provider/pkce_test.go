// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"regexp"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/tftest"
)

// A pair is fresh each time, fits together, and needs no configuration.
func TestPKCE(t *testing.T) {
	t.Parallel()

	served := configured(t, nil)
	seen := map[any]bool{}

	for range 3 {
		opened, diagnostics := served.Open("stytchoauth_pkce", nil)
		diagnostics.RequireNone(t)

		made, _ := opened.Result["code_verifier"].(string)
		if !regexp.MustCompile(`^[A-Za-z0-9._~-]{43}$`).MatchString(made) || seen[made] {
			t.Errorf("code_verifier %q", made)
		}

		seen[made] = true

		want, failure := served.Call("pkce_code_challenge", made)
		if failure != nil {
			t.Fatal(failure.Text)
		}

		requireEqual(t, opened.Result, tftest.Object{
			"code_verifier": made, "code_challenge": want, "code_challenge_method": "S256",
		})
		served.Close(opened).RequireNone(t)
	}
}

func TestAccPKCE(t *testing.T) {
	t.Parallel()

	accept(t, resource.TestStep{
		Config: `
ephemeral "stytchoauth_pkce" "this" {}

provider "echo" {
  data = ephemeral.stytchoauth_pkce.this
}

resource "echo" "pkce" {}
`,
		ConfigStateChecks: []statecheck.StateCheck{expectEcho("pkce", tftest.Object{
			"code_verifier":         knownvalue.StringRegexp(regexp.MustCompile(`^[A-Za-z0-9_-]{43}$`)),
			"code_challenge":        knownvalue.StringRegexp(regexp.MustCompile(`^[A-Za-z0-9_-]{43}$`)),
			"code_challenge_method": "S256",
		})},
	})
}
