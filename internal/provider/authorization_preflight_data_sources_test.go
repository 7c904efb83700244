// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/stytchmock"
	"github.com/stytch-community/terraform-provider-stytchoauth/internal/tftest"
)

// The result has Stytch's own id of the subject, even for an external one.
func TestAuthorizationPreflight(t *testing.T) {
	t.Parallel()

	for name, test := range map[string]struct {
		typeName, route string
		product         stytchmock.Product
		subject, want   tftest.Object
	}{
		"member": {
			"stytchoauth_member_authorization_preflight", stytchmock.RouteMemberPreflight, stytchmock.B2B,
			tftest.Object{"organization_id": "<organization_external_id>", "member_id": "<member_external_id>"},
			tftest.Object{"organization_id": "<organization_external_id>", "member_id": "<member_id>"},
		},
		"user": {
			"stytchoauth_user_authorization_preflight", stytchmock.RouteUserPreflight, stytchmock.Consumer,
			tftest.Object{"user_id": "<user_external_id>"},
			tftest.Object{"user_id": "<user_id>"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			emulator := tftest.Start(t)
			served := forProject(t, emulator, test.product)
			app := emulator.AddConnectedApp(stytchmock.ConnectedApp{
				Product: test.product, Name: "Portal", Description: "The portal", Type: stytchmock.FirstPartyPublic,
				RedirectURIs: []string{emulator.Seed.RedirectURI}, Scopes: []string{"openid"},
			})
			arguments := with(expand(emulator, test.subject), tftest.Object{
				"client_id": app, "redirect_uri": emulator.Seed.RedirectURI, "scopes": []string{"delete:everything", "openid"},
			})

			served.ValidateData(test.typeName, arguments).RequireNone(t)

			result, diagnostics := served.Read(test.typeName, arguments)
			diagnostics.RequireNone(t)

			descriptions := []any{}

			results, _ := result["scope_results"].([]any)
			for _, one := range results {
				scope, _ := one.(tftest.Object)
				descriptions = append(descriptions, scope["description"])
			}

			if len(descriptions) != 2 || descriptions[0] == nil {
				t.Fatalf("scope_results %v", results)
			}

			requireResult(t, result, with(arguments, expand(emulator, test.want), tftest.Object{
				"response_type": "code", "consent_required": false,
				"client": tftest.Object{
					"client_id": app, "client_name": "Portal", "client_description": "The portal",
					"client_type": "first_party_public", "logo_url": nil,
				},
				"scope_results": []any{
					tftest.Object{"scope": "delete:everything", "description": descriptions[0], "is_grantable": false},
					tftest.Object{"scope": "openid", "description": descriptions[1], "is_grantable": true},
				},
			}))

			request := emulator.One(t, test.route)
			request.RequireJSON(t, plain(with(arguments, tftest.Object{"response_type": "code"})))
			request.RequireBasic(t, emulator.ProjectID(test.product), emulator.Secret(test.product))
		})
	}
}

func TestAccAuthorizationPreflight(t *testing.T) {
	t.Parallel()

	emulator := tftest.Start(t)

	accept(t, resource.TestStep{
		Config: emulator.Consumer(`
data "stytchoauth_user_authorization_preflight" "this" {
  user_id      = "<user_external_id>"
  client_id    = "<consumer_client_id>"
  redirect_uri = "<consumer_redirect_uri>"
  scopes       = ["openid"]

  lifecycle {
    postcondition {
      condition     = alltrue(self.scope_results[*].is_grantable)
      error_message = "Not all scopes can be granted."
    }
  }
}
`),
		ConfigStateChecks: []statecheck.StateCheck{
			statecheck.ExpectKnownValue("data.stytchoauth_user_authorization_preflight.this", tfjsonpath.New("client"),
				knownvalue.ObjectPartial(map[string]knownvalue.Check{
					"client_type": knownvalue.StringExact("third_party_public"),
					"logo_url":    knownvalue.StringExact("https://app.example.com/logo.png"),
				})),
			statecheck.ExpectKnownValue("data.stytchoauth_user_authorization_preflight.this", tfjsonpath.New("user_id"),
				knownvalue.StringExact(emulator.Seed.UserID)),
		},
	})
}
