// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/stytchmock"
	"github.com/stytch-community/terraform-provider-stytchoauth/internal/tftest"
)

// startFlow is a data source, its arguments, and where the identity provider's login is.
type startFlow struct {
	name, route string
	product     stytchmock.Product
	arguments   tftest.Object
	status      int64
	host        string
}

// startFlows are logins that lead to an identity provider, with both of the statuses that Stytch uses.
func startFlows(seed stytchmock.Fixture) map[string]startFlow {
	return map[string]startFlow{
		"member, 302": {
			"member_start_url", stytchmock.RouteMemberStart, stytchmock.B2B,
			tftest.Object{"oauth_provider": "google", "organization_id": seed.OrganizationID},
			302, "accounts.google.com",
		},
		"member by slug, 307": {
			"member_start_url", stytchmock.RouteMemberStart, stytchmock.B2B,
			tftest.Object{"oauth_provider": "slack", "organization_slug": seed.OrganizationSlug},
			307, "slack.com",
		},
		"discovery, 302": {
			"discovery_start_url", stytchmock.RouteDiscoveryStart, stytchmock.B2B,
			tftest.Object{"oauth_provider": "microsoft", "discovery_redirect_url": seed.DiscoveryRedirectURL},
			302, "login.microsoftonline.com",
		},
		"user, 302": {
			"user_start_url", stytchmock.RouteUserStart, stytchmock.Consumer,
			tftest.Object{"oauth_provider": "apple", "login_redirect_url": seed.LoginRedirectURL, "code_challenge": challenge},
			302, "appleid.apple.com",
		},
	}
}

// With resolve_redirect the URL is requested once, as a browser would, but without going where it leads to.
func TestStartRedirect(t *testing.T) {
	t.Parallel()

	for name := range startFlows(stytchmock.Fixture{}) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			emulator := tftest.Start(t)
			flow := startFlows(emulator.Seed)[name]
			served := forProject(t, emulator, flow.product)

			result, diagnostics := served.Read("stytchoauth_"+flow.name,
				with(flow.arguments, tftest.Object{"resolve_redirect": true}))
			diagnostics.RequireNone(t)
			requireRequestID(t, result)
			requireEqual(t, result["status_code"], any(flow.status))

			text, _ := result["redirect_url"].(string)
			if target, err := url.Parse(text); err != nil || target.Host != flow.host || target.Query().Get("state") == "" {
				t.Errorf("redirect_url %s, want it at %s with a state", text, flow.host)
			}

			request := emulator.One(t, flow.route)
			requireEqual(t, result["url"], any(emulator.URL+request.Path+"?"+request.RawQuery))
			request.RequireNoCredentials(t, emulator.Secret(flow.product))
			emulator.RequireCount(t, "", 1)

			// Without it, or with it off, nothing is sent.
			for _, off := range []any{nil, false} {
				result, diagnostics = served.Read("stytchoauth_"+flow.name,
					with(flow.arguments, tftest.Object{"resolve_redirect": off}))
				diagnostics.RequireNone(t)
				requireEqual(t, []any{result["redirect_url"], result["request_id"], result["status_code"]}, []any{nil, nil, nil})
			}

			emulator.RequireCount(t, "", 1)
		})
	}
}

// What comes of answers of every sort.
func TestStartRedirectAnswers(t *testing.T) {
	t.Parallel()

	to := func(location string) http.Header { return http.Header{"Location": {location}} }

	for name, test := range map[string]struct {
		fault stytchmock.Fault
		// want is where it leads; says is what an error says.
		want   string
		status int64
		says   []string
	}{
		"no body":         {stytchmock.Fault{Status: 302, Header: to("https://idp.example.com/a")}, "https://idp.example.com/a", 302, nil},
		"another status":  {stytchmock.Fault{Status: 303, Header: to("https://idp.example.com/a")}, "https://idp.example.com/a", 303, nil},
		"Location wins":   {stytchmock.Fault{Status: 302, Header: to("https://a.example.com"), Body: `{"redirect_url":"https://b.example.com"}`}, "https://a.example.com", 302, nil},
		"JSON alone":      {stytchmock.Fault{Status: 200, Body: `{"redirect_url":"https://idp.example.com/a","status_code":302}`}, "https://idp.example.com/a", 302, nil},
		"neither":         {stytchmock.Fault{Status: 200, Body: `{}`}, "", 0, []string{"neither a Location nor a redirect_url"}},
		"not a URL":       {stytchmock.Fault{Status: 302, Header: to(":")}, "", 0, []string{"not an absolute URL"}},
		"not configured":  {stytchmock.Fault{Status: 302, Header: to("https://stytch.com/redirect-error?a=b")}, "", 0, []string{"stytch.com/redirect-error", "Configure the identity provider in the Stytch dashboard"}},
		"error page, www": {stytchmock.Fault{Status: 307, Header: to("https://www.Stytch.com/redirect-error")}, "", 0, []string{"Configure the identity provider"}},
		"refused": {
			stytchmock.Fault{Status: 400, Body: `{"error_type":"no_match_for_provided_oauth_url","error_message":"No match.","request_id":"r"}`},
			"", 0,
			[]string{"no_match_for_provided_oauth_url", "No match.", "Register each redirect URL in the Stytch dashboard", "request_id: r"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			emulator := tftest.Start(t)
			emulator.Inject(stytchmock.RouteDiscoveryStart, -1, test.fault)

			result, diagnostics := forProject(t, emulator, stytchmock.B2B).Read("stytchoauth_discovery_start_url",
				tftest.Object{"oauth_provider": "google", "resolve_redirect": true})
			if test.says != nil {
				diagnostics.RequireError(t, tftest.Fault{Summary: "Unable to Resolve Start URL's Redirect", Says: test.says})
			} else {
				diagnostics.RequireNone(t)
				requireEqual(t, []any{result["redirect_url"], result["status_code"]}, []any{test.want, test.status})
			}

			emulator.RequireCount(t, "", 1)
		})
	}
}

// No credentials are sent, so it is the public token alone that can be of the other product.
func TestStartRedirectOfOtherProduct(t *testing.T) {
	t.Parallel()

	emulator := tftest.Start(t)

	for name, token := range map[string]string{
		"discovery_start_url": emulator.Seed.ConsumerPublicToken, "user_start_url": emulator.Seed.PublicToken,
	} {
		_, diagnostics := forProject(t, emulator, stytchmock.B2B).Read("stytchoauth_"+name,
			tftest.Object{"oauth_provider": "google", "public_token": token, "resolve_redirect": true})
		diagnostics.RequireError(t, tftest.Fault{
			Summary: "Unable to Resolve Start URL's Redirect",
			Says:    []string{"The `public_token` is that of a project of the other product", "error_type: invalid_"},
		})
	}
}

// What the page recommends it for: to know the identity provider's host.
func TestAccStartRedirect(t *testing.T) {
	t.Parallel()

	emulator := tftest.Start(t)

	accept(t, resource.TestStep{
		Config: emulator.B2B(`
data "stytchoauth_member_start_url" "this" {
  oauth_provider   = "google"
  organization_id  = "<organization_id>"
  resolve_redirect = true
}

output "redirects_to" {
  value = regex("^https://([^/]+)/", data.stytchoauth_member_start_url.this.redirect_url)[0]
}
`),
		Check: resource.TestCheckOutput("redirects_to", "accounts.google.com"),
	})

	for _, request := range emulator.Requests() {
		if agent := request.Header.Get("User-Agent"); !strings.HasPrefix(agent, "terraform-provider-stytchoauth/"+version) {
			t.Errorf("%s comes from %q", request.Path, agent)
		}
	}

	emulator.Last(t, stytchmock.RouteMemberStart)
}
