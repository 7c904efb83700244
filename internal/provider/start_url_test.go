// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"net/http"
	"net/url"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/stytchmock"
	"github.com/stytch-community/terraform-provider-stytchoauth/internal/tftest"
)

// The data source and its ephemeral twin build the same URL, and send nothing. internal/client tests the order of the
// parameters and their encoding; here is which argument becomes which parameter.
func TestStartURL(t *testing.T) {
	t.Parallel()

	shared := tftest.Object{
		"custom_scopes":   []string{"drive.readonly", "calendar"},
		"provider_params": map[string]string{"prompt": "consent", "login_hint": "ada+1@example.com", "hd": ""},
	}
	forwarded := "&custom_scopes=drive.readonly%20calendar&provider_login_hint=ada%2B1%40example.com&provider_prompt=consent"
	redirects := tftest.Object{
		"login_redirect_url": "https://app.example.com/login?next=/a", "signup_redirect_url": "com.example.app:/signup",
	}
	redirected := "&login_redirect_url=https%3A%2F%2Fapp.example.com%2Flogin%3Fnext%3D%2Fa" +
		"&signup_redirect_url=com.example.app%3A%2Fsignup"

	for name, test := range map[string]struct {
		typeName  string
		arguments tftest.Object
		path      string
		// query follows the public token.
		query string
	}{
		"member by id": {
			"stytchoauth_member_start_url",
			tftest.Object{"oauth_provider": "google", "organization_id": "organization-1"},
			"/v1/b2b/public/oauth/google/start", "&organization_id=organization-1",
		},
		// Stytch's reference calls the parameter organization_slug, its SDKs call it slug.
		"member by slug": {
			"stytchoauth_member_start_url",
			tftest.Object{"oauth_provider": "slack", "organization_slug": "acme"},
			"/v1/b2b/public/oauth/slack/start", "&organization_slug=acme&slug=acme",
		},
		"member with everything": {
			"stytchoauth_member_start_url", with(shared, redirects, tftest.Object{
				"oauth_provider": "microsoft", "organization_id": "crm|acme", "pkce_code_challenge": challenge,
			}),
			"/v1/b2b/public/oauth/microsoft/start",
			"&organization_id=crm%7Cacme" + redirected + forwarded + "&pkce_code_challenge=" + challenge,
		},
		"discovery": {
			"stytchoauth_discovery_start_url",
			tftest.Object{"oauth_provider": "hubspot"},
			"/v1/b2b/public/oauth/hubspot/discovery/start", "",
		},
		"discovery with everything": {
			"stytchoauth_discovery_start_url", with(shared, tftest.Object{
				"oauth_provider": "github", "discovery_redirect_url": "http://localhost:3000", "pkce_code_challenge": challenge,
			}),
			"/v1/b2b/public/oauth/github/discovery/start",
			"&discovery_redirect_url=http%3A%2F%2Flocalhost%3A3000" + forwarded + "&pkce_code_challenge=" + challenge,
		},
		"user with empty collections": {
			"stytchoauth_user_start_url",
			tftest.Object{
				"oauth_provider": "google", "custom_scopes": []string{}, "provider_params": map[string]string{},
			},
			"/v1/public/oauth/google/start", "",
		},
		"user with everything": {
			"stytchoauth_user_start_url",
			with(shared, redirects, tftest.Object{"oauth_provider": "tiktok", "code_challenge": challenge}),
			"/v1/public/oauth/tiktok/start", redirected + forwarded + "&code_challenge=" + challenge,
		},
		"user with a token of its own": {
			"stytchoauth_user_start_url",
			tftest.Object{"oauth_provider": "apple", "public_token": "public-token-test-1"},
			"/v1/public/oauth/apple/start", "",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			emulator := tftest.Start(t)
			served := forProject(t, emulator, stytchmock.B2B)
			served.ValidateData(test.typeName, test.arguments).RequireNone(t)
			served.ValidateEphemeral(test.typeName, test.arguments).RequireNone(t)

			// The default of public_token shows in the result.
			want := plain(with(tftest.Object{"public_token": emulator.Seed.PublicToken}, test.arguments))
			token, _ := want["public_token"].(string)
			want["url"] = emulator.URL + test.path + "?public_token=" + token + test.query

			read, diagnostics := served.Read(test.typeName, test.arguments)
			diagnostics.RequireNone(t)
			requireEqual(t, with(read), want)

			opened, diagnostics := served.Open(test.typeName, test.arguments)
			diagnostics.RequireNone(t)
			requireEqual(t, with(opened.Result), want)

			emulator.RequireCount(t, "", 0)
		})
	}
}

// The attach token is the last parameter.
func TestStartURLWithAttachToken(t *testing.T) {
	t.Parallel()

	opened, diagnostics := configured(t, tftest.Object{"public_token": testToken}).Open("stytchoauth_user_start_url",
		tftest.Object{"oauth_provider": "google", "code_challenge": challenge, "oauth_attach_token": "Ps1/Jq="})
	diagnostics.RequireNone(t)
	requireEqual(t, opened.Result["url"], any(testHost+"v1/public/oauth/google/start?public_token="+testToken+
		"&code_challenge="+challenge+"&oauth_attach_token=Ps1%2FJq%3D"))
}

// With resolve_redirect the URL is requested once, without credentials. Stytch responds with one of two statuses.
func TestStartRedirect(t *testing.T) {
	t.Parallel()

	for name, test := range map[string]struct {
		typeName, route string
		product         stytchmock.Product
		arguments       tftest.Object
		status          int64
		host            string
	}{
		"member, 302": {
			"stytchoauth_member_start_url", stytchmock.RouteMemberStart, stytchmock.B2B,
			tftest.Object{"oauth_provider": "google", "organization_id": "<organization_id>"},
			302, "accounts.google.com",
		},
		"member, 307": {
			"stytchoauth_member_start_url", stytchmock.RouteMemberStart, stytchmock.B2B,
			tftest.Object{"oauth_provider": "slack", "organization_slug": "<organization_slug>"},
			307, "slack.com",
		},
		"discovery": {
			"stytchoauth_discovery_start_url", stytchmock.RouteDiscoveryStart, stytchmock.B2B,
			tftest.Object{"oauth_provider": "microsoft"},
			302, "login.microsoftonline.com",
		},
		"user": {
			"stytchoauth_user_start_url", stytchmock.RouteUserStart, stytchmock.Consumer,
			tftest.Object{"oauth_provider": "apple"},
			302, "appleid.apple.com",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			emulator := tftest.Start(t)
			served := forProject(t, emulator, test.product)
			arguments := expand(emulator, test.arguments)

			result, diagnostics := served.Read(test.typeName, with(arguments, tftest.Object{"resolve_redirect": true}))
			diagnostics.RequireNone(t)
			requireRequestID(t, result)
			requireEqual(t, result["status_code"], any(test.status))

			text, _ := result["redirect_url"].(string)
			if target, err := url.Parse(text); err != nil || target.Host != test.host {
				t.Errorf("redirect_url %s, want it at %s", text, test.host)
			}

			request := emulator.One(t, test.route)
			requireEqual(t, result["url"], any(emulator.URL+request.Path+"?"+request.RawQuery))
			request.RequireNoCredentials(t, emulator.Secret(test.product))

			result, diagnostics = served.Read(test.typeName, with(arguments, tftest.Object{"resolve_redirect": false}))
			diagnostics.RequireNone(t)
			requireEqual(t, []any{result["redirect_url"], result["request_id"], result["status_code"]}, []any{nil, nil, nil})
			emulator.RequireCount(t, "", 1)
		})
	}
}

func TestStartRedirectErrors(t *testing.T) {
	t.Parallel()

	emulator := tftest.Start(t)
	served := forProject(t, emulator, stytchmock.B2B)
	read := func(name, publicToken string) tftest.Diagnostics {
		_, diagnostics := served.Read(name,
			tftest.Object{"oauth_provider": "google", "public_token": publicToken, "resolve_redirect": true})

		return diagnostics
	}

	// The public token alone decides about the product.
	for name, token := range map[string]string{
		"stytchoauth_discovery_start_url": emulator.Seed.ConsumerPublicToken,
		"stytchoauth_user_start_url":      emulator.Seed.PublicToken,
	} {
		read(name, token).RequireError(t, tftest.Fault{
			At: "public_token", Summary: "Unable to Resolve Start URL's Redirect",
			Says: []string{
				"The `public_token` belongs to a project of the other kind", `the start URL of identity provider "google"`,
			},
		})
	}

	emulator.Inject(stytchmock.RouteDiscoveryStart, 1, stytchmock.Fault{
		Status: http.StatusFound, Header: http.Header{"Location": {"https://stytch.com/redirect-error?a=b"}},
	})
	read("stytchoauth_discovery_start_url", emulator.Seed.PublicToken).RequireError(t, tftest.Fault{
		At: "oauth_provider", Says: []string{"Configure the identity provider in the Stytch dashboard"},
	})
}

// Start URLs need no credentials, and a condition can assert where one leads.
func TestAccStartURL(t *testing.T) {
	t.Parallel()

	emulator := tftest.Start(t)

	accept(t, resource.TestStep{
		Config: emulator.Expand(`
provider "stytchoauth" {
  public_token = "<public_token>"
  base_url     = "<base_url>"
}

data "stytchoauth_discovery_start_url" "this" {
  oauth_provider  = "slack"
  custom_scopes   = ["a", "b"]
  provider_params = { login_hint = "ada" }
}

data "stytchoauth_member_start_url" "this" {
  oauth_provider   = "google"
  organization_id  = "<organization_id>"
  resolve_redirect = true

  lifecycle {
    postcondition {
      condition     = startswith(self.redirect_url, "https://accounts.google.com/")
      error_message = "The start URL does not lead to Google."
    }
  }
}

ephemeral "stytchoauth_pkce" "this" {}

ephemeral "stytchoauth_member_start_url" "this" {
  oauth_provider      = "github"
  organization_id     = "<organization_id>"
  pkce_code_challenge = ephemeral.stytchoauth_pkce.this.code_challenge
}

provider "echo" {
  data = endswith(ephemeral.stytchoauth_member_start_url.this.url, ephemeral.stytchoauth_pkce.this.code_challenge)
}

resource "echo" "url" {}
`),
		ConfigStateChecks: []statecheck.StateCheck{
			statecheck.ExpectKnownValue("data.stytchoauth_discovery_start_url.this", tfjsonpath.New("url"),
				knownvalue.StringExact(emulator.Expand("<base_url>/v1/b2b/public/oauth/slack/discovery/start?"+
					"public_token=<public_token>&custom_scopes=a%20b&provider_login_hint=ada"))),
			statecheck.ExpectKnownValue("echo.url", tfjsonpath.New("data"), knownvalue.Bool(true)),
		},
	})

	emulator.Last(t, stytchmock.RouteMemberStart)
}
