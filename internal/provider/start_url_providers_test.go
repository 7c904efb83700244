// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"testing"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/client"
	"github.com/stytch-community/terraform-provider-stytchoauth/internal/tftest"
)

// Each of Stytch's identity providers has its own start URL.
func TestStartURLOfEachIdentityProvider(t *testing.T) {
	t.Parallel()

	served := configured(t, tftest.Object{"public_token": testToken})

	var ofMembers []string
	for _, provider := range client.MemberIdentityProviders() {
		ofMembers = append(ofMembers, provider.Name)
	}

	for flow, providers := range map[string][]string{
		"member":    ofMembers,
		"discovery": ofMembers,
		"user": {
			"amazon", "apple", "bitbucket", "coinbase", "discord", "facebook", "figma", "github", "gitlab", "google",
			"linkedin", "microsoft", "salesforce", "slack", "snapchat", "tiktok", "twitch", "twitter", "yahoo",
		},
	} {
		for _, provider := range providers {
			arguments := tftest.Object{"oauth_provider": provider}
			if flow == "member" {
				arguments["organization_id"] = "organization-1"
			}

			served.ValidateData("stytchoauth_"+flow+"_start_url", arguments).RequireNone(t)

			path := map[string]string{
				"member": "v1/b2b/public/oauth/" + provider + "/start?", "user": "v1/public/oauth/" + provider + "/start?",
				"discovery": "v1/b2b/public/oauth/" + provider + "/discovery/start?",
			}[flow]

			result, diagnostics := served.Read("stytchoauth_"+flow+"_start_url", arguments)
			diagnostics.RequireNone(t)

			query := "public_token=" + testToken
			if flow == "member" {
				query += "&organization_id=organization-1"
			}

			requireEqual(t, result["url"], any(testHost+path+query))
		}
	}
}

// An attach token comes last, in the twin alone: the state of a data source is no place for one.
func TestStartURLWithAttachToken(t *testing.T) {
	t.Parallel()

	const token = "Ps1JqTzIoVSrNXYzBCx3/IIPsPDkmTmJhXBrpbCIlqN="

	served := configured(t, tftest.Object{"public_token": testToken})

	opened, diagnostics := served.Open("stytchoauth_user_start_url", tftest.Object{
		"oauth_provider": "google", "code_challenge": challenge, "oauth_attach_token": token,
	})
	diagnostics.RequireNone(t)
	requireEqual(t, opened.Result["url"], any(testHost+"v1/public/oauth/google/start?public_token="+testToken+
		"&code_challenge="+challenge+"&oauth_attach_token=Ps1JqTzIoVSrNXYzBCx3%2FIIPsPDkmTmJhXBrpbCIlqN%3D"))
}
