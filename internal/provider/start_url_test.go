// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"testing"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/stytchmock"
	"github.com/stytch-community/terraform-provider-stytchoauth/internal/tftest"
)

const challenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"

// startURL is arguments for a start URL, and the URL to the letter: its parameters in their order, RFC 3986
// percent-encoded.
type startURL struct {
	flow      string
	arguments tftest.Object
	path      string
	query     string
}

// startURLs are all flows, with everything and with next to nothing.
func startURLs() map[string]startURL {
	everything := tftest.Object{
		"custom_scopes":       []string{"drive.readonly", "https://example.com/a+b"},
		"provider_params":     map[string]string{"prompt": "consent", "login_hint": "ada+1@example.com", "hd": "é & co"},
		"login_redirect_url":  "https://app.example.com/login?next=/a%20b&x={y}",
		"signup_redirect_url": "com.example.app:/signup",
	}
	forwarded := "&custom_scopes=drive.readonly%20https%3A%2F%2Fexample.com%2Fa%2Bb" +
		"&provider_hd=%C3%A9%20%26%20co&provider_login_hint=ada%2B1%40example.com&provider_prompt=consent"
	redirects := "&login_redirect_url=https%3A%2F%2Fapp.example.com%2Flogin%3Fnext%3D%2Fa%2520b%26x%3D%7By%7D" +
		"&signup_redirect_url=com.example.app%3A%2Fsignup"

	return map[string]startURL{
		"member by id": {
			"member",
			tftest.Object{"oauth_provider": "google", "organization_id": "organization-1"},
			"/v1/b2b/public/oauth/google/start", "public_token=<public_token>&organization_id=organization-1",
		},
		// Stytch's reference calls it organization_slug, its SDKs slug: it goes out under both names.
		"member by slug": {
			"member",
			tftest.Object{"oauth_provider": "slack", "organization_slug": "acme~1"},
			"/v1/b2b/public/oauth/slack/start", "public_token=<public_token>&organization_slug=acme~1&slug=acme~1",
		},
		"member with everything": {
			"member", with(everything, tftest.Object{
				"oauth_provider": "microsoft", "organization_id": "crm|acme", "pkce_code_challenge": challenge,
			}),
			"/v1/b2b/public/oauth/microsoft/start", "public_token=<public_token>&organization_id=crm%7Cacme" + redirects +
				forwarded + "&pkce_code_challenge=" + challenge,
		},
		"discovery": {
			"discovery",
			tftest.Object{"oauth_provider": "hubspot"},
			"/v1/b2b/public/oauth/hubspot/discovery/start", "public_token=<public_token>",
		},
		"discovery with everything": {
			"discovery", with(everything, tftest.Object{
				"login_redirect_url": nil, "signup_redirect_url": nil, "oauth_provider": "github",
				"discovery_redirect_url": "http://localhost:3000/discovery", "pkce_code_challenge": challenge,
			}),
			"/v1/b2b/public/oauth/github/discovery/start", "public_token=<public_token>" +
				"&discovery_redirect_url=http%3A%2F%2Flocalhost%3A3000%2Fdiscovery" + forwarded +
				"&pkce_code_challenge=" + challenge,
		},
		"user": {
			"user",
			tftest.Object{"oauth_provider": "apple"},
			"/v1/public/oauth/apple/start", "public_token=<public_token>",
		},
		"user with everything": {
			"user", with(everything, tftest.Object{"oauth_provider": "tiktok", "code_challenge": challenge}),
			"/v1/public/oauth/tiktok/start",
			"public_token=<public_token>" + redirects + forwarded + "&code_challenge=" + challenge,
		},
		"empty list and map": {
			"user",
			tftest.Object{
				"oauth_provider": "google", "custom_scopes": []string{}, "provider_params": map[string]string{},
			},
			"/v1/public/oauth/google/start", "public_token=<public_token>",
		},
		"a parameter without a value": {
			"user",
			tftest.Object{"oauth_provider": "google", "provider_params": map[string]string{"a": "", "b": "1"}},
			"/v1/public/oauth/google/start", "public_token=<public_token>&provider_b=1",
		},
		"a token of its own": {
			"user",
			tftest.Object{"oauth_provider": "google", "public_token": "public-token-test-1"},
			"/v1/public/oauth/google/start", "public_token=public-token-test-1",
		},
	}
}

// The data source and its twin build the same URL, and send nothing.
func TestStartURL(t *testing.T) {
	t.Parallel()

	for name, test := range startURLs() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			emulator := tftest.Start(t)
			served := forProject(t, emulator, stytchmock.B2B)
			typeName := "stytchoauth_" + test.flow + "_start_url"

			served.ValidateData(typeName, test.arguments).RequireNone(t)
			served.ValidateEphemeral(typeName, test.arguments).RequireNone(t)

			want := with(test.arguments, tftest.Object{"url": emulator.URL + test.path + "?" + emulator.Expand(test.query)})
			if want["public_token"] == nil {
				want["public_token"] = emulator.Seed.PublicToken
			}

			result, diagnostics := served.Read(typeName, test.arguments)
			diagnostics.RequireNone(t)
			requireEqual(t, plain(with(result)), plain(want))

			opened, diagnostics := served.Open(typeName, test.arguments)
			diagnostics.RequireNone(t)
			requireEqual(t, plain(with(opened.Result)), plain(want))

			emulator.RequireCount(t, "", 0)
		})
	}
}

// plain writes lists and maps the way results have them.
func plain(object tftest.Object) tftest.Object {
	changed := tftest.Object{}

	for name, value := range object {
		switch value := value.(type) {
		case []string:
			list := make([]any, len(value))
			for i, element := range value {
				list[i] = element
			}

			changed[name] = list
		case map[string]string:
			members := tftest.Object{}
			for key, member := range value {
				members[key] = member
			}

			changed[name] = members
		default:
			changed[name] = value
		}
	}

	return changed
}
