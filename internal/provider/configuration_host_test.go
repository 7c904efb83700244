// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"strings"
	"testing"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/stytchmock"
	"github.com/stytch-community/terraform-provider-stytchoauth/internal/tftest"
)

const (
	testHost   = "https://test.stytch.com/"
	liveHost   = "https://api.stytch.com/"
	customHost = "https://login.example.com/"

	testProject = "project-test-00000000-0000-4000-8000-000000000001"
	liveProject = "project-live-00000000-0000-4000-8000-000000000001"
	testToken   = "public-token-test-00000000-0000-4000-8000-000000000001"
	liveToken   = "public-token-live-00000000-0000-4000-8000-000000000001"
	// plainToken does not show its environment, so a start URL with it leads to the host of the project's API.
	plainToken = "a-token-of-another-shape"
)

// The host shows in start URLs, which are built offline.
func TestConfigurationHost(t *testing.T) {
	t.Parallel()

	for name, test := range map[string]struct {
		settings tftest.Object
		token    string
		// want is empty where the host is not known yet.
		want string
	}{
		"test project":                       {tftest.Object{"project_id": testProject}, plainToken, testHost},
		"live project":                       {tftest.Object{"project_id": liveProject}, plainToken, liveHost},
		"project of another shape":           {tftest.Object{"project_id": "project-livestock-1"}, plainToken, testHost},
		"no project, live token":             {tftest.Object{"public_token": liveToken}, plainToken, liveHost},
		"no project, test token":             {tftest.Object{"public_token": testToken}, plainToken, testHost},
		"nothing at all":                     {nil, plainToken, testHost},
		"live token of its own":              {nil, liveToken, liveHost},
		"test token beside a live token":     {tftest.Object{"public_token": liveToken}, testToken, testHost},
		"base URL and live project":          {tftest.Object{"project_id": liveProject, "base_url": customHost}, plainToken, customHost},
		"base URL and live token":            {tftest.Object{"base_url": customHost}, liveToken, customHost},
		"empty settings, live project":       {tftest.Object{"project_id": liveProject, "base_url": "", "public_token": ""}, plainToken, liveHost},
		"unknown project":                    {tftest.Object{"project_id": tftest.Unknown}, plainToken, ""},
		"unknown project, base URL":          {tftest.Object{"project_id": tftest.Unknown, "base_url": customHost}, plainToken, customHost},
		"unknown project, token of its own":  {tftest.Object{"project_id": tftest.Unknown}, liveToken, liveHost},
		"unknown token":                      {tftest.Object{"public_token": tftest.Unknown}, plainToken, ""},
		"unknown token, token of its own":    {tftest.Object{"public_token": tftest.Unknown}, liveToken, liveHost},
		"unknown base URL, token of its own": {tftest.Object{"base_url": tftest.Unknown}, liveToken, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			served := configured(t, test.settings)
			arguments := tftest.Object{"oauth_provider": "google", "public_token": test.token}
			result, read := served.Read("stytchoauth_user_start_url", arguments)
			opened, open := served.Open("stytchoauth_user_start_url", arguments)

			if test.want == "" {
				read.RequireError(t, tftest.Fault{Summary: "Provider Configuration Not Known Yet"})
				open.RequireError(t, tftest.Fault{Summary: "Provider Configuration Not Known Yet"})

				return
			}

			read.RequireNone(t)
			open.RequireNone(t)

			url, _ := result["url"].(string)
			if !strings.HasPrefix(url, test.want+"v1/public/oauth/google/start?") || opened.Result["url"] != url {
				t.Errorf("urls %s and %s, want them at %s", url, opened.Result["url"], test.want)
			}
		})
	}
}

// A public token of one environment beside a project of the other would lead to another project.
func TestConfigurationMixedEnvironments(t *testing.T) {
	t.Parallel()

	for token, test := range map[string]struct{ project, says string }{
		liveToken: {testProject, "is a live token, but the provider's `project_id` is of a test project"},
		testToken: {liveProject, "is a test token, but the provider's `project_id` is of a live project"},
	} {
		want := tftest.Fault{
			At: "public_token", Summary: "Invalid Provider Configuration", Says: []string{"`public_token`", test.says},
		}
		both := tftest.Object{"project_id": test.project, "public_token": token}

		served := serve(t, nil)
		served.ValidateProvider(both).RequireError(t, want)
		served.Configure(both).RequireError(t, want)

		// The project is in the environment, which validation does not read.
		served = serve(t, map[string]string{"STYTCH_PROJECT_ID": test.project})
		served.ValidateProvider(tftest.Object{"public_token": token}).RequireNone(t)
		served.Configure(tftest.Object{"public_token": token}).RequireError(t, want)

		// Both are in the environment.
		served = serve(t, inEnvironment(both))
		served.Configure(nil).RequireNone(t)

		_, diagnostics := served.Read("stytchoauth_user_start_url", validDataSources()["user_start_url"])
		diagnostics.RequireError(t, tftest.Fault{
			Summary: want.Summary, Says: []string{"STYTCH_PUBLIC_TOKEN", test.says},
		})

		// The token is the type's own.
		want.Summary = "Invalid Argument"
		served = configured(t, tftest.Object{"project_id": test.project, "base_url": customHost})

		for _, name := range []string{"member_start_url", "discovery_start_url", "user_start_url"} {
			arguments := with(validDataSources()[name], tftest.Object{"public_token": token})

			_, diagnostics := served.Read("stytchoauth_"+name, arguments)
			diagnostics.RequireError(t, want)

			_, diagnostics = served.Open("stytchoauth_"+name, arguments)
			diagnostics.RequireError(t, want)
		}
	}
}

// The environment is the same for every provider block. One that names its own project may have no use for the public
// token there: it is an error only for a start URL that takes it.
func TestConfigurationTokenForOtherBlocks(t *testing.T) {
	t.Parallel()

	served := serve(t, map[string]string{"STYTCH_PUBLIC_TOKEN": testToken})
	served.Configure(tftest.Object{"project_id": liveProject}).RequireNone(t)

	arguments := tftest.Object{"oauth_provider": "google", "public_token": liveToken}

	_, diagnostics := served.Read("stytchoauth_user_start_url", arguments)
	diagnostics.RequireNone(t)

	_, diagnostics = served.Read("stytchoauth_user_start_url", with(arguments, tftest.Object{"public_token": nil}))
	diagnostics.RequireError(t, tftest.Fault{Summary: "Invalid Provider Configuration", Says: []string{
		"The value of the environment variable STYTCH_PUBLIC_TOKEN is a test token", "of a live project",
	}})
}

// The path of a base URL is a prefix, for the API and for start URLs.
func TestConfigurationPathPrefix(t *testing.T) {
	t.Parallel()

	for _, suffix := range []string{"/stytch/eu", "/stytch/eu/"} {
		emulator := tftest.Start(t)
		served := configured(t, with(emulator.Settings(stytchmock.B2B), tftest.Object{"base_url": emulator.URL + suffix}))

		// The emulator has nothing at such a path.
		_, diagnostics := served.Read("stytchoauth_member_github_tokens", tftest.Object{
			"organization_id": "acme", "member_id": "ada",
		})
		diagnostics.RequireError(t, tftest.Fault{Says: []string{"route_not_found", "`base_url`"}})
		requireEqual(t, emulator.Requests()[0].Path,
			"/stytch/eu/v1/b2b/organizations/acme/members/ada/oauth_providers/github")

		result, diagnostics := served.Read("stytchoauth_discovery_start_url", tftest.Object{"oauth_provider": "slack"})
		diagnostics.RequireNone(t)

		url, _ := result["url"].(string)
		if !strings.HasPrefix(url, emulator.URL+"/stytch/eu/v1/b2b/public/oauth/slack/discovery/start?") {
			t.Errorf("url %s", url)
		}
	}
}
