// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"strings"
	"testing"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/stytchmock"
	"github.com/stytch-community/terraform-provider-stytchoauth/internal/tftest"
)

const (
	testHost = "https://test.stytch.com/"
	liveHost = "https://api.stytch.com/"

	testProject = "project-test-00000000-0000-4000-8000-000000000001"
	liveProject = "project-live-00000000-0000-4000-8000-000000000001"
	testToken   = "public-token-test-00000000-0000-4000-8000-000000000001"
	liveToken   = "public-token-live-00000000-0000-4000-8000-000000000001"
	// plainToken does not show its environment, so a start URL with it leads to where the project's API is.
	plainToken = "a-token-of-another-shape"
)

// Which host is asked shows in start URLs, for those are built offline.
func TestConfigurationHost(t *testing.T) {
	t.Parallel()

	for name, test := range map[string]struct {
		settings tftest.Object
		token    string
		want     string
	}{
		"test project":                        {tftest.Object{"project_id": testProject}, plainToken, testHost},
		"live project":                        {tftest.Object{"project_id": liveProject}, plainToken, liveHost},
		"project of another shape":            {tftest.Object{"project_id": "project-staging-1"}, plainToken, testHost},
		"no project, live token":              {tftest.Object{"public_token": liveToken}, plainToken, liveHost},
		"no project, test token":              {tftest.Object{"public_token": testToken}, plainToken, testHost},
		"nothing at all":                      {nil, plainToken, testHost},
		"test token of its own":               {tftest.Object{"project_id": testProject}, testToken, testHost},
		"live token of its own":               {tftest.Object{"project_id": liveProject}, liveToken, liveHost},
		"live token of its own, no project":   {nil, liveToken, liveHost},
		"test token beside a live token":      {tftest.Object{"public_token": liveToken}, testToken, testHost},
		"live token beside a test token":      {tftest.Object{"public_token": testToken}, liveToken, liveHost},
		"base URL wins over live project":     {tftest.Object{"project_id": liveProject, "base_url": "https://login.example.com"}, plainToken, "https://login.example.com/"},
		"base URL wins over the token":        {tftest.Object{"base_url": "https://login.example.com"}, liveToken, "https://login.example.com/"},
		"a live name is not enough for live":  {tftest.Object{"project_id": "project-livestock-1"}, plainToken, testHost},
		"live in another place is not live":   {tftest.Object{"project_id": "my-project-live-1"}, plainToken, testHost},
		"empty base URL is none, live":        {tftest.Object{"project_id": liveProject, "base_url": ""}, plainToken, liveHost},
		"empty public token is none, project": {tftest.Object{"project_id": liveProject, "public_token": ""}, plainToken, liveHost},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			served := configured(t, test.settings)
			arguments := tftest.Object{"oauth_provider": "google", "public_token": test.token}

			result, diagnostics := served.Read("stytchoauth_user_start_url", arguments)
			diagnostics.RequireNone(t)

			url, _ := result["url"].(string)
			if !strings.HasPrefix(url, test.want+"v1/public/oauth/google/start?") {
				t.Errorf("url %s, want it at %s", url, test.want)
			}

			opened, diagnostics := served.Open("stytchoauth_user_start_url", arguments)
			diagnostics.RequireNone(t)

			if opened.Result["url"] != url {
				t.Errorf("the twin's url is %v", opened.Result["url"])
			}
		})
	}
}

// A token of one environment beside a project of the other is a slip that would lead to another project.
func TestConfigurationMixedEnvironments(t *testing.T) {
	t.Parallel()

	for name, test := range map[string]struct {
		project, token, says string
	}{
		"live token, test project": {testProject, liveToken, "is a live token, but the provider's project_id is of a test project"},
		"test token, live project": {liveProject, testToken, "is a test token, but the provider's project_id is of a live project"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			want := tftest.Fault{At: "public_token", Says: []string{"`public_token`", test.says}}
			both := tftest.Object{"project_id": test.project, "public_token": test.token}

			// Both in the configuration: at validate.
			want.Summary = "Invalid Provider Configuration"

			served := serve(t, nil)
			served.ValidateProvider(both).RequireError(t, want)
			served.Configure(both).RequireError(t, want)

			// The project in the environment: when the environment is known, on the token that is configured.
			served = serve(t, map[string]string{"STYTCH_PROJECT_ID": test.project})
			served.ValidateProvider(tftest.Object{"public_token": test.token}).RequireNone(t)
			served.Configure(tftest.Object{"public_token": test.token}).RequireError(t, want)

			// Both there: on no attribute, and the variable is named.
			served = serve(t, map[string]string{"STYTCH_PROJECT_ID": test.project, "STYTCH_PUBLIC_TOKEN": test.token})
			served.Configure(nil).RequireError(t, tftest.Fault{
				Summary: "Invalid Provider Configuration", Says: []string{"STYTCH_PUBLIC_TOKEN", test.says},
			})

			// A token of the type's own.
			want.Summary = "Invalid Argument"
			served = configured(t, tftest.Object{"project_id": test.project, "base_url": "https://login.example.com"})

			for _, name := range []string{"member_start_url", "discovery_start_url", "user_start_url"} {
				arguments := tftest.Object{"oauth_provider": "google", "public_token": test.token}
				if name == "member_start_url" {
					arguments["organization_id"] = "organization-1"
				}

				_, diagnostics := served.Read("stytchoauth_"+name, arguments)
				diagnostics.RequireError(t, want)

				_, diagnostics = served.Open("stytchoauth_"+name, arguments)
				diagnostics.RequireError(t, want)
			}
		})
	}
}

// The environment is the same for every provider block. One that names its own project can do without the public token
// there, as long as no start URL takes that.
func TestConfigurationTokenForOtherBlocks(t *testing.T) {
	t.Parallel()

	served := serve(t, map[string]string{"STYTCH_PUBLIC_TOKEN": testToken})
	served.Configure(tftest.Object{"project_id": liveProject}).RequireNone(t)

	_, diagnostics := served.Open("stytchoauth_pkce", nil)
	diagnostics.RequireNone(t)

	result, diagnostics := served.Read("stytchoauth_user_start_url",
		tftest.Object{"oauth_provider": "google", "public_token": liveToken})
	diagnostics.RequireNone(t)

	if url, _ := result["url"].(string); !strings.HasPrefix(url, liveHost) {
		t.Errorf("url %s", url)
	}

	_, diagnostics = served.Read("stytchoauth_user_start_url", tftest.Object{"oauth_provider": "google"})
	diagnostics.RequireError(t, tftest.Fault{Summary: "Invalid Provider Configuration", Says: []string{
		"The value of the environment variable STYTCH_PUBLIC_TOKEN is a test token", "of a live project",
	}})
}

// The API of a custom domain is asked below its path, and the start URLs are there, too.
func TestConfigurationPathPrefix(t *testing.T) {
	t.Parallel()

	for _, suffix := range []string{"/stytch/eu", "/stytch/eu/"} {
		emulator := tftest.Start(t)
		served := configured(t, with(emulator.Settings(stytchmock.B2B), tftest.Object{
			"base_url": emulator.URL + suffix, "max_retries": 0,
		}))

		// The emulator has nothing at such a path.
		_, diagnostics := served.Read("stytchoauth_member_github_tokens", tftest.Object{
			"organization_id": "acme", "member_id": "ada",
		})
		diagnostics.RequireError(t, tftest.Fault{Says: []string{"route_not_found", "`base_url`"}})

		want := "/stytch/eu/v1/b2b/organizations/acme/members/ada/oauth_providers/github"
		if got := emulator.Requests()[0].Path; got != want {
			t.Errorf("path %s, want %s", got, want)
		}

		result, diagnostics := served.Read("stytchoauth_discovery_start_url", tftest.Object{"oauth_provider": "slack"})
		diagnostics.RequireNone(t)

		url, _ := result["url"].(string)
		if !strings.HasPrefix(url, emulator.URL+"/stytch/eu/v1/b2b/public/oauth/slack/discovery/start?") {
			t.Errorf("url %s", url)
		}
	}
}
