// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"testing"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/stytchmock"
	"github.com/stytch-community/terraform-provider-stytchoauth/internal/tftest"
)

// argumentFault is what is wrong with arguments, and what is said about it.
type argumentFault struct {
	change tftest.Object
	at     string
	says   string
}

// requireFaults runs a table for types, which are named as in eachType. Nothing is ever sent.
func requireFaults(t *testing.T, types []string, faults map[string]argumentFault) {
	t.Helper()

	emulator := tftest.Start(t)
	served := configured(t, emulator.Settings(stytchmock.B2B))
	all := eachType(t, served)

	for _, name := range types {
		tested, ok := all[name]
		if !ok {
			t.Fatalf("there is no %s", name)
		}

		for what, fault := range faults {
			t.Run(name+", "+what, func(t *testing.T) {
				t.Parallel()

				diagnostics := tested.run(with(tested.arguments, fault.change))
				if len(diagnostics.Errors()) != 1 {
					t.Fatalf("%d errors, want 1:%s", len(diagnostics.Errors()), diagnostics)
				}

				diagnostics.RequireError(t, tftest.Fault{At: fault.at, Says: []string{fault.says}})
			})
		}
	}

	t.Cleanup(func() { emulator.RequireCount(t, "", 0) })
}

const absolute = "must be an absolute URI"

// redirects are what cannot be a redirect URL, whichever argument it is for.
func redirects(argument string) map[string]argumentFault {
	faults := map[string]argumentFault{}

	for value, says := range map[string]string{
		"/callback": absolute, "app.example.com/callback": absolute, "//app.example.com": absolute, "https://": absolute,
		"https:///callback": absolute, "https:": absolute, "app:": absolute, "https://[::1": absolute,
		"https://app.example.com/%zz": absolute, "localhost:3000/cb": absolute, "app.example.com:8443": absolute,
		"https://app.example.com/a b": "must not contain white space", "https://app.example.com\n": "white space",
		"https://app.example.com/callback#top": "must not have a fragment (RFC 6749 section 3.1.2)",
		"https://app.example.com/callback#":    "must not have a fragment",
		"com.example.app:/callback#a":          "must not have a fragment",
	} {
		faults[argument+" "+value] = argumentFault{tftest.Object{argument: value}, argument, says}
	}

	return faults
}

func TestArgumentFaultsOfRedirects(t *testing.T) {
	t.Parallel()

	for argument, types := range map[string][]string{
		"login_redirect_url": {
			"data member_start_url", "ephemeral member_start_url", "data user_start_url", "ephemeral user_start_url",
		},
		"signup_redirect_url": {
			"data member_start_url", "ephemeral member_start_url", "data user_start_url", "ephemeral user_start_url",
		},
		"discovery_redirect_url": {"data discovery_start_url", "ephemeral discovery_start_url"},
		"redirect_uri": {
			"data member_authorization_preflight", "data user_authorization_preflight", "ephemeral member_authorization",
			"ephemeral user_authorization", "ephemeral connected_app_tokens",
		},
	} {
		requireFaults(t, types, redirects(argument))
	}

	// Resources are URIs of the same sort (RFC 8707 section 2).
	requireFaults(t, []string{"ephemeral member_authorization", "ephemeral user_authorization"}, map[string]argumentFault{
		"relative": {tftest.Object{"resources": []string{"https://a.example.com", "b"}}, "resources[1]", absolute},
		"fragment": {tftest.Object{"resources": []string{"https://a.example.com#b"}}, "resources[0]", "fragment"},
	})
}

func TestArgumentFaultsOfScopes(t *testing.T) {
	t.Parallel()

	for argument, types := range map[string][]string{
		"custom_scopes": {
			"data member_start_url", "ephemeral member_start_url", "data discovery_start_url",
			"ephemeral discovery_start_url", "data user_start_url", "ephemeral user_start_url",
		},
		"scopes": {
			"data member_authorization_preflight", "data user_authorization_preflight", "ephemeral member_authorization",
			"ephemeral user_authorization", "ephemeral m2m_token",
		},
	} {
		faults := map[string]argumentFault{}

		for _, scope := range []string{"", "openid email", "a\tb", `a"b`, `a\b`, "é", "a\n", "a\u200b", "\x7f"} {
			faults[scope] = argumentFault{
				tftest.Object{argument: []string{"openid", scope}},
				argument + "[1]",
				"must be one OAuth scope, without spaces or quotes (RFC 6749 section 3.3)",
			}
		}

		requireFaults(t, types, faults)
	}
}

func TestArgumentFaultsOfProviderParams(t *testing.T) {
	t.Parallel()

	faults := map[string]argumentFault{}

	for key, says := range map[string]string{
		"provider_login_hint": "write login_hint, not provider_login_hint", "provider_": "must not begin with provider_",
		"": "must be made of", "login hint": "must be made of", "login&hint": "must be made of", "é": "must be made of",
		"a=b": "must be made of", "a[b]": "must be made of", "a\n": "must be made of",
	} {
		faults[key] = argumentFault{
			tftest.Object{"provider_params": map[string]string{key: "x"}}, tftest.ElementAt("provider_params", key), says,
		}
	}

	requireFaults(t, []string{
		"data member_start_url", "ephemeral member_start_url", "data discovery_start_url",
		"ephemeral discovery_start_url", "data user_start_url", "ephemeral user_start_url",
	}, faults)
}

func TestArgumentFaultsOfChallenges(t *testing.T) {
	t.Parallel()

	for argument, types := range map[string][]string{
		"pkce_code_challenge": {
			"data member_start_url", "ephemeral member_start_url", "data discovery_start_url", "ephemeral discovery_start_url",
		},
		"code_challenge": {
			"data user_start_url", "ephemeral user_start_url", "ephemeral member_authorization", "ephemeral user_authorization",
		},
	} {
		faults := map[string]argumentFault{}

		for name, value := range map[string]string{
			"empty": "", "short": challenge[1:], "long": challenge + "A", "padded": challenge + "=",
			"standard base64": challenge[:42] + "+", "hexadecimal": "13d31e961a1ad8ec2f16b10c4c982e0876a878ad6df144566ee1894acb70f9c3",
			"a verifier with a tilde": verifier[:42] + "~", "line break": challenge + "\n",
		} {
			faults[name] = argumentFault{tftest.Object{argument: value}, argument, "must be an S256 code challenge: 43 characters"}
		}

		requireFaults(t, types, faults)
	}
}

func TestArgumentFaultsOfPathSegments(t *testing.T) {
	t.Parallel()

	var types []string
	for _, name := range surfaceTwins() {
		types = append(types, "data "+name, "ephemeral "+name)
	}

	for _, argument := range []string{"organization_id", "member_id"} {
		requireFaults(t, types, map[string]argumentFault{
			"empty":      {tftest.Object{argument: ""}, argument, "must not be empty"},
			"a dot":      {tftest.Object{argument: "."}, argument, "must not be . or .., which a web server takes for a step"},
			"two dots":   {tftest.Object{argument: ".."}, argument, "must not be . or .."},
			"space":      {tftest.Object{argument: "a b"}, argument, "must not contain white space or control characters"},
			"line break": {tftest.Object{argument: "a\n"}, argument, "must not contain white space or control characters"},
			"NUL":        {tftest.Object{argument: "a\x00"}, argument, "must not contain white space or control characters"},
			"zero-width": {tftest.Object{argument: "a\u200d"}, argument, "must not contain white space or control characters"},
		})
	}
}

func TestArgumentFaultsOfPrompt(t *testing.T) {
	t.Parallel()

	faults := map[string]argumentFault{}
	for _, value := range []string{"", "login", "none", "Consent", "consent login"} {
		faults[value] = argumentFault{tftest.Object{"prompt": value}, "prompt", "must be consent"}
	}

	requireFaults(t, []string{
		"data member_authorization_preflight", "data user_authorization_preflight", "ephemeral member_authorization",
		"ephemeral user_authorization",
	}, faults)
}
