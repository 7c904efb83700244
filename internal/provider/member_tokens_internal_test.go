// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"testing"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/client"
)

// An identity provider that was added to the client alone is reported by the name of the table that lacks it.
func TestMemberTokensTables(t *testing.T) {
	t.Parallel()

	added := client.IdentityProvider{Name: "gitlab", Fields: []client.TokenField{{Name: "project"}}}

	for want, use := range map[string]func(){
		`memberTokensNames lacks the identity provider "gitlab"`: func() { memberTokens{added}.dataSource() },
		`memberTokenFields lacks the field "project" of the identity provider "gitlab"`: func() {
			memberTokenAttributes(added)
		},
	} {
		func() {
			defer func() {
				if got := recover(); got != want {
					t.Errorf("got %v, want %s", got, want)
				}
			}()
			use()
		}()
	}
}
