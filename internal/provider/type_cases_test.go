// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"github.com/stytch-community/terraform-provider-stytchoauth/internal/stytchmock"
	"github.com/stytch-community/terraform-provider-stytchoauth/internal/tftest"
)

// typeCase is a type with valid arguments. There is one for each way in which a type uses the provider's configuration.
type typeCase struct {
	name      string
	ephemeral bool
	product   stytchmock.Product
	arguments func(stytchmock.Fixture) tftest.Object
	// required are the settings that must be set. Those in notUnknown may be unset, but not unknown.
	required, notUnknown []string
	// requests is how many requests it sends.
	requests int
}

// run reads the data source or opens the ephemeral resource.
func (c typeCase) run(served *tftest.Protocol, seed stytchmock.Fixture) (tftest.Object, tftest.Diagnostics) {
	if !c.ephemeral {
		return served.Read("stytchoauth_"+c.name, c.arguments(seed))
	}

	opened, diagnostics := served.Open("stytchoauth_"+c.name, c.arguments(seed))

	return opened.Result, diagnostics
}

// typeCases returns the cases by name.
func typeCases() map[string]typeCase {
	var (
		credentials = []string{"project_id", "secret"}
		connection  = []string{"base_url", "request_timeout", "max_retries"}
	)

	return map[string]typeCase{
		"tokens data source": {
			name: "member_github_tokens", arguments: memberArguments,
			required: credentials, notUnknown: connection, requests: 1,
		},
		"tokens ephemeral resource": {
			name: "member_github_tokens", ephemeral: true, arguments: memberArguments,
			required: credentials, notUnknown: connection, requests: 1,
		},
		"preflight": {
			name: "user_authorization_preflight", product: stytchmock.Consumer, arguments: userConsentArguments,
			required: credentials, notUnknown: connection, requests: 1,
		},
		"authorization": {
			name: "member_authorization", ephemeral: true, arguments: func(seed stytchmock.Fixture) tftest.Object {
				return with(memberConsentArguments(seed), tftest.Object{"consent_granted": true, "skip_preflight": true})
			},
			required: credentials, notUnknown: connection, requests: 1,
		},
		"attach token": {
			name: "attach_token", product: stytchmock.Consumer, ephemeral: true,
			arguments: func(seed stytchmock.Fixture) tftest.Object {
				return tftest.Object{"oauth_provider": "google", "user_id": seed.UserID}
			},
			required: credentials, notUnknown: connection, requests: 1,
		},
		"M2M token": {
			name: "m2m_token", ephemeral: true, arguments: m2mArguments,
			required: []string{"project_id"}, notUnknown: connection, requests: 1,
		},
		"start URL": {
			name: "member_start_url", arguments: startArguments,
			required: []string{"public_token"}, notUnknown: []string{"base_url"},
		},
		"ephemeral start URL": {
			name: "member_start_url", ephemeral: true, arguments: startArguments,
			required: []string{"public_token"}, notUnknown: []string{"base_url"},
		},
		"start URL with a token of its own": {
			name: "member_start_url",
			arguments: func(seed stytchmock.Fixture) tftest.Object {
				return with(startArguments(seed), tftest.Object{"public_token": seed.PublicToken})
			},
			notUnknown: []string{"base_url"},
		},
		"resolved start URL": {
			name: "member_start_url",
			arguments: func(seed stytchmock.Fixture) tftest.Object {
				return with(startArguments(seed), tftest.Object{"resolve_redirect": true})
			},
			required: []string{"public_token"}, notUnknown: connection, requests: 1,
		},
		"PKCE": {
			name: "pkce", ephemeral: true, arguments: func(stytchmock.Fixture) tftest.Object { return nil },
		},
	}
}

// memberArguments name the seeded Member.
func memberArguments(seed stytchmock.Fixture) tftest.Object {
	return tftest.Object{"organization_id": seed.OrganizationID, "member_id": seed.MemberID}
}

// memberConsentArguments are a Connected App's request for authorization by the seeded Member.
func memberConsentArguments(seed stytchmock.Fixture) tftest.Object {
	return with(memberArguments(seed), tftest.Object{
		"client_id": seed.ConfidentialClientID, "redirect_uri": seed.RedirectURI,
		"scopes": []string{"openid", "read:documents"},
	})
}

// userConsentArguments are the same for the seeded User.
func userConsentArguments(seed stytchmock.Fixture) tftest.Object {
	return tftest.Object{
		"user_id": seed.UserID, "client_id": seed.ConsumerConfidentialClientID, "redirect_uri": seed.ConsumerRedirectURI,
		"scopes": []string{"openid", "read:documents"},
	}
}

// m2mArguments are the seeded client's credentials.
func m2mArguments(seed stytchmock.Fixture) tftest.Object {
	return tftest.Object{"client_id": seed.M2MClientID, "client_secret": seed.M2MClientSecret}
}

// startArguments start a Member's login.
func startArguments(seed stytchmock.Fixture) tftest.Object {
	return tftest.Object{"oauth_provider": "google", "organization_id": seed.OrganizationID}
}
