// SPDX-License-Identifier: MPL-2.0

package client

import (
	"errors"
	"net/http"
	"net/url"
	"testing"
)

// FuzzCallbackURI reads what a callback URI says: it says what a parser of URLs says, or it is refused.
func FuzzCallbackURI(f *testing.F) {
	for _, uri := range []string{
		"https://app.example.com/cb?code=one&state=s", "https://a/?error=access_denied&error_description=The+user%20said+no.",
		"com.example.app:/cb?code=x", "https://a/#code=x", "/cb", "", ":", "https://a/?code=%zz", "https://a/?a;b&code=c",
		"mailto:a@example.com?code=x", "https://a/?code=&code=x", "https://a/\x00",
	} {
		f.Add(uri)
	}

	f.Fuzz(func(t *testing.T, uri string) {
		authorization := &Authorization{CallbackURI: &uri}

		if err := authorization.readCallback(); err != nil {
			checkShown(t, err.Error())

			return
		}

		parsed, err := url.Parse(uri)
		if err != nil || parsed.Scheme == "" {
			t.Fatalf("%q was read: %v", uri, err)
		}

		query, err := url.ParseQuery(parsed.RawQuery)
		if err != nil {
			// Another parameter is in no form that this parser knows.
			return
		}

		for name, got := range map[string]*string{
			"code": authorization.AuthorizationCode, "error": authorization.OAuthError,
			"error_description": authorization.OAuthErrorDescription,
		} {
			if want := query.Get(name); deref(got) != want || (got == nil) != (want == "") {
				t.Errorf("%s of %q is %v, want %q", name, uri, got, want)
			}
		}
	})
}

// FuzzDecode reads answers: all that is promised is there afterwards, or an error says what is wrong without
// repeating any of it.
func FuzzDecode(f *testing.F) {
	for _, body := range []string{
		`{"request_id":"r","status_code":200,"provider_type":"Slack","registrations":[{"provider_subject":"U1",
			"access_token":"a","scopes":["s"],"bot_access_token":"b","bot_scopes":[]}]}`,
		`{"request_id":"r","status_code":200,"provider_type":"Google","provider_subject":"s","id_token":"i",
			"scopes":[],"access_token_expires_in":1e3}`,
		`{"request_id":"r","REQUEST_ID":null,"status_code":"\u001b[31m"}`, `{"registrations":[null,{}]}`, `null`, `[]`,
		``, `{`, `{"scopes":{"a":"b"}}`, `<html>`, "\xff", `{"client":{"client_id":5},"scope_results":[{}]}`,
	} {
		f.Add([]byte(body))
	}

	f.Fuzz(func(t *testing.T, body []byte) {
		got := answer{status: http.StatusOK, header: http.Header{}, body: body}

		for _, provider := range MemberIdentityProviders() {
			tokens := &MemberTokens{}
			if checkDecoded(t, got.decode(tokens, provider.required())) {
				continue
			}

			all := []Token{tokens.Token}
			if provider.Registrations {
				all = tokens.Registrations
			}

			for _, token := range all {
				if token.ProviderSubject == nil || token.Scopes == nil {
					t.Errorf("%s: %q became %+v", provider.Name, body, *tokens)
				}
			}
		}

		preflight := &Preflight{}
		if !checkDecoded(t, got.decode(preflight, []string{
			"request_id", "client.client_id", "scope_results", "scope_results[].is_grantable",
		})) {
			for _, result := range preflight.ScopeResults {
				if result.IsGrantable == nil || preflight.Client.ClientID == nil || preflight.RequestID == nil {
					t.Errorf("%q became %+v", body, *preflight)
				}
			}
		}
	})
}

// checkDecoded tells whether decoding failed, in words that can be shown.
func checkDecoded(t *testing.T, err error) bool {
	t.Helper()

	if err == nil {
		return false
	}

	if !errors.Is(err, errMissing) && !errors.Is(err, errWrongType) && !errors.Is(err, errNotJSON) &&
		!errors.Is(err, errCutShort) {
		t.Errorf("an error of no known sort: %v", err)
	}

	return true
}

// FuzzStartRedirect reads where a start URL leads: to an absolute URL, or nowhere.
func FuzzStartRedirect(f *testing.F) {
	f.Add(302, "https://accounts.google.com/o?state=s", []byte(``))
	f.Add(200, "", []byte(`{"request_id":"r","status_code":302,"redirect_url":"https://accounts.google.com/o"}`))
	f.Add(307, "https://stytch.com/redirect-error\x1b[31m", []byte(`{"request_id":"\u001b[31m"}`))
	f.Add(302, "//accounts.google.com", []byte(`{"redirect_url":5}`))
	f.Add(302, ":", []byte(`null`))
	f.Add(302, "/login", []byte(`{"error_type":"a"}`))

	f.Fuzz(func(t *testing.T, status int, location string, body []byte) {
		redirect := &StartRedirect{}

		err := redirect.read(answer{status: status, header: http.Header{"Location": {location}}, body: body},
			&url.URL{Scheme: "https", Host: "test.stytch.com", Path: "/start"})
		if err != nil {
			return
		}

		absolute := false
		if given, err := url.Parse(location); err == nil {
			absolute = given.IsAbs()
		}

		if redirect.RedirectURL == nil || redirect.StatusCode == nil || absolute && *redirect.RedirectURL != location {
			t.Fatalf("%q, %q became %+v", location, body, *redirect)
		}

		if target, err := url.Parse(*redirect.RedirectURL); err != nil || target.Scheme == "" || target.Host == "" {
			t.Errorf("%q is no place to go to", *redirect.RedirectURL)
		}
	})
}
