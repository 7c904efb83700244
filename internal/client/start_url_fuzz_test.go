// SPDX-License-Identifier: MPL-2.0

package client_test

import (
	"maps"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/client"
)

// FuzzStartURL reads a start URL back: whatever goes in, the host and the path stay what they are, each parameter
// comes back as it was, and there is no other one.
func FuzzStartURL(f *testing.F) {
	f.Add("google", "public-token-test-1", "organization-test-1", "", "https://app.example.com/login", "openid email",
		"login_hint", "ada@example.com", "challenge", "")
	f.Add("microsoft", "public-token-live-1", "", "acme~inc.", "myapp://a?b=c&d#e", "User.Read", "", "x", "", "token+/=")
	f.Add("../..", "a&public_token=b", "%2F", "+", "\x00", "\xff", "&", "=", ";", "#")
	f.Add("x?public_token=y", "public-token-live-", " ", "\t", "https://", "a  b", "provider_", "%20", "日本", "\u202e")

	f.Fuzz(func(t *testing.T, provider, publicToken, organization, slug, login, scopes, name, value, challenge, attach string) {
		for flow, path := range map[client.StartFlow][2]string{
			client.FlowMember:    {"/v1/b2b/public/oauth/", "/start"},
			client.FlowDiscovery: {"/v1/b2b/public/oauth/", "/discovery/start"},
			client.FlowUser:      {"/v1/public/oauth/", "/start"},
		} {
			request := client.StartRequest{
				Flow: flow, Provider: provider, PublicToken: publicToken, OrganizationID: organization,
				OrganizationSlug: slug, LoginRedirectURL: login, CustomScopes: strings.Split(scopes, " "),
				ProviderParams: map[string]string{name: value}, CodeChallenge: challenge, OAuthAttachToken: attach,
			}

			address, err := client.New(client.Config{}).StartURL(request)
			if bad := client.CheckPathSegment(provider); bad != nil || err != nil {
				if bad == nil || err == nil {
					t.Fatalf("provider %q: checked %v, built %v", provider, bad, err)
				}

				return
			}

			want := map[string]string{
				"public_token": publicToken, "organization_id": organization, "organization_slug": slug, "slug": slug,
				"login_redirect_url": login, "custom_scopes": scopes, "provider_" + name: value,
				"oauth_attach_token": attach, "pkce_code_challenge": challenge,
			}
			if flow == client.FlowUser {
				want["code_challenge"] = challenge
				delete(want, "pkce_code_challenge")
			}

			maps.DeleteFunc(want, func(_, value string) bool { return value == "" })

			host := "https://test.stytch.com"
			if client.EnvironmentOf(publicToken) == client.EnvironmentLive {
				host = "https://api.stytch.com"
			}

			readBack(t, address, host+path[0], path[1], provider, want)
		}
	})
}

// readBack takes a start URL apart, by hand where a parser is lenient.
func readBack(t *testing.T, address, before, after, provider string, want map[string]string) {
	t.Helper()

	path, query, _ := strings.Cut(address, "?")

	if strings.ContainsFunc(address, func(char rune) bool { return char <= ' ' || char > '~' }) ||
		strings.Contains(query, "+") {
		t.Errorf("%q has characters that not every parser reads alike", address)
	}

	segment, cutBefore := strings.CutPrefix(path, before)
	segment, cutAfter := strings.CutSuffix(segment, after)

	decoded, err := url.PathUnescape(segment)
	if !cutBefore || !cutAfter || err != nil || decoded != provider || strings.ContainsAny(segment, "/#") {
		t.Errorf("%q does not lead to %s…%s of %q", address, before, after, provider)
	}

	got := map[string]string{}

	for pair := range strings.SplitSeq(query, "&") {
		if query == "" {
			break
		}

		name, value, _ := strings.Cut(pair, "=")

		decodedName, errName := url.PathUnescape(name)
		decodedValue, errValue := url.PathUnescape(value)

		if _, again := got[decodedName]; again || errName != nil || errValue != nil {
			t.Errorf("%q has the odd parameter %q", address, pair)
		}

		got[decodedName] = decodedValue
	}

	if !maps.Equal(got, want) {
		t.Errorf("%q has %q, want %q", address, slices.Sorted(maps.Keys(got)), slices.Sorted(maps.Keys(want)))
	}

	// Parsers must agree.
	parsed, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}

	values, err := url.ParseQuery(parsed.RawQuery)
	if err != nil || len(values) != len(want) {
		t.Errorf("%q has the parameters %v, %v", address, values, err)
	}

	for name, value := range want {
		if values.Get(name) != value {
			t.Errorf("%q has %s %q, want %q", address, name, values.Get(name), value)
		}
	}
}
