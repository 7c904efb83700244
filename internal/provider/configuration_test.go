// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/stytchmock"
	"github.com/stytch-community/terraform-provider-stytchoauth/internal/tftest"
)

// variableOf is the environment variable that stands in for a setting.
func variableOf(setting string) string {
	return "STYTCH_" + strings.ToUpper(setting)
}

// inEnvironment are settings as environment variables.
func inEnvironment(settings tftest.Object) map[string]string {
	variables := map[string]string{}

	for name, value := range settings {
		if text, ok := value.(string); ok {
			variables[variableOf(name)] = text
		}
	}

	return variables
}

// nonsense is an environment whose every value would show.
func nonsense() map[string]string {
	return map[string]string{
		"STYTCH_PROJECT_ID": "project-test-of-the-environment", "STYTCH_SECRET": "secret-of-the-environment",
		"STYTCH_PUBLIC_TOKEN": "public-token-test-of-the-environment", "STYTCH_BASE_URL": "https://stytch.invalid",
	}
}

func TestConfigurationAndEnvironment(t *testing.T) {
	t.Parallel()

	empty := tftest.Object{"project_id": "", "secret": "", "public_token": "", "base_url": ""}

	for name, test := range map[string]struct {
		configure   func(whole tftest.Object) tftest.Object
		environment func(whole tftest.Object) map[string]string
	}{
		"configuration alone": {
			func(whole tftest.Object) tftest.Object { return whole },
			func(tftest.Object) map[string]string { return nil },
		},
		"configuration wins": {
			func(whole tftest.Object) tftest.Object { return whole },
			func(tftest.Object) map[string]string { return nonsense() },
		},
		"environment alone": {
			func(tftest.Object) tftest.Object { return nil },
			inEnvironment,
		},
		"an empty string is unset in the configuration": {
			func(tftest.Object) tftest.Object { return empty },
			inEnvironment,
		},
		"an empty string is unset in the environment": {
			func(whole tftest.Object) tftest.Object { return whole },
			func(tftest.Object) map[string]string { return inEnvironment(empty) },
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			emulator := tftest.Start(t)
			whole := emulator.Settings(stytchmock.B2B)
			served := serve(t, test.environment(whole))
			settings := test.configure(whole)

			served.ValidateProvider(settings).RequireNone(t)
			served.Configure(settings).RequireNone(t)

			_, diagnostics := served.Read("stytchoauth_member_github_tokens", memberArguments(emulator.Seed))
			diagnostics.RequireNone(t)
			emulator.One(t, stytchmock.RouteMemberTokens).RequireBasic(t, emulator.Seed.ProjectID, emulator.Seed.Secret)

			result, diagnostics := served.Read("stytchoauth_member_start_url", startArguments(emulator.Seed))
			diagnostics.RequireNone(t)

			if result["public_token"] != emulator.Seed.PublicToken {
				t.Errorf("public_token %v", result["public_token"])
			}
		})
	}
}

// What is missing is only missed by what uses it, and named with its environment variable.
func TestConfigurationMissing(t *testing.T) {
	t.Parallel()

	for name, use := range uses() {
		for _, setting := range []string{"project_id", "secret", "public_token"} {
			for kind, variables := range map[string]map[string]string{
				"unset": nil, "empty": {variableOf(setting): ""},
			} {
				t.Run(name+" "+setting+" "+kind, func(t *testing.T) {
					t.Parallel()

					emulator := tftest.Start(t)
					served := serve(t, variables)
					served.Configure(with(emulator.Settings(use.product), tftest.Object{setting: nil})).RequireNone(t)

					_, diagnostics := use.run(served, emulator.Seed)
					if !slices.Contains(use.needs, setting) {
						diagnostics.RequireNone(t)

						return
					}

					want := tftest.Fault{
						Summary: "Missing Provider Configuration", Says: []string{"`" + setting + "`", variableOf(setting)},
					}
					if setting == "public_token" {
						want.At, want.Summary = "public_token", "Missing Public Token"
					}

					diagnostics.RequireError(t, want)
					emulator.RequireCount(t, "", 0)
				})
			}
		}
	}
}

// Without any configuration there are still start URLs and PKCE, and whatever else is missing is said at once.
func TestConfigurationEmpty(t *testing.T) {
	t.Parallel()

	served := configured(t, nil)
	seed := stytchmock.New().Fixture()

	for name, use := range uses() {
		_, diagnostics := use.run(served, seed)
		if len(use.needs) == 0 {
			diagnostics.RequireNone(t)

			continue
		}

		want := tftest.Fault{}
		for _, setting := range use.needs {
			want.Says = append(want.Says, "`"+setting+"`", variableOf(setting))

			if setting == "public_token" {
				want.At = setting
			}
		}

		if len(diagnostics.Errors()) != 1 {
			t.Errorf("%s: want one error:%s", name, diagnostics)
		}

		diagnostics.RequireError(t, want)
	}
}
