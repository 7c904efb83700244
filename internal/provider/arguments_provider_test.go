// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"strings"
	"testing"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/tftest"
)

// The identity providers of B2B projects are a closed set.
func TestArgumentFaultsOfMemberProvider(t *testing.T) {
	t.Parallel()

	faults := map[string]argumentFault{}

	for _, value := range []string{"apple", "Google", "", "google ", "okta", "../google"} {
		faults[value] = argumentFault{
			tftest.Object{"oauth_provider": value},
			"oauth_provider",
			"must be one of google, microsoft, slack, hubspot, github",
		}
	}

	requireFaults(t, []string{
		"data member_start_url", "ephemeral member_start_url", "data discovery_start_url", "ephemeral discovery_start_url",
	}, faults)
}

// Those of Consumer projects are not: what cannot be a name is refused, and what can be is warned of.
func TestArgumentFaultsOfUserProvider(t *testing.T) {
	t.Parallel()

	faults := map[string]argumentFault{}

	for _, value := range []string{
		"", "Google", "GOOGLE", "goo gle", "google/../x", "google?x", "1google", "_google", "google\n", "gôogle", ".", "..",
		strings.Repeat("a", 65),
	} {
		faults[value] = argumentFault{
			tftest.Object{"oauth_provider": value},
			"oauth_provider",
			"must be Stytch's name of an identity provider, in lower case, such as google",
		}
	}

	types := []string{"data user_start_url", "ephemeral user_start_url", "ephemeral attach_token"}
	requireFaults(t, types, faults)

	all := eachType(t, serve(t, nil))

	for _, name := range types {
		for _, value := range []string{"spotify", "sign_in-with2", strings.Repeat("a", 64)} {
			arguments := with(all[name].arguments, tftest.Object{"oauth_provider": value})
			all[name].run(arguments).RequireWarning(t, tftest.Fault{
				At: "oauth_provider", Summary: "Unknown Identity Provider",
				Says: []string{"`oauth_provider` is not among", "amazon, apple, bitbucket", "passed on to Stytch as it is"},
			})
		}
	}

	// And the URL is built.
	result, diagnostics := configured(t, nil).Read("stytchoauth_user_start_url", tftest.Object{
		"oauth_provider": "spotify", "public_token": testToken,
	})
	diagnostics.RequireNone(t)
	requireEqual(t, result["url"], any(testHost+"v1/public/oauth/spotify/start?public_token="+testToken))
}

// An Organization is named in exactly one way.
func TestArgumentFaultsOfOrganization(t *testing.T) {
	t.Parallel()

	requireFaults(t, []string{"data member_start_url", "ephemeral member_start_url"}, map[string]argumentFault{
		"neither": {tftest.Object{"organization_id": nil}, "organization_id", "one (and only one) of"},
		"both":    {tftest.Object{"organization_slug": "acme"}, "organization_id", "organization_slug"},
		"both, one empty": {
			tftest.Object{"organization_id": nil, "organization_slug": ""}, "organization_slug", "must not be empty",
		},
	})
}

// A subject is named in exactly one way. The diagnostic is on the id, for the other ways are secrets.
func TestArgumentFaultsOfSubject(t *testing.T) {
	t.Parallel()

	const (
		token = "session-token-of-somebody"
		jwt   = "session-jwt-of-somebody"
	)

	both := tftest.Object{"session_token": token, "session_jwt": jwt}

	users := map[string]argumentFault{
		"none":          {tftest.Object{"user_id": nil}, "user_id", "one (and only one) of"},
		"id and token":  {tftest.Object{"session_token": token}, "user_id", "session_token"},
		"id and JWT":    {tftest.Object{"session_jwt": jwt}, "user_id", "session_jwt"},
		"token and JWT": {with(both, tftest.Object{"user_id": nil}), "user_id", "session_jwt"},
		"all of them":   {both, "user_id", "session_jwt"},
	}

	requireFaults(t, []string{"ephemeral user_authorization", "ephemeral attach_token"}, users)

	requireFaults(t, []string{"ephemeral member_authorization"}, map[string]argumentFault{
		"ids and token":               {tftest.Object{"session_token": token}, "organization_id", "session_token"},
		"ids and JWT":                 {tftest.Object{"session_jwt": jwt}, "organization_id", "session_jwt"},
		"organization without member": {tftest.Object{"member_id": nil}, "organization_id", "member_id"},
		"none":                        {tftest.Object{"organization_id": nil, "member_id": nil}, "organization_id", "one (and only one) of"},
		"token and JWT": {
			tftest.Object{"organization_id": nil, "member_id": nil, "session_token": token, "session_jwt": jwt},
			"organization_id", "session_jwt",
		},
		"member and token": {
			tftest.Object{"organization_id": nil, "session_token": token}, "member_id", "organization_id",
		},
	})

	// A member without an organization misses it twice: to find the member, and to have a subject.
	all := eachType(t, serve(t, nil))
	member := all["ephemeral member_authorization"]

	diagnostics := member.run(with(member.arguments, tftest.Object{"organization_id": nil}))
	if got := diagnostics.String(); len(diagnostics.Errors()) != 2 ||
		!strings.Contains(got, `at "organization_id"`) || !strings.Contains(got, `at "member_id"`) {
		t.Errorf("diagnostics%s", diagnostics)
	}

	for _, name := range []string{"ephemeral member_authorization", "ephemeral user_authorization", "ephemeral attach_token"} {
		diagnostics := all[name].run(with(all[name].arguments, both))
		requireNotOnSecret(t, name, all[name].schema, diagnostics)

		if got := diagnostics.String(); strings.Contains(got, token) || strings.Contains(got, jwt) {
			t.Errorf("%s shows a secret:%s", name, diagnostics)
		}
	}
}
