// SPDX-License-Identifier: MPL-2.0

package stytchmock_test

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/stytchmock"
)

// query encodes parameters given as name, value, name, value.
func query(pairs ...string) string {
	values := url.Values{}
	for i := 0; i < len(pairs); i += 2 {
		values.Add(pairs[i], pairs[i+1])
	}

	return "?" + values.Encode()
}

// location checks that an answer redirects, in both ways, and returns where to.
func location(t *testing.T, got response, status int) *url.URL {
	t.Helper()

	checkOK(t, got, status)
	if want := []string{"redirect_url", "request_id", "status_code"}; !slices.Equal(fields(got.body), want) {
		t.Errorf("fields %v, want %v", fields(got.body), want)
	}
	if got.header.Get("Location") != got.text("redirect_url") {
		t.Errorf("Location %q, redirect_url %q", got.header.Get("Location"), got.text("redirect_url"))
	}
	u, err := url.Parse(got.text("redirect_url"))
	if err != nil {
		t.Fatal(err)
	}

	return u
}

func TestMemberStartRedirects(t *testing.T) {
	t.Parallel()
	e := start(t)

	tests := map[string]struct {
		status      int
		host, scope string
	}{
		"google":    {302, "accounts.google.com", "openid email profile"},
		"microsoft": {302, "login.microsoftonline.com", "openid email profile User.Read"},
		"github":    {307, "github.com", "user read:org"},
		"hubspot":   {307, "app.hubspot.com", "oauth"},
		"slack":     {307, "slack.com", "openid email profile"},
	}
	for provider, test := range tests {
		for name, path := range map[string]string{
			"start":     query("public_token", e.f.PublicToken, "organization_id", e.f.OrganizationID),
			"discovery": query("public_token", e.f.PublicToken, "discovery_redirect_url", e.f.DiscoveryRedirectURL),
		} {
			t.Run(provider+" "+name, func(t *testing.T) {
				t.Parallel()

				route := "/v1/b2b/public/oauth/" + provider + "/start"
				if name == "discovery" {
					route = "/v1/b2b/public/oauth/" + provider + "/discovery/start"
				}
				u := location(t, e.get(route+path, [2]string{}), test.status)
				if u.Host != test.host || u.Scheme != "https" {
					t.Errorf("redirect to %s", u)
				}
				q := u.Query()
				if q.Get("scope") != test.scope || q.Get("response_type") != "code" || q.Get("state") == "" ||
					!strings.HasPrefix(q.Get("redirect_uri"), "https://test.stytch.com/v1/oauth/callback/oauth-callback-test-") {
					t.Errorf("redirect with %v", q)
				}
			})
		}
	}
}

func TestUserStartRedirects(t *testing.T) {
	t.Parallel()
	e := start(t)

	providers := strings.Fields("amazon apple bitbucket coinbase discord facebook figma github gitlab google " +
		"linkedin microsoft salesforce slack snapchat tiktok twitch twitter yahoo")
	seen := map[string]bool{}
	for _, provider := range providers {
		u := location(t, e.get("/v1/public/oauth/"+provider+"/start"+
			query("public_token", e.f.ConsumerPublicToken), [2]string{}), http.StatusFound)
		seen[u.Host] = true
	}
	if len(seen) != len(providers) {
		t.Errorf("%d hosts for %d providers: %v", len(seen), len(providers), seen)
	}
}

func TestStartForwardsParameters(t *testing.T) {
	t.Parallel()
	e := start(t)

	path := "/v1/b2b/public/oauth/google/start" + query(
		"public_token", e.f.PublicToken, "slug", e.f.OrganizationSlug,
		"provider_login_hint", "ada@example.com", "provider_prompt", "consent", "provider_state", "mine",
		"provider_", "nameless", "custom_scopes", "a b", "unknown", "ignored",
	)
	first, second := location(t, e.get(path, [2]string{}), 302), location(t, e.get(path, [2]string{}), 302)
	q := first.Query()
	if q.Get("login_hint") != "ada@example.com" || q.Get("prompt") != "consent" || q.Has("unknown") || q.Has("") {
		t.Errorf("redirect with %v", q)
	}
	if q.Get("scope") != "openid email profile a b" {
		t.Errorf("scope %q", q.Get("scope"))
	}
	if state := q.Get("state"); state == "mine" || state == second.Query().Get("state") {
		t.Errorf("state %q is not fresh", state)
	}
}

func TestMemberStartLocators(t *testing.T) {
	t.Parallel()
	e := start(t)

	o, slug := e.f.OrganizationID, e.f.OrganizationSlug
	tests := map[string]struct {
		parameters []string
		status     int
		errorType  string
	}{
		"id":                         {[]string{"organization_id", o}, 302, ""},
		"slug":                       {[]string{"slug", slug}, 302, ""},
		"organization_slug":          {[]string{"organization_slug", slug}, 302, ""},
		"slug under both names":      {[]string{"slug", slug, "organization_slug", slug}, 302, ""},
		"none":                       {nil, 400, "missing_oauth_organization_locator"},
		"two slugs":                  {[]string{"slug", slug, "organization_slug", "other"}, 400, "too_many_oauth_organization_locators"},
		"id and slug":                {[]string{"organization_id", o, "slug", slug}, 400, "too_many_oauth_organization_locators"},
		"id and organization_slug":   {[]string{"organization_id", o, "organization_slug", slug}, 400, "too_many_oauth_organization_locators"},
		"unknown id":                 {[]string{"organization_id", "organization-test-x"}, 404, "organization_not_found"},
		"unknown slug":               {[]string{"slug", "nobody"}, 404, "organization_not_found"},
		"an id is no slug":           {[]string{"slug", o}, 404, "organization_not_found"},
		"registered redirect URLs":   {[]string{"slug", slug, "login_redirect_url", e.f.LoginRedirectURL, "signup_redirect_url", e.f.SignupRedirectURL}, 302, ""},
		"unknown login redirect URL": {[]string{"slug", slug, "login_redirect_url", "https://evil.example"}, 400, "no_match_for_provided_oauth_url"},
		"unknown signup redirect URL": {
			[]string{"slug", slug, "login_redirect_url", e.f.LoginRedirectURL, "signup_redirect_url", e.f.LoginRedirectURL + "/"},
			400,
			"no_match_for_provided_oauth_url",
		},
		"challenge":     {[]string{"slug", slug, "pkce_code_challenge", challenge(testVerifier)}, 302, ""},
		"bad challenge": {[]string{"slug", slug, "pkce_code_challenge", "short"}, 400, "invalid_pkce_code_challenge"},
		"padded challenge": {
			[]string{"slug", slug, "pkce_code_challenge", challenge(testVerifier) + "="}, 400, "invalid_pkce_code_challenge",
		},
		"the other product's challenge is unknown": {[]string{"slug", slug, "code_challenge", "short"}, 302, ""},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			parameters := append([]string{"public_token", e.f.PublicToken}, test.parameters...)
			got := e.get("/v1/b2b/public/oauth/google/start"+query(parameters...), [2]string{})
			if test.errorType == "" {
				location(t, got, test.status)
			} else {
				checkError(t, got, test.status, test.errorType, "")
			}
		})
	}
}

func TestStartErrors(t *testing.T) {
	t.Parallel()
	e := start(t)

	b2b, consumer := e.f.PublicToken, e.f.ConsumerPublicToken
	tests := map[string]struct {
		path      string
		status    int
		errorType string
	}{
		"no token":                     {"/v1/public/oauth/google/start", 400, "public_token_required"},
		"unknown token":                {"/v1/public/oauth/google/start" + query("public_token", "x"), 404, "public_token_not_found"},
		"B2B token at consumer":        {"/v1/public/oauth/google/start" + query("public_token", b2b), 400, "invalid_consumer_endpoint"},
		"consumer token at B2B":        {"/v1/b2b/public/oauth/google/start" + query("public_token", consumer), 400, "invalid_b2b_endpoint"},
		"hubspot is no user provider":  {"/v1/public/oauth/hubspot/start" + query("public_token", consumer), 400, "invalid_oauth_provider"},
		"apple is no member provider":  {"/v1/b2b/public/oauth/apple/start" + query("public_token", b2b), 400, "invalid_oauth_provider"},
		"apple is no discovery either": {"/v1/b2b/public/oauth/apple/discovery/start" + query("public_token", b2b), 400, "invalid_oauth_provider"},
		"unknown discovery URL": {
			"/v1/b2b/public/oauth/google/discovery/start" + query("public_token", b2b, "discovery_redirect_url", "https://x.example"),
			400, "no_match_for_provided_oauth_url",
		},
		"unknown user login URL": {
			"/v1/public/oauth/google/start" + query("public_token", consumer, "login_redirect_url", "https://x.example"),
			400, "no_match_for_provided_oauth_url",
		},
		"bad user challenge": {
			"/v1/public/oauth/google/start" + query("public_token", consumer, "code_challenge", "x"), 400, "invalid_pkce_code_challenge",
		},
		"bad discovery challenge": {
			"/v1/b2b/public/oauth/google/discovery/start" + query("public_token", b2b, "pkce_code_challenge", "x"),
			400, "invalid_pkce_code_challenge",
		},
		"unknown attach token": {
			"/v1/public/oauth/google/start" + query("public_token", consumer, "oauth_attach_token", "x"), 400, "invalid_oauth_attach_token",
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			checkError(t, e.get(test.path, [2]string{}), test.status, test.errorType, "")
		})
	}
}

func TestStartOfAnUnconfiguredProject(t *testing.T) {
	t.Parallel()
	e := start(t)
	path := "/v1/b2b/public/oauth/github/start" + query("public_token", e.f.PublicToken, "slug", e.f.OrganizationSlug)

	e.SetOAuthProviderConfigured(stytchmock.B2B, "github", false)
	if u := location(t, e.get(path, [2]string{}), 307); u.String() != "https://stytch.com/redirect-error" {
		t.Errorf("redirect to %s", u)
	}
	e.SetOAuthProviderConfigured(stytchmock.B2B, "github", true)
	if u := location(t, e.get(path, [2]string{}), 307); u.Host != "github.com" {
		t.Errorf("redirect to %s", u)
	}

	e.ClearRedirectURLs(stytchmock.B2B, stytchmock.SignupRedirectURL)
	checkError(t, e.get(path, [2]string{}), 400, "no_signup_redirect_urls_set", "signup")
	e.AddRedirectURL(stytchmock.B2B, stytchmock.SignupRedirectURL, "http://localhost:3000/x")
	location(t, e.get(path+"&signup_redirect_url=http%3A%2F%2Flocalhost%3A3000%2Fx", [2]string{}), 307)
	checkError(t, e.get(path+"&signup_redirect_url=http%3A%2F%2Flocalhost%3A3001%2Fx", [2]string{}), 400,
		"no_match_for_provided_oauth_url", "3001")
}
