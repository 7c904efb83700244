// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"slices"
	"testing"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/stytchmock"
	"github.com/stytch-community/terraform-provider-stytchoauth/internal/tftest"
)

// A setting that is not known at plan stops what needs it, with the way out, and nothing else. The environment is
// full of other values, none of which may take its place: not as credentials, and not as the host.
func TestConfigurationUnknown(t *testing.T) {
	t.Parallel()

	for name, use := range uses() {
		for _, setting := range []string{
			"project_id", "secret", "public_token", "base_url", "request_timeout", "max_retries",
		} {
			t.Run(name+" "+setting, func(t *testing.T) {
				t.Parallel()

				emulator := tftest.Start(t)
				settings := with(emulator.Settings(use.product), tftest.Object{"max_retries": 0, setting: tftest.Unknown})

				served := serve(t, nonsense())
				served.ValidateProvider(settings).RequireNone(t)
				served.Configure(settings).RequireNone(t)

				result, diagnostics := use.run(served, emulator.Seed)
				if !slices.Contains(use.needs, setting) && !slices.Contains(use.lets, setting) {
					diagnostics.RequireNone(t)

					return
				}

				diagnostics.RequireError(t, tftest.Fault{
					Summary: "Provider Configuration Not Known Yet",
					Says:    []string{"The provider's `" + setting + "`", wayOut(use)},
				})
				emulator.RequireCount(t, "", 0)

				if result["url"] != nil {
					t.Errorf("there is a URL: %v", result["url"])
				}
			})
		}
	}
}

// wayOut is what helps where a setting is not known yet.
func wayOut(use use) string {
	switch {
	case use.ephemeral && slices.Contains(use.needs, "public_token"):
		return "set `public_token` here to a value that comes from the same place"
	case use.ephemeral:
		return "set its `open_after` to the same value"
	}

	return "or when it has a `depends_on` on a resource that is not created yet"
}

// Several unknown settings are all named in one error.
func TestConfigurationUnknownTogether(t *testing.T) {
	t.Parallel()

	served := serve(t, nonsense())
	served.Configure(tftest.Object{"project_id": tftest.Unknown, "secret": tftest.Unknown}).RequireNone(t)

	_, diagnostics := served.Read("stytchoauth_member_github_tokens", memberArguments(stytchmock.New().Fixture()))
	diagnostics.RequireError(t, tftest.Fault{
		Summary: "Provider Configuration Not Known Yet",
		Says:    []string{"The provider's `project_id` and `secret` cannot be known yet"},
	})
}

// A public token that does not show its environment goes to the project's host. As long as the project is not known,
// neither is the host.
func TestConfigurationUnknownProjectOfToken(t *testing.T) {
	t.Parallel()

	for name, test := range map[string]struct {
		settings tftest.Object
		token    string
		fails    bool
	}{
		"token without environment":                         {tftest.Object{"project_id": tftest.Unknown}, "token", true},
		"token without environment, base URL set":           {tftest.Object{"project_id": tftest.Unknown, "base_url": "https://login.example.com"}, "token", false},
		"token with environment":                            {tftest.Object{"project_id": tftest.Unknown}, "public-token-live-1", false},
		"provider's token unknown, own without environment": {tftest.Object{"public_token": tftest.Unknown}, "token", true},
		"provider's token unknown, own with environment":    {tftest.Object{"public_token": tftest.Unknown}, "public-token-live-1", false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			served := configured(t, test.settings)
			_, diagnostics := served.Read("stytchoauth_discovery_start_url", tftest.Object{
				"oauth_provider": "google", "public_token": test.token,
			})

			if test.fails {
				diagnostics.RequireError(t, tftest.Fault{Summary: "Provider Configuration Not Known Yet"})
			} else {
				diagnostics.RequireNone(t)
			}
		})
	}
}

// What the environment holds in the place of an unknown setting does not count, not even to find a fault with it.
func TestConfigurationUnknownIgnoresEnvironment(t *testing.T) {
	t.Parallel()

	unknown := tftest.Object{}
	broken := map[string]string{}

	for setting, value := range map[string]string{
		"project_id": liveProject + ":secret", "secret": "a b", "public_token": "a b", "base_url": "ftp://stytch.invalid",
	} {
		unknown[setting] = tftest.Unknown
		broken[variableOf(setting)] = value
	}

	serve(t, broken).Configure(unknown).RequireNone(t)

	// A live project there does not make a test token one of the wrong environment.
	served := serve(t, map[string]string{"STYTCH_PROJECT_ID": liveProject})
	served.Configure(tftest.Object{"project_id": tftest.Unknown}).RequireNone(t)

	_, diagnostics := served.Read("stytchoauth_discovery_start_url", tftest.Object{
		"oauth_provider": "google", "public_token": testToken,
	})
	diagnostics.RequireNone(t)
}
