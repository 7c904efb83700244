// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"testing"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/tftest"
)

// Each opening generates another pair. No configuration is needed.
func TestPKCE(t *testing.T) {
	t.Parallel()

	served := configured(t, nil)
	seen := map[string]bool{}

	for range 3 {
		opened, diagnostics := served.Open("stytchoauth_pkce", nil)
		diagnostics.RequireNone(t)

		generated, _ := opened.Result["code_verifier"].(string)
		if len(generated) != 43 || seen[generated] {
			t.Errorf("code_verifier %q", generated)
		}

		seen[generated] = true

		want, err := served.Call("pkce_code_challenge", generated)
		if err != nil {
			t.Fatal(err.Text)
		}

		requireEqual(t, opened.Result, tftest.Object{
			"code_verifier": generated, "code_challenge": want, "code_challenge_method": "S256",
		})
		served.Close(opened).RequireNone(t)
	}
}
