// SPDX-License-Identifier: MPL-2.0

package main

import (
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/stytchmock"
)

// newIssued returns a stage on which everything was issued as in an apply, and what a flawless provider would have
// handed to the secret store.
func newIssued(t *testing.T) (*stage, map[string]fields) {
	t.Helper()

	s := &stage{mock: stytchmock.New()}
	s.handouts = &handouts{Handler: s.mock}

	server := httptest.NewServer(s.handouts)
	t.Cleanup(server.Close)

	s.fixture = s.mock.FixtureAt(server.URL)
	f := s.fixture

	ask := func(method, path, id, secret, contentType, body string) {
		request, err := http.NewRequestWithContext(t.Context(), method, server.URL+path, strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}

		if id != "" {
			request.SetBasicAuth(id, secret)
		}

		request.Header.Set("Content-Type", contentType)

		answer, err := server.Client().Do(request)
		if err != nil {
			t.Fatal(err)
		}

		defer func() { _ = answer.Body.Close() }()

		if text, err := io.ReadAll(answer.Body); err != nil || answer.StatusCode != http.StatusOK {
			t.Fatalf("%s: %s %s, %v", path, answer.Status, text, err)
		}
	}
	tokens := func(form url.Values) {
		ask(http.MethodPost, "/v1/public/"+f.ProjectID+"/oauth2/token", "", "", "application/x-www-form-urlencoded",
			form.Encode())
	}

	const kind = "application/json"

	ask(http.MethodGet, "/v1/b2b/organizations/"+f.OrganizationID+"/members/"+f.MemberID+"/oauth_providers/slack",
		f.ProjectID, f.Secret, kind, "")
	ask(http.MethodPost, "/v1/oauth/attach", f.ConsumerProjectID, f.ConsumerSecret, kind,
		`{"provider": "github", "user_id": "`+f.UserID+`"}`)
	ask(http.MethodPost, "/v1/b2b/idp/oauth/authorize", f.ProjectID, f.Secret, kind, `{"organization_id": "`+
		f.OrganizationID+`", "member_id": "`+f.MemberID+`", "client_id": "`+f.ClientID+`", "redirect_uri": "`+
		f.RedirectURI+`", "scopes": ["openid", "offline_access"], "consent_granted": true, "response_type": "code",
		"code_challenge": "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"}`)
	tokens(url.Values{
		"grant_type": {"authorization_code"}, "client_id": {f.ClientID}, "code": {s.mock.Codes()[0].Value},
		"redirect_uri": {f.RedirectURI}, "code_verifier": {"dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"},
	})
	tokens(url.Values{
		"grant_type": {"client_credentials"}, "client_id": {f.M2MClientID}, "client_secret": {f.M2MClientSecret},
	})

	given := s.issued()
	given[storedAlan]["url"] = f.BaseURL + "/v1/public/oauth/github/start?" + url.Values{
		"public_token": {f.ConsumerPublicToken}, "oauth_attach_token": {s.mock.AttachTokens()[0].Value},
	}.Encode()

	return s, given
}

// TestStore has each value that the secret store is given be another one, which the demo has to see.
func TestStore(t *testing.T) {
	t.Parallel()

	for name, spoil := range map[string]func(map[string]fields){
		"all is well": nil,

		"an attach token too long":   changed(storedAlan, "oauth_attach_token", func(was string) string { return "x" + was }),
		"no attach token":            without(storedAlan, "oauth_attach_token"),
		"another Slack access token": changed(storedSlack, "access_token", strings.ToUpper),
		"no Slack access token":      without(storedSlack, "access_token"),
		"no Slack bot token":         without(storedSlack, "bot_access_token"),
		"no Slack workspace":         without(storedSlack, "provider_tenant_id"),
		"a Slack field too many":     func(given map[string]fields) { given[storedSlack]["provider_tenant_ids"] = []any{"T1"} },
		"no code":                    without(storedCLI, "authorization_code"),
		"another code":               changed(storedCLI, "authorization_code", strings.ToLower),
		"no callback":                without(storedCLI, "callback_uri"),
		"no ID token":                without(storedCLI, "id_token"),
		"no refresh token":           without(storedCLI, "refresh_token"),
		"no scope":                   without(storedCLI, "scope"),
		"another lifetime":           func(given map[string]fields) { given[storedCLI]["expires_in"] = 1.0 },
		"tokens swapped": func(given map[string]fields) {
			given[storedCLI]["access_token"], given[storedWorker]["access_token"] =
				given[storedWorker]["access_token"], given[storedCLI]["access_token"]
		},
		"no M2M token":     without(storedWorker, "access_token"),
		"a secret missing": func(given map[string]fields) { delete(given, storedWorker) },
		"a secret more":    func(given map[string]fields) { given["more"] = fields{} },

		"another path":          changed(storedAlan, "url", replaced("/start?", "/begin?")),
		"another provider":      changed(storedAlan, "url", replaced("/github/", "/google/")),
		"another host":          changed(storedAlan, "url", replaced("127.0.0.1", "stytch.invalid")),
		"no URL":                without(storedAlan, "url"),
		"no public token":       changed(storedAlan, "url", replaced("public_token=", "private_token=")),
		"another public token":  changed(storedAlan, "url", replaced("public-token-test-", "public-token-live-")),
		"no token in the URL":   changed(storedAlan, "url", replaced("oauth_attach_token=", "attach_token=")),
		"another one":           changed(storedAlan, "url", replaced("oauth_attach_token=", "oauth_attach_token=x")),
		"a parameter more":      changed(storedAlan, "url", func(was string) string { return was + "&code_challenge=x" }),
		"a parameter once more": changed(storedAlan, "url", func(was string) string { return was + "&public_token=x" }),
		"no query":              changed(storedAlan, "url", func(was string) string { return was + "&%" }),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			s, given := newIssued(t)
			if spoil != nil {
				spoil(given)
			}

			var printed strings.Builder

			told := &report{out: &printed}
			s.checkStore(told, given)

			if err := s.checkLogin(t.Context(), told, given); err != nil {
				t.Error(err)
			}

			if wrong := told.wrong > 0; wrong != (spoil != nil) {
				t.Errorf("%d of %d checks failed:\n%s", told.wrong, told.checked, &printed)
			}

			for _, one := range s.handouts.all() {
				if strings.Contains(printed.String(), one.value) {
					t.Errorf("it prints the whole %s:\n%s", one.name, &printed)
				}
			}
		})
	}
}

// changed changes a value that is stored.
func changed(id, name string, change func(string) string) func(map[string]fields) {
	return func(given map[string]fields) {
		was, _ := given[id][name].(string)
		given[id][name] = change(was)
	}
}

// replaced changes a part of a value.
func replaced(from, to string) func(string) string {
	return func(was string) string { return strings.Replace(was, from, to, 1) }
}

// without has a value be null.
func without(id, name string) func(map[string]fields) {
	return func(given map[string]fields) { delete(given[id], name) }
}

// TestLoginTwice has the attach token be spent before the demo opens the URL.
func TestLoginTwice(t *testing.T) {
	t.Parallel()

	s, given := newIssued(t)

	for _, wrong := range []int{0, 1} {
		told := &report{out: io.Discard}
		if err := s.checkLogin(t.Context(), told, given); err != nil || told.wrong != wrong {
			t.Errorf("%d checks failed, want %d: %v", told.wrong, wrong, err)
		}
	}
}
