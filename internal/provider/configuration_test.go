// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/stytchmock"
	"github.com/stytch-community/terraform-provider-stytchoauth/internal/tftest"
)

// variableOf returns the environment variable that stands in for a setting.
func variableOf(setting string) string {
	return "STYTCH_" + strings.ToUpper(setting)
}

// inEnvironment returns settings as environment variables.
func inEnvironment(settings tftest.Object) map[string]string {
	variables := map[string]string{}

	for name, value := range settings {
		if text, ok := value.(string); ok {
			variables[variableOf(name)] = text
		}
	}

	return variables
}

// otherEnvironment returns variables whose use in place of the configuration would show.
func otherEnvironment() map[string]string {
	return map[string]string{
		"STYTCH_PROJECT_ID": "project-test-of-the-environment", "STYTCH_SECRET": "secret-of-the-environment",
		"STYTCH_PUBLIC_TOKEN": "public-token-test-of-the-environment", "STYTCH_BASE_URL": "https://stytch.invalid",
	}
}

// The configuration wins over the environment, and an empty string counts as unset in both.
func TestConfigurationSources(t *testing.T) {
	t.Parallel()

	empty := tftest.Object{"project_id": "", "secret": "", "public_token": "", "base_url": ""}
	emulator := tftest.Start(t)
	settings := emulator.Settings(stytchmock.B2B)

	for name, test := range map[string]struct {
		configuration tftest.Object
		environment   map[string]string
	}{
		"configuration alone":                    {settings, nil},
		"configuration and another environment":  {settings, otherEnvironment()},
		"configuration and an empty environment": {settings, inEnvironment(empty)},
		"environment alone":                      {nil, inEnvironment(settings)},
		"empty configuration and environment":    {empty, inEnvironment(settings)},
	} {
		served := serve(t, test.environment)
		served.ValidateProvider(test.configuration).RequireNone(t)
		served.Configure(test.configuration).RequireNone(t)

		_, diagnostics := served.Read("stytchoauth_member_github_tokens", memberArguments(emulator.Seed))
		diagnostics.RequireNone(t)
		emulator.Last(t, stytchmock.RouteMemberTokens).RequireBasic(t, emulator.Seed.ProjectID, emulator.Seed.Secret)

		result, diagnostics := served.Read("stytchoauth_member_start_url", startArguments(emulator.Seed))
		diagnostics.RequireNone(t)

		if result["public_token"] != emulator.Seed.PublicToken {
			t.Errorf("%s: public_token %v", name, result["public_token"])
		}
	}
}

// A setting that is missing is reported by the types that need it alone, with its environment variable.
func TestConfigurationMissing(t *testing.T) {
	t.Parallel()

	for name, tested := range typeCases() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			emulator := tftest.Start(t)

			for _, missing := range []string{"nothing", "project_id", "secret", "public_token"} {
				emulator.ResetRequests()

				served := serve(t, map[string]string{variableOf(missing): ""})
				served.Configure(with(emulator.Settings(tested.product), tftest.Object{missing: nil})).RequireNone(t)

				result, diagnostics := tested.run(served, emulator.Seed)
				if !slices.Contains(tested.required, missing) {
					diagnostics.RequireNone(t)
					emulator.RequireCount(t, "", tested.requests)

					if len(result) == 0 {
						t.Errorf("no result without %s", missing)
					}

					continue
				}

				want := tftest.Fault{
					Summary: "Missing Provider Configuration", Says: []string{"`" + missing + "`", variableOf(missing)},
				}
				if missing == "public_token" {
					want.At, want.Summary = "public_token", "Missing Public Token"
				}

				diagnostics.RequireError(t, want)
				emulator.RequireCount(t, "", 0)
			}
		})
	}

	// Everything that is missing is in one error.
	_, diagnostics := configured(t, nil).Read("stytchoauth_member_github_tokens", validTokens())
	diagnostics.RequireError(t, tftest.Fault{
		Says: []string{"`project_id` and `secret`", "STYTCH_PROJECT_ID and STYTCH_SECRET"},
	})
}

// A setting that is not known at plan stops the types that need it, with the way out for their kind. The environment
// never takes its place, neither as credentials nor as the host.
func TestConfigurationUnknown(t *testing.T) {
	t.Parallel()

	for name, tested := range typeCases() {
		hint := "Set `depends_on` here to the resource that this comes from"

		switch {
		case tested.ephemeral && slices.Contains(tested.required, "public_token"):
			hint = "Set `public_token` here to a value that comes from the same resource"
		case tested.ephemeral:
			hint = "Set `open_after` here to the same value"
		}

		t.Run(name, func(t *testing.T) {
			t.Parallel()

			emulator := tftest.Start(t)

			for _, setting := range []string{
				"project_id", "secret", "public_token", "base_url", "request_timeout", "max_retries",
			} {
				settings := with(emulator.Settings(tested.product), tftest.Object{setting: tftest.Unknown})
				emulator.ResetRequests()

				served := serve(t, otherEnvironment())
				served.ValidateProvider(settings).RequireNone(t)
				served.Configure(settings).RequireNone(t)

				result, diagnostics := tested.run(served, emulator.Seed)
				if !slices.Contains(slices.Concat(tested.required, tested.notUnknown), setting) {
					diagnostics.RequireNone(t)

					continue
				}

				diagnostics.RequireError(t, tftest.Fault{
					Summary: "Provider Configuration Not Known Yet", Says: []string{"The provider's `" + setting + "`", hint},
				})
				emulator.RequireCount(t, "", 0)

				if result["url"] != nil {
					t.Errorf("there is a URL: %v", result["url"])
				}
			}
		})
	}

	// Several are in one error.
	_, diagnostics := configured(t, tftest.Object{"project_id": tftest.Unknown, "secret": tftest.Unknown}).
		Read("stytchoauth_member_github_tokens", validTokens())
	diagnostics.RequireError(t, tftest.Fault{Says: []string{"The provider's `project_id` and `secret` cannot be known before apply"}})
}

// The environment is not even checked where the configuration will be known later.
func TestConfigurationUnknownIgnoresEnvironment(t *testing.T) {
	t.Parallel()

	unknown := tftest.Object{}
	invalid := tftest.Object{
		"project_id": liveProject + ":secret", "secret": "a b", "public_token": "a b", "base_url": "ftp://stytch.invalid",
	}

	for setting := range invalid {
		unknown[setting] = tftest.Unknown
	}

	serve(t, inEnvironment(invalid)).Configure(unknown).RequireNone(t)

	// A live project in the environment does not make a test token one of the wrong environment.
	served := serve(t, map[string]string{"STYTCH_PROJECT_ID": liveProject})
	served.Configure(tftest.Object{"project_id": tftest.Unknown}).RequireNone(t)

	_, diagnostics := served.Read("stytchoauth_discovery_start_url", tftest.Object{
		"oauth_provider": "google", "public_token": testToken,
	})
	diagnostics.RequireNone(t)
}

func TestConfigurationValid(t *testing.T) {
	t.Parallel()

	for setting, values := range map[string][]any{
		"project_id":   {testProject, liveProject, "project-of-another-shape", ""},
		"public_token": {testToken, liveToken, "a-token-of-another-shape", ""},
		"base_url": {
			"https://login.example.com", "https://login.example.com:8443/stytch", "http://localhost:8080", "http://127.0.0.1",
			"http://[::1]:8080", "",
		},
		"request_timeout": {"1s", "10m", "1m30s", "1500ms", ""},
		"max_retries":     {0, 4, 20},
	} {
		for _, value := range values {
			configured(t, tftest.Object{setting: value})
		}
	}
}

// An invalid setting is reported on its attribute, or with the environment variable that it is from. It is reported on
// no attribute where the line of configuration may hold a secret, as Terraform prints that line. `SECRET` stands for the
// secret here. What else internal/client refuses in a base URL is tested there.
func TestConfigurationInvalid(t *testing.T) {
	t.Parallel()

	const (
		secret   = "correct-horse"
		blank    = "must not contain white space or control characters"
		bounds   = "must be from 1s to 10m"
		duration = "must be a duration with its unit"
		number   = "must be a whole number from 0 to 20"
		anything = "The value of"
	)

	for setting, values := range map[string]map[any]string{
		"project_id": {
			testProject + "\n": "trimspace()", `"` + testProject + `"`: "begins with a quotation mark", " " + testProject: blank, "project-test\u200b-1": blank,
			testProject + ":SECRET": "must not contain a colon",
			testToken:               "must be a project's id, but begins with public-token-test-, as a public token does",
		},
		"secret": {
			"SECRET\n": "trimspace()", "'SECRET'": "begins with a quotation mark; remove the quotes", "\tSECRET": blank, "SECRET\u00a0": blank, "\x01SECRET": blank, "SECRET a": blank,
			"project-test-SECRET": "must be a project's API secret, but begins with project-test-, as a project's id does",
		},
		"public_token": {
			testToken + "\r\n": "trimspace()", `"` + testToken + `"`: "begins with a quotation mark", " " + testToken: blank,
			testProject: "must be a project's public token, but begins with project-test-, as a project's id does",
		},
		"base_url": {
			"http://login.example.com": "must use https", "login.example.com": "is not an absolute URL with a host",
			"https://login.example.com?a=SECRET": "must not have a query", "https://login.example.com#SECRET": "must not have a fragment",
			"https://login.example.com/a/../b": "must not have . or ..", "https://login.example.com:a": "is not a URL",
			"https://user:SECRET@login.example.com": "must not hold a user name or a password",
			"https://SECRET@login.example.com/?a=b": anything, "user:SECRET@login.example.com": anything,
			"https://login.example.com\n":              "trimspace()",
			"https://user:SECRET%40login.example.com":  "is not a URL",
			"https://user:SECRET%zz@login.example.com": anything, "https://user:#SECRET@login.example.com": anything,
		},
		"request_timeout": {
			"999ms": bounds, "10m0.001s": bounds, "0": bounds, "-30s": bounds, "1h": bounds,
			"30": duration, "30 s": duration, "half a minute": duration, "99999999h": duration,
		},
		"max_retries": {-1: number, 21: number, 1.5: number, -0.5: number, 1e20: number},
	} {
		for value, says := range values {
			text, ok := value.(string)
			hidden := strings.Contains(text, "SECRET")

			if ok {
				value = strings.ReplaceAll(text, "SECRET", secret)
			}

			want := tftest.Fault{
				At: setting, Summary: "Invalid Provider Configuration", Says: []string{"`" + setting + "`", says},
				Hides: []string{secret},
			}
			if hidden {
				want.At = ""
			}

			served := serve(t, nil)
			served.ValidateProvider(tftest.Object{setting: value}).RequireError(t, want)
			served.Configure(tftest.Object{setting: value}).RequireError(t, want)

			if setting == "request_timeout" || setting == "max_retries" {
				continue
			}

			// Types that use the variable report it.
			variable := variableOf(setting)
			says = strings.ReplaceAll(says, "trimspace()", "`export "+variable+"=\"$(cat FILE)\"` sets it without one.")
			want.At, want.Says = "", []string{"The value of the environment variable " + variable, says}
			served = serve(t, inEnvironment(tftest.Object{setting: value}))
			served.Configure(nil).RequireNone(t)

			user := "stytchoauth_member_github_tokens"
			if setting == "public_token" {
				user = "stytchoauth_member_start_url"
			}

			_, diagnostics := served.Read(user, validDataSources()[strings.TrimPrefix(user, "stytchoauth_")])
			diagnostics.RequireError(t, want)
		}
	}

	// What does not use a variable is not stopped by it.
	served := serve(t, inEnvironment(tftest.Object{"project_id": "a:b", "secret": "a b", "public_token": testToken}))
	served.Configure(nil).RequireNone(t)

	_, diagnostics := served.Read("stytchoauth_user_start_url", validDataSources()["user_start_url"])
	diagnostics.RequireNone(t)

	// Everything that is invalid is reported at once.
	diagnostics = serve(t, nil).ValidateProvider(tftest.Object{
		"project_id": "a:b", "secret": "a b", "public_token": "a b", "base_url": "a", "request_timeout": "a", "max_retries": 21,
	})
	if got := len(diagnostics.Errors()); got != 6 {
		t.Errorf("%d errors, want 6:%s", got, diagnostics)
	}
}
