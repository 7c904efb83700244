// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"testing"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/stytchmock"
	"github.com/stytch-community/terraform-provider-stytchoauth/internal/tftest"
)

// use is one type with arguments that have no fault. There is one for each way in which a type uses the provider's
// configuration.
type use struct {
	name      string
	ephemeral bool
	product   stytchmock.Product
	arguments func(stytchmock.Fixture) tftest.Object
	// needs are the settings without which there is no result, and lets those that only need to be known.
	needs, lets []string
	// sends tells how many requests there are.
	sends int
}

// run reads or opens it.
func (u use) run(served *tftest.Protocol, seed stytchmock.Fixture) (tftest.Object, tftest.Diagnostics) {
	if !u.ephemeral {
		return served.Read("stytchoauth_"+u.name, u.arguments(seed))
	}

	opened, diagnostics := served.Open("stytchoauth_"+u.name, u.arguments(seed))

	return opened.Result, diagnostics
}

// uses are the uses, by what is particular to them.
func uses() map[string]use {
	var (
		credentials = []string{"project_id", "secret"}
		connection  = []string{"base_url", "request_timeout", "max_retries"}
	)

	return map[string]use{
		"API data source": {
			name: "member_github_tokens", arguments: memberArguments, needs: credentials, lets: connection, sends: 1,
		},
		"API ephemeral resource": {
			name: "member_github_tokens", ephemeral: true, arguments: memberArguments,
			needs: credentials, lets: connection, sends: 1,
		},
		"preflight": {
			name: "user_authorization_preflight", product: stytchmock.Consumer, arguments: userConsentArguments,
			needs: credentials, lets: connection, sends: 1,
		},
		"authorization": {
			name: "user_authorization", product: stytchmock.Consumer, ephemeral: true,
			arguments: func(seed stytchmock.Fixture) tftest.Object {
				return with(userConsentArguments(seed), tftest.Object{"consent_granted": false})
			},
			needs: credentials, lets: connection, sends: 2,
		},
		"attach token": {
			name: "attach_token", product: stytchmock.Consumer, ephemeral: true,
			arguments: func(seed stytchmock.Fixture) tftest.Object {
				return tftest.Object{"oauth_provider": "google", "user_id": seed.UserID}
			},
			needs: credentials, lets: connection, sends: 1,
		},
		"token endpoint": {
			name: "m2m_token", ephemeral: true, arguments: m2mArguments,
			needs: []string{"project_id"}, lets: connection, sends: 1,
		},
		"start URL": {
			name: "member_start_url", arguments: startArguments,
			needs: []string{"public_token"}, lets: []string{"base_url"},
		},
		"ephemeral start URL": {
			name: "member_start_url", ephemeral: true, arguments: startArguments,
			needs: []string{"public_token"}, lets: []string{"base_url"},
		},
		"start URL with a token of its own": {
			name: "member_start_url",
			arguments: func(seed stytchmock.Fixture) tftest.Object {
				return with(startArguments(seed), tftest.Object{"public_token": seed.PublicToken})
			},
			lets: []string{"base_url"},
		},
		"resolved start URL": {
			name: "member_start_url",
			arguments: func(seed stytchmock.Fixture) tftest.Object {
				return with(startArguments(seed), tftest.Object{"resolve_redirect": true})
			},
			needs: []string{"public_token"}, lets: connection, sends: 1,
		},
		"offline": {
			name: "pkce", ephemeral: true, arguments: func(stytchmock.Fixture) tftest.Object { return nil },
		},
	}
}

// memberArguments name the seeded Member.
func memberArguments(seed stytchmock.Fixture) tftest.Object {
	return tftest.Object{"organization_id": seed.OrganizationID, "member_id": seed.MemberID}
}

// memberConsentArguments are a Connected App's request to the Member.
func memberConsentArguments(seed stytchmock.Fixture) tftest.Object {
	return with(memberArguments(seed), tftest.Object{
		"client_id": seed.ConfidentialClientID, "redirect_uri": seed.RedirectURI,
		"scopes": []string{"openid", "read:documents"},
	})
}

// userConsentArguments are the same to the User.
func userConsentArguments(seed stytchmock.Fixture) tftest.Object {
	return tftest.Object{
		"user_id": seed.UserID, "client_id": seed.ConsumerConfidentialClientID, "redirect_uri": seed.ConsumerRedirectURI,
		"scopes": []string{"openid", "read:documents"},
	}
}

// m2mArguments are the seeded client's.
func m2mArguments(seed stytchmock.Fixture) tftest.Object {
	return tftest.Object{"client_id": seed.M2MClientID, "client_secret": seed.M2MClientSecret}
}

// startArguments are a login of a Member.
func startArguments(seed stytchmock.Fixture) tftest.Object {
	return tftest.Object{"oauth_provider": "google", "organization_id": seed.OrganizationID}
}

// Every use works with a whole configuration: what the other tests take away is what makes theirs fail.
func TestUses(t *testing.T) {
	t.Parallel()

	for name, use := range uses() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			emulator := tftest.Start(t)
			served := forProject(t, emulator, use.product)

			result, diagnostics := use.run(served, emulator.Seed)
			diagnostics.RequireNone(t)

			if len(result) == 0 {
				t.Error("no result")
			}

			emulator.RequireCount(t, "", use.sends)
		})
	}
}
