// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"encoding/json"
	"testing"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/stytchmock"
	"github.com/stytch-community/terraform-provider-stytchoauth/internal/tftest"
)

// The documents need no secret.
func TestDiscovery(t *testing.T) {
	t.Parallel()

	emulator := tftest.Start(t, stytchmock.WithIssuer("https://login.example.com"))
	settings := with(emulator.Settings(stytchmock.Consumer), tftest.Object{"secret": nil})
	process := configured(t, settings)

	metadata, diags := process.Read("stytchoauth_openid_configuration", nil)
	diags.RequireNone(t)
	requireEqual(t, metadata["issuer"], any("https://login.example.com"))
	requireEqual(t, metadata["id_token_signing_alg_values_supported"], any([]any{"RS256"}))
	requireEqual(t, metadata["status_code"], any(int64(200)))

	for name, value := range metadata {
		if value == nil {
			t.Errorf("%s is null", name)
		}
	}

	set, diags := process.Read("stytchoauth_jwks", nil)
	diags.RequireNone(t)

	keys, _ := set["keys"].([]any)
	key, _ := keys[0].(tftest.Object)
	requireEqual(t, key["kty"], any("RSA"))

	var document struct {
		Keys []tftest.Object `json:"keys"`
	}

	jwks, _ := set["jwks"].(string)
	if err := json.Unmarshal([]byte(jwks), &document); err != nil {
		t.Fatal(err)
	}

	requireEqual(t, len(document.Keys), len(keys))
	requireEqual(t, document.Keys[0]["kid"], key["kid"])
	requireEqual(t, document.Keys[0]["n"], key["n"])
}

func TestDiscoveryNotFound(t *testing.T) {
	t.Parallel()

	emulator := tftest.Start(t)
	process := configured(t, with(emulator.Settings(stytchmock.B2B), tftest.Object{
		"project_id": "project-test-unknown", "secret": nil, "max_retries": 0,
	}))

	for _, name := range []string{"stytchoauth_openid_configuration", "stytchoauth_jwks"} {
		_, diags := process.Read(name, nil)
		diags.RequireError(t, tftest.Fault{Says: []string{"`project_id`", "project_not_found"}})

		_, diags = configured(t, tftest.Object{}).Read(name, nil)
		diags.RequireError(t, tftest.Fault{Summary: "Missing Provider Configuration", Says: []string{"`project_id`, which"}})
	}
}
