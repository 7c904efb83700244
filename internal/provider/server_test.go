// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"context"
	"runtime"
	"testing"
	"weak"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/stytchmock"
	"github.com/stytch-community/terraform-provider-stytchoauth/internal/tftest"
)

// carried is the key of what a context carries.
type carried struct{}

// load is what it carries: large enough not to be allocated together with others.
type load [64]byte

// The framework keeps what is made for a call until Terraform stops the provider. The server lets go of it with the call:
// else a plan of many reads would keep it for each of them.
func TestServerForgetsContexts(t *testing.T) {
	t.Parallel()

	const startURL = "stytchoauth_discovery_start_url"

	seed := stytchmock.New().Fixture()
	arguments := tftest.Object{"oauth_provider": "google", "public_token": seed.PublicToken}

	for name, call := range map[string]func(served *tftest.Protocol){
		"validate a data source":         func(served *tftest.Protocol) { served.ValidateData(startURL, arguments) },
		"validate an ephemeral resource": func(served *tftest.Protocol) { served.ValidateEphemeral(startURL, arguments) },
		"read":                           func(served *tftest.Protocol) { served.Read(startURL, arguments) },
		"open, close": func(served *tftest.Protocol) {
			opened, _ := served.Open(startURL, arguments)
			served.Close(opened)
		},
		"call": func(served *tftest.Protocol) { _, _ = served.Call("pkce_code_challenge", verifier) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			served := configured(t, nil)

			var loads []weak.Pointer[load]

			for range 10 {
				carriedLoad := new(load)
				loads = append(loads, weak.Make(carriedLoad))

				call(served.Within(context.WithValue(t.Context(), carried{}, carriedLoad)))
			}

			runtime.GC()

			for i, one := range loads {
				if one.Value() != nil {
					t.Errorf("the context of call %d is kept", i)
				}
			}

			runtime.KeepAlive(served)
		})
	}
}
