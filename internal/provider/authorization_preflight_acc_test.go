// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"maps"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/stytchmock"
	"github.com/stytch-community/terraform-provider-stytchoauth/internal/tftest"
)

func TestAccPreflight(t *testing.T) {
	t.Parallel()

	for product, test := range map[stytchmock.Product]struct{ block, config string }{
		stytchmock.B2B: {"member_authorization_preflight", `
  organization_id = "<organization_external_id>"
  member_id       = "<member_external_id>"
  client_id       = "<client_id>"
  redirect_uri    = "<redirect_uri>"
  scopes          = ["openid"]
`},
		stytchmock.Consumer: {"user_authorization_preflight", `
  user_id      = "<user_external_id>"
  client_id    = "<consumer_client_id>"
  redirect_uri = "<consumer_redirect_uri>"
  scopes       = ["openid"]
`},
	} {
		t.Run(string(product), func(t *testing.T) {
			t.Parallel()

			emulator := tftest.Start(t)
			seed := emulator.Seed
			config := emulator.B2B
			want := tftest.Object{
				"organization_id": seed.OrganizationExternalID, "member_id": seed.MemberID, "client_id": seed.ClientID,
			}

			if product == stytchmock.Consumer {
				config = emulator.Consumer
				want = tftest.Object{"user_id": seed.UserID, "client_id": seed.ConsumerClientID}
			}

			maps.Copy(want, tftest.Object{
				"redirect_uri": seed.RedirectURI, "scopes": []string{"openid"}, "response_type": "code", "prompt": nil,
				"consent_required": true, "request_id": anyRequestID(), "status_code": 200,
				"client": tftest.Object{
					"client_id": want["client_id"], "client_name": "Acme CLI", "client_description": "Acme CLI of Acme",
					"client_type": "third_party_public", "logo_url": "https://app.example.com/logo.png",
				},
			})

			address := "data.stytchoauth_" + test.block + ".this"

			accept(t, resource.TestStep{
				Config: config(`
data "stytchoauth_` + test.block + `" "this" {` + test.config + `}

output "grantable" {
  value = ` + address + `.scope_results[0].is_grantable
}
`),
				Check:             resource.TestCheckOutput("grantable", "true"),
				ConfigStateChecks: expect(address, want),
			})
		})
	}
}
