// SPDX-License-Identifier: MPL-2.0

package client

import (
	"maps"
	"net/http"
	"net/url"
	"strings"
	"testing"
)

func TestStartURL(t *testing.T) {
	t.Parallel()

	const test = "https://test.stytch.com"

	for name, test := range map[string]struct {
		request StartRequest
		want    string
	}{
		"member, by id": {
			StartRequest{
				Flow: FlowMember, Provider: "microsoft", PublicToken: "public-token-test-1", OrganizationID: "organization-test-1",
				LoginRedirectURL: "https://app.example.com/login?next=/a&b=c", SignupRedirectURL: "https://app.example.com/signup",
				CustomScopes:   []string{"User.Read", "offline_access"},
				ProviderParams: map[string]string{"prompt": "consent", "login_hint": "ada+test@example.com"},
				CodeChallenge:  "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM",
			},
			test + "/v1/b2b/public/oauth/microsoft/start?public_token=public-token-test-1&organization_id=organization-test-1" +
				"&login_redirect_url=https%3A%2F%2Fapp.example.com%2Flogin%3Fnext%3D%2Fa%26b%3Dc" +
				"&signup_redirect_url=https%3A%2F%2Fapp.example.com%2Fsignup&custom_scopes=User.Read%20offline_access" +
				"&provider_login_hint=ada%2Btest%40example.com&provider_prompt=consent" +
				"&pkce_code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM",
		},
		"member, by slug": {
			StartRequest{
				Flow: FlowMember, Provider: "google", PublicToken: "public-token-test-1", OrganizationSlug: "acme~inc._-",
			},
			test + "/v1/b2b/public/oauth/google/start?public_token=public-token-test-1" +
				"&organization_slug=acme~inc._-&slug=acme~inc._-",
		},
		"discovery, live": {
			StartRequest{
				Flow: FlowDiscovery, Provider: "hubspot", PublicToken: "public-token-live-1",
				DiscoveryRedirectURL: "https://app.example.com/discovery", CustomScopes: []string{"oauth"},
				ProviderParams: map[string]string{"a": "1", "B": "2", "ä": "ö"}, CodeChallenge: "cc",
			},
			"https://api.stytch.com/v1/b2b/public/oauth/hubspot/discovery/start?public_token=public-token-live-1" +
				"&discovery_redirect_url=https%3A%2F%2Fapp.example.com%2Fdiscovery&custom_scopes=oauth" +
				"&provider_B=2&provider_a=1&provider_%C3%A4=%C3%B6&pkce_code_challenge=cc",
		},
		"user": {
			StartRequest{
				Flow: FlowUser, Provider: "github", PublicToken: "public-token-test-1", LoginRedirectURL: "myapp://login",
				SignupRedirectURL: "http://localhost:3000/a b", CodeChallenge: "cc", OAuthAttachToken: "attach/token+=",
			},
			test + "/v1/public/oauth/github/start?public_token=public-token-test-1&login_redirect_url=myapp%3A%2F%2Flogin" +
				"&signup_redirect_url=http%3A%2F%2Flocalhost%3A3000%2Fa%20b&code_challenge=cc" +
				"&oauth_attach_token=attach%2Ftoken%2B%3D",
		},
		"empty parameters": {
			StartRequest{
				Flow: FlowUser, Provider: "yahoo", CustomScopes: []string{}, ProviderParams: map[string]string{"prompt": ""},
			},
			test + "/v1/public/oauth/yahoo/start",
		},
		"an unknown identity provider": {
			StartRequest{Flow: FlowUser, Provider: "new/one|"}, test + "/v1/public/oauth/new%2Fone%7C/start",
		},
		"reserved characters": {
			StartRequest{Flow: FlowUser, Provider: "apple", PublicToken: " !\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"},
			test + "/v1/public/oauth/apple/start?public_token=%20%21%22%23%24%25%26%27%28%29%2A%2B" +
				"%2C-.%2F%3A%3B%3C%3D%3E%3F%40%5B%5C%5D%5E_%60%7B%7C%7D~",
		},
	} {
		for range 20 { // The order of a map's keys changes.
			if got, err := New(Config{}).StartURL(test.request); err != nil || got != test.want {
				t.Fatalf("%s:\ngot  %s, %v\nwant %s", name, got, err, test.want)
			}
		}
	}
}

// The request is for the start URL.
func TestStartRedirectRequest(t *testing.T) {
	t.Parallel()

	for _, flow := range []StartFlow{FlowMember, FlowDiscovery, FlowUser} {
		inBubble(t, respond(200, redirectResponse), func(t *testing.T, e *testEnv) {
			request := StartRequest{
				Flow: flow, Provider: "google", PublicToken: "public-token-live-1", OrganizationSlug: "acme",
				ProviderParams: map[string]string{"prompt": "select account"}, OAuthAttachToken: attachToken,
			}

			address, err := e.client.StartURL(request)
			if err != nil {
				t.Fatal(err)
			}

			if _, err := e.client.StartRedirect(t.Context(), request); err != nil {
				t.Fatal(err)
			}

			requireRequest(t, e, http.MethodGet, strings.TrimPrefix(address, "http://localhost"), "")
		})
	}
}

const google = "https://accounts.google.com/o/oauth2/auth?client_id=1&state=fresh%2Fstate"

func TestStartRedirect(t *testing.T) {
	t.Parallel()

	for name, test := range map[string]struct {
		handler   http.Handler
		status    int64
		requestID string
		want      string
	}{
		"301":             {redirect(301, google, ""), 301, "", google},
		"302":             {redirect(302, google, ""), 302, "", google},
		"303":             {redirect(303, google, ""), 303, "", google},
		"307":             {redirect(307, google, ""), 307, "", google},
		"308":             {redirect(308, google, ""), 308, "", google},
		"302 with a page": {redirect(302, google, "<a href>"), 302, "", google},
		"302 with another URL in the body": {
			redirect(302, google, `{"request_id":"r","status_code":307,"redirect_url":"https://other.example.com"}`),
			302, "r", google,
		},
		"302 with the URL in the body": {
			respond(302, `{"request_id":"r","status_code":302,"redirect_url":"`+google+`"}`), 302, "r", google,
		},
		"200 with the URL in the body": {
			respond(200, `{"request_id":"r","status_code":302,"redirect_url":"`+google+`"}`), 302, "r", google,
		},
		"200 without a status in the body": {respond(200, `{"redirect_url":"`+google+`"}`), 200, "", google},
		"path":                             {redirect(302, "/login?next=1", ""), 302, "", "http://localhost/login?next=1"},
		"dots":                             {redirect(302, "../a", ""), 302, "", "http://localhost/v1/public/oauth/a"},
		"no scheme":                        {redirect(302, "//a.example.com/o", ""), 302, "", "http://a.example.com/o"},
		"another scheme":                   {redirect(302, "weird+scheme://host/path", ""), 302, "", "weird+scheme://host/path"},
		"long":                             {redirect(302, google+strings.Repeat("x", 30_000), ""), 302, "", google + strings.Repeat("x", 30_000)},
	} {
		inBubble(t, test.handler, func(t *testing.T, e *testEnv) {
			got, err := e.client.StartRedirect(t.Context(), StartRequest{Flow: FlowUser, Provider: "google"})
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}

			if *got.StatusCode != test.status || got.requestID() != test.requestID || *got.RedirectURL != test.want {
				t.Errorf("%s: got %s", name, toJSON(t, got))
			}
		})
	}
}

func TestStartRedirectWithoutRedirect(t *testing.T) {
	t.Parallel()

	const (
		nowhere  = "the response does not redirect: it has neither a Location nor a redirect_url"
		relative = "the response's redirect is not an absolute URL"
	)

	for name, test := range map[string]struct {
		handler http.Handler
		want    string
	}{
		"no Location":          {respond(302, ``), nowhere},
		"empty Location":       {redirect(302, "", ""), nowhere},
		"no redirect_url":      {respond(200, `{"request_id":"r","status_code":302}`), nowhere},
		"number":               {respond(200, `{"redirect_url":5}`), nowhere},
		"null":                 {respond(200, `null`), nowhere},
		"page":                 {respond(200, `<html>`), nowhere},
		"empty redirect_url":   {respond(200, `{"redirect_url":""}`), nowhere},
		"no host":              {redirect(302, "javascript:alert(1)", ""), relative},
		"malformed":            {redirect(302, "http://[::1", ""), relative},
		"malformed escape":     {redirect(302, "https://accounts.google.com/%zz", ""), relative},
		"not UTF-8":            {redirect(302, "https://accounts.google.com/\xff", ""), relative},
		"control character":    {respond(200, `{"redirect_url":"https://accounts.google.com/\u007f"}`), relative},
		"malformed, and a URL": {redirect(302, ":", `{"redirect_url":"`+google+`"}`), relative},
		"relative in the body": {respond(200, `{"redirect_url":"/login"}`), relative},
	} {
		inBubble(t, test.handler, func(t *testing.T, e *testEnv) {
			_, err := e.client.StartRedirect(t.Context(), StartRequest{Flow: FlowUser, Provider: "google"})

			if failure := requireError(t, err, KindInvalidResponse); failure.Reason != test.want {
				t.Errorf("%s: %+v, want the reason %q", name, *failure, test.want)
			}

			e.only(t)
		}, maxRetries(3))
	}
}

// An error in the body says more than the lack of a redirect.
func TestStartRedirectWithError(t *testing.T) {
	t.Parallel()

	for _, status := range []int{200, 302, 307, 400} {
		inBubble(t, stytchError(status, "no_match_for_provided_oauth_url"), func(t *testing.T, e *testEnv) {
			_, err := e.client.StartRedirect(t.Context(), StartRequest{Flow: FlowUser, Provider: "google"})

			failure := requireError(t, err, KindAPI)
			if failure.StatusCode != status || failure.Type != "no_match_for_provided_oauth_url" ||
				failure.Message != "The message." || failure.RequestID != "request-id-test-e" || failure.Reason != "" {
				t.Errorf("%d: %+v", status, *failure)
			}

			e.only(t)
		}, maxRetries(3))
	}
}

func TestStartRedirectToErrorPage(t *testing.T) {
	t.Parallel()

	for location, fails := range map[string]bool{
		"https://stytch.com/redirect-error":               true,
		"https://stytch.com/redirect-error?error=a&b=c":   true,
		"https://www.stytch.com/redirect-error/":          true,
		"https://WWW.Stytch.COM:443/redirect-error":       true,
		"https://stytch.com/docs":                         false,
		"https://stytch.com.example.com/redirect-error":   false,
		"https://app.example.com/?x=stytch.com/redirect-": false,
	} {
		for _, handler := range []http.Handler{
			redirect(302, location, `{"request_id":"r"}`),
			respond(200, `{"request_id":"r","redirect_url":"`+location+`"}`),
		} {
			inBubble(t, handler, func(t *testing.T, e *testEnv) {
				_, err := e.client.StartRedirect(t.Context(), StartRequest{Flow: FlowUser, Provider: "google"})
				if !fails {
					if err != nil {
						t.Errorf("%s: %v", location, err)
					}

					return
				}

				if failure := requireError(t, err, KindNotConfigured); failure.RequestID != "r" || failure.Attempts != 1 {
					t.Errorf("%s: %+v", location, *failure)
				}
			}, maxRetries(3))
		}
	}
}

// FuzzStartURL reads a start URL back: each value is where it belongs, as it was, and nothing else is there.
func FuzzStartURL(f *testing.F) {
	f.Add("google", "public-token-test-1", "organization-test-1", "", "https://app.example.com/login", "openid email",
		"login_hint", "ada@example.com", "challenge", "")
	f.Add("microsoft", "public-token-live-1", "", "acme~inc.", "myapp://a?b=c&d#e", "User.Read", "", "x", "", "token+/=")
	f.Add("../..", "a&public_token=b", "%2F", "+", "\x00", "\xff", "&", "=", ";", "#")
	f.Add("//user:pass@example.com:80", "public-token-live-", " ", "\t", "https://", "a  b", "provider_", "%20", "日本", "\u202e")
	f.Add("%25%32%65", "t&slug=other", "o#fragment", "s?x", "https://a/?b=c&d=%26", "a b\u00a0c", "=&", "x=y", "c;d", "e&f")
	f.Add("+", "", "", "", "", "", "", "", "", "")

	f.Fuzz(func(t *testing.T, provider, publicToken, organization, slug, login, scopes, name, value, challenge, attach string) {
		request := StartRequest{
			Flow: FlowMember, Provider: provider, PublicToken: publicToken, OrganizationID: organization,
			OrganizationSlug: slug, LoginRedirectURL: login, CustomScopes: strings.Split(scopes, " "),
			ProviderParams: map[string]string{name: value}, CodeChallenge: challenge, OAuthAttachToken: attach,
		}

		address, err := newTestClient(t, "http://127.0.0.1:4010/a%2Fb/").StartURL(request)
		if bad := CheckPathSegment(provider); bad != nil || err != nil {
			if bad == nil || err == nil {
				t.Fatalf("provider %q: checked %v, built %v", provider, bad, err)
			}

			return
		}

		want := map[string]string{
			"public_token": publicToken, "organization_id": organization, "organization_slug": slug, "slug": slug,
			"login_redirect_url": login, "custom_scopes": scopes, "provider_" + name: value, "pkce_code_challenge": challenge,
			"oauth_attach_token": attach,
		}
		maps.DeleteFunc(want, func(_, value string) bool { return value == "" })

		// By hand, since parsers are lenient.
		path, query, _ := strings.Cut(address, "?")
		segment := strings.TrimSuffix(strings.TrimPrefix(path, "http://127.0.0.1:4010/a%2Fb/v1/b2b/public/oauth/"), "/start")

		decoded, err := url.PathUnescape(segment)
		if err != nil || decoded != provider || strings.ContainsAny(segment, "/?#") || len(segment) == len(path) {
			t.Errorf("%q does not hold the provider %q", address, provider)
		}

		got := map[string]string{}

		for pair := range strings.SplitSeq(query, "&") {
			name, value, _ := strings.Cut(pair, "=")
			decodedName, errName := url.PathUnescape(name)
			decodedValue, errValue := url.PathUnescape(value)

			if _, again := got[decodedName]; again || errName != nil || errValue != nil || strings.Contains(pair, "+") {
				t.Errorf("%q has the parameter %q", address, pair)
			}

			if got[decodedName] = decodedValue; query == "" {
				delete(got, "")
			}
		}

		if !maps.Equal(got, want) {
			t.Errorf("%q has %q, want %q", address, got, want)
		}

		// What is sent is made from the URL once more.
		sent, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address, http.NoBody)
		if err != nil || sent.URL.Host != "127.0.0.1:4010" || "http://127.0.0.1:4010"+sent.URL.RequestURI() != address {
			t.Errorf("%q is sent as %q, %v", address, sent.URL.RequestURI(), err)
		}
	})
}

func BenchmarkStartURL(b *testing.B) {
	b.ReportAllocs()

	c := New(Config{})
	request := StartRequest{
		Flow: FlowMember, Provider: "google", PublicToken: "public-token-test-1", OrganizationID: "organization-test-1",
		LoginRedirectURL: "https://app.example.com/login?next=/", CustomScopes: []string{"openid", "email"},
		ProviderParams: map[string]string{"login_hint": "ada@example.com", "prompt": "consent"},
	}

	for b.Loop() {
		if _, err := c.StartURL(request); err != nil {
			b.Fatal(err)
		}
	}
}
