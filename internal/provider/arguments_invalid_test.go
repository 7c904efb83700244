// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/tftest"
)

// invalidArgument is a change that makes arguments invalid, and the error that comes of it.
type invalidArgument struct {
	change   tftest.Object
	at, says string
}

// requireInvalid fails unless each change to the valid arguments of a type is one error on its attribute.
func requireInvalid(t *testing.T, types []string, changes []invalidArgument) {
	t.Helper()

	all := eachType(t, serve(t, nil))

	for _, name := range types {
		tested, ok := all[name]
		if !ok {
			t.Fatalf("there is no %s", name)
		}

		for _, one := range changes {
			diagnostics := tested.run(with(tested.arguments, one.change))
			if len(diagnostics.Errors()) != 1 {
				t.Errorf("%s, %v: want one error:%s", name, one.change, diagnostics)

				continue
			}

			diagnostics.RequireError(t, tftest.Fault{At: one.at, Says: []string{one.says}})
		}
	}
}

// The ways in which an argument holds a value.
func inString(argument, value string) (change tftest.Object, at string) {
	return tftest.Object{argument: value}, argument
}

func inList(argument, value string) (change tftest.Object, at string) {
	return tftest.Object{argument: []string{"app:/valid", value}}, argument + "[1]"
}

func inKey(argument, value string) (change tftest.Object, at string) {
	return tftest.Object{argument: map[string]string{value: "x"}}, tftest.ElementAt(argument, value)
}

func TestInvalidArguments(t *testing.T) {
	t.Parallel()

	const (
		absolute = "must be an absolute URI"
		space    = "white space"
		fragment = "must not have a fragment (RFC 6749 section 3.1.2)"
		dots     = "must not be . or .., which a web server takes for a step"
	)

	var (
		memberStart    = []string{"data member_start_url", "ephemeral member_start_url"}
		discoveryStart = []string{"data discovery_start_url", "ephemeral discovery_start_url"}
		userStart      = []string{"data user_start_url", "ephemeral user_start_url"}
		b2bStart       = slices.Concat(memberStart, discoveryStart)
		allStart       = slices.Concat(b2bStart, userStart)
		authorizations = []string{"ephemeral member_authorization", "ephemeral user_authorization"}
		consents       = slices.Concat(authorizations,
			[]string{"data member_authorization_preflight", "data user_authorization_preflight"})
		tokens []string
	)

	for _, name := range surfaceTwins() {
		tokens = append(tokens, "data "+name, "ephemeral "+name)
	}

	uris := map[string]string{
		"/callback": absolute, "app.example.com/callback": absolute, "//app.example.com": absolute, "https://": absolute,
		"https:///callback": absolute, "https:": absolute, "app:": absolute, "https://[::1": absolute,
		"https://app.example.com/%zz": absolute, "localhost:3000/cb": absolute,
		"https://app.example.com/a b": space, "https://app.example.com\n": space,
		"https://app.example.com/callback#top": fragment, "com.example.app:/callback#": fragment,
	}
	scopes := eachSays("must be one OAuth scope, without spaces or quotes (RFC 6749 section 3.3)",
		"", "openid email", "a\tb", `a"b`, `a\b`, "é", "a\n", "a\u200b", "\x7f")
	challenges := eachSays("must be an S256 code challenge: 43 characters", "", challenge[1:], challenge+"A", challenge+"=",
		challenge[:42]+"+", verifier[:42]+"~", challenge+"\n")
	segments := map[string]string{
		"": "must not be empty", ".": dots, "..": dots, "a b": space, "a\n": "ends with a line break", "a\x00": space, "a\u200d": space,
	}

	for _, test := range []struct {
		argument string
		types    []string
		set      func(argument, value string) (change tftest.Object, at string)
		// values are values of the argument, and what is said of each.
		values map[string]string
	}{
		{"login_redirect_url", slices.Concat(memberStart, userStart), inString, uris},
		{"signup_redirect_url", slices.Concat(memberStart, userStart), inString, uris},
		{"discovery_redirect_url", discoveryStart, inString, uris},
		{"redirect_uri", slices.Concat(consents, []string{"ephemeral connected_app_tokens"}), inString, uris},
		{"resources", authorizations, inList, uris},
		{"custom_scopes", allStart, inList, scopes},
		{"scopes", slices.Concat(consents, []string{"ephemeral m2m_token"}), inList, scopes},
		{"pkce_code_challenge", b2bStart, inString, challenges},
		{"code_challenge", slices.Concat(userStart, authorizations), inString, challenges},
		{"organization_id", tokens, inString, segments},
		{"member_id", tokens, inString, segments},
		{"prompt", consents, inString, eachSays("must be consent", "", "login", "none", "Consent", "consent login")},
		{"provider_params", allStart, inKey, eachSays("must be made of", "", "login hint", "login&hint", "é", "a=b", "a\n")},
		{"provider_params", allStart, inKey, eachSays("write login_hint, not provider_login_hint", "provider_login_hint", "provider_")},
		{"oauth_provider", b2bStart, inString, eachSays("must be one of google, microsoft, slack, hubspot, github",
			"apple", "Google", "", "google ", "okta", "../google")},
		{"open_after", []string{
			"ephemeral client_secret", "ephemeral member_connected_app_tokens", "ephemeral user_connected_app_tokens",
		}, inString, eachSays("must not be empty; set it to `timestamp()`", "")},
		{"oauth_provider", slices.Concat(userStart, []string{"ephemeral attach_token"}), inString, eachSays("must be Stytch's name of an identity provider",
			"", "Google", "goo gle", "google/../x", "google?x", "1google", "google\n", "gôogle", "..", strings.Repeat("a", 65))},
	} {
		t.Run(test.argument, func(t *testing.T) {
			t.Parallel()

			var changes []invalidArgument

			for value, says := range test.values {
				change, at := test.set(test.argument, value)
				changes = append(changes, invalidArgument{change, at, says})
			}

			requireInvalid(t, test.types, changes)
		})
	}
}

// eachSays returns values that the same is said of.
func eachSays(says string, values ...string) map[string]string {
	all := map[string]string{}
	for _, value := range values {
		all[value] = says
	}

	return all
}

// The identity providers of Consumer projects are an open set: a name that is not known is a warning, and the URL is
// built.
func TestUnknownIdentityProvider(t *testing.T) {
	t.Parallel()

	served := configured(t, nil)

	for _, name := range []string{"data user_start_url", "ephemeral user_start_url", "ephemeral attach_token"} {
		for _, value := range []string{"spotify", "sign_in-with2", strings.Repeat("a", 64)} {
			tested := eachType(t, served)[name]
			tested.run(with(tested.arguments, tftest.Object{"oauth_provider": value})).RequireWarning(t, tftest.Fault{
				At: "oauth_provider", Summary: "Unknown Identity Provider",
				Says: []string{"does not know the identity provider in `oauth_provider`", "amazon, apple, bitbucket", "passes it on as it is"},
			})
		}
	}

	result, diagnostics := served.Read("stytchoauth_user_start_url", tftest.Object{
		"oauth_provider": "spotify", "public_token": testToken,
	})
	diagnostics.RequireNone(t)
	requireEqual(t, result["url"], any(testHost+"v1/public/oauth/spotify/start?public_token="+testToken))
}

// An Organization, and a subject, is named in exactly one way. The error is on an id, for the other ways of naming a
// subject are secrets.
func TestArgumentsExcludeEachOther(t *testing.T) {
	t.Parallel()

	const (
		one   = "one (and only one) of"
		token = "session-token-of-somebody"
		jwt   = "session-jwt-of-somebody"
	)

	both := tftest.Object{"session_token": token, "session_jwt": jwt}
	none := tftest.Object{"user_id": nil, "organization_id": nil, "member_id": nil}

	requireInvalid(t, []string{"data member_start_url", "ephemeral member_start_url"}, []invalidArgument{
		{tftest.Object{"organization_id": nil}, "organization_id", one},
		{tftest.Object{"organization_slug": "acme"}, "organization_id", "organization_slug"},
		{tftest.Object{"organization_id": nil, "organization_slug": ""}, "organization_slug", "must not be empty"},
	})

	requireInvalid(t, []string{"ephemeral user_authorization", "ephemeral attach_token"}, []invalidArgument{
		{none, "user_id", one},
		{tftest.Object{"session_token": token}, "user_id", "session_token"},
		{tftest.Object{"session_jwt": jwt}, "user_id", "session_jwt"},
		{with(none, both, tftest.Object{"user_id": nil}), "user_id", "session_jwt"},
		{both, "user_id", "session_jwt"},
	})

	requireInvalid(t, []string{"ephemeral member_authorization"}, []invalidArgument{
		{none, "organization_id", one},
		{tftest.Object{"session_token": token}, "organization_id", "session_token"},
		{tftest.Object{"session_jwt": jwt}, "organization_id", "session_jwt"},
		{tftest.Object{"member_id": nil}, "organization_id", "member_id"},
		{tftest.Object{"organization_id": nil, "session_token": token}, "member_id", "organization_id"},
		{tftest.Object{"organization_id": nil, "member_id": nil, "session_token": token, "session_jwt": jwt}, "organization_id", "session_jwt"},
	})

	for name, tested := range eachType(t, serve(t, nil)) {
		if !strings.HasSuffix(name, "_authorization") && name != "ephemeral attach_token" {
			continue
		}

		diagnostics := tested.run(with(tested.arguments, both))
		requireNotOnSecret(t, name, tested.schema, diagnostics)

		if got := diagnostics.String(); strings.Contains(got, token) || strings.Contains(got, jwt) {
			t.Errorf("%s shows a secret:%s", name, diagnostics)
		}
	}
}
