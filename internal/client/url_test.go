// SPDX-License-Identifier: MPL-2.0

package client

import (
	"context"
	"errors"
	"net"
	"strings"
	"testing"
)

func TestEnvironmentOf(t *testing.T) {
	t.Parallel()

	for identifier, want := range map[string]Environment{
		"project-test-1":        EnvironmentTest,
		"project-live-1":        EnvironmentLive,
		"public-token-test-1":   EnvironmentTest,
		"public-token-live-1":   EnvironmentLive,
		"project-test-":         EnvironmentTest,
		"":                      EnvironmentUnknown,
		"project-live":          EnvironmentUnknown,
		"project-livestock-1":   EnvironmentUnknown,
		"Project-Live-1":        EnvironmentUnknown,
		"x-project-live-1":      EnvironmentUnknown,
		"secret-live-1":         EnvironmentUnknown,
		"project-x-live-1":      EnvironmentUnknown,
		"public-token-project-": EnvironmentUnknown,
	} {
		if got := EnvironmentOf(identifier); got != want {
			t.Errorf("%q: %q, want %q", identifier, got, want)
		}
	}
}

// The host that is called, and the one of a start URL.
func TestHosts(t *testing.T) {
	t.Parallel()

	base, err := ParseBaseURL("https://login.example.com:8443/stytch")
	if err != nil {
		t.Fatal(err)
	}

	const test, live = "test.stytch.com", "api.stytch.com"

	for name, test := range map[string]struct {
		config Config
		// token is the public token of the start URL.
		token, api, dialed, start string
	}{
		"test project": {Config{ProjectID: "project-test-1"}, "public-token-test-1", test, test + ":443", test},
		"live project": {Config{ProjectID: "project-live-1"}, "public-token-live-1", live, live + ":443", live},
		"live token in a test project": {
			Config{ProjectID: "project-test-1"}, "public-token-live-1", test, test + ":443", live,
		},
		"test token in a live project": {
			Config{ProjectID: "project-live-1"}, "public-token-test-1", live, live + ":443", test,
		},
		"unknown token in a live project": {
			Config{ProjectID: "project-live-1"}, "public-token-1", live, live + ":443", live,
		},
		"no project": {Config{PublicToken: "public-token-live-1"}, "", live, live + ":443", live},
		"nothing":    {Config{}, "", test, test + ":443", test},
		"unknown project": {
			Config{ProjectID: "project-1", PublicToken: "public-token-live-1"}, "", test, test + ":443", test,
		},
		"base URL": {
			Config{ProjectID: "project-live-1", BaseURL: base},
			"public-token-test-1",
			"login.example.com:8443", "login.example.com:8443", "login.example.com:8443/stytch",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			var dialed string

			c := New(test.config)
			setDial(t, c, func(_ context.Context, _, address string) (net.Conn, error) {
				dialed = address

				return nil, errors.New("no network in this test")
			})

			failure := requireError(t, readTokens(t.Context(), c), KindTransport)
			if failure.Host != test.api || dialed != test.dialed {
				t.Errorf("called %s, and reported %s, want %s and %s", dialed, failure.Host, test.dialed, test.api)
			}

			address, err := c.StartURL(StartRequest{Flow: FlowUser, Provider: "google", PublicToken: test.token})
			if err != nil || !strings.HasPrefix(address, "https://"+test.start+"/v1/public/oauth/google/start") {
				t.Errorf("start URL %s, %v, want it on %s", address, err, test.start)
			}
		})
	}
}

func TestParseBaseURL(t *testing.T) {
	t.Parallel()

	const (
		noURL    = "is not a URL"
		noHost   = "is not an absolute URL with a host, such as https://login.example.com"
		plain    = "must use https: plain http is accepted on a loopback host only"
		noScheme = "must use https"
		userinfo = "must not hold a user name or a password"
		query    = "must not have a query"
		fragment = "must not have a fragment"
		dots     = "must not have . or .. in its path"
	)

	for address, want := range map[string]string{
		"https://login.example.com":            "",
		"https://login.example.com:8443/a/b":   "",
		"HTTPS://LOGIN.EXAMPLE.COM":            "",
		"https://login.example.com/a%2Fb":      "",
		"https://192.0.2.1":                    "",
		"http://localhost":                     "",
		"http://LocalHost:4010":                "",
		"http://127.0.0.1:4010/prefix":         "",
		"http://[::1]:4010":                    "",
		"http://[::ffff:127.0.0.1]":            "",
		"":                                     noHost,
		"login.example.com":                    noHost,
		"/v1":                                  noHost,
		"https:":                               noHost,
		"https:login.example.com":              noHost,
		"login.example.com:443":                noHost,
		"//login.example.com":                  noScheme,
		"ftp://login.example.com":              noScheme,
		"http://login.example.com":             plain,
		"http://localhost.example.com":         plain,
		"http://127.0.0.1.example.com":         plain,
		"http://0.0.0.0":                       plain,
		"http://192.168.0.1":                   plain,
		"https://user:pass@login.example.com":  userinfo,
		"https://user:/password@example.com":   userinfo,
		"http://login.example.com@127.0.0.1":   userinfo,
		"https://login.example.com?":           query,
		"https://login.example.com#":           fragment,
		"http://127.0.0.1#@login.example.com":  fragment,
		"https://login.example.com/..":         dots,
		"https://login.example.com/a/../b":     dots,
		"https://login.example.com/%2e%2E/a":   dots,
		" https://login.example.com":           noURL,
		"https://login.example.com\n":          noURL,
		"https://login.example.com/\u200b":     noURL,
		"https://login\u202e.example.com":      noURL,
		"https://login.example.com/%zz":        noURL,
		"https://login example.com":            noURL,
		"https://login.example.com/\xff":       noURL,
		"http://127.0.0.1\\@login.example.com": noURL,
	} {
		got, err := ParseBaseURL(address)

		switch {
		case want == "" && (err != nil || !strings.EqualFold(got.String(), address)):
			t.Errorf("%q: %v, %v, want it accepted as it is", address, got, err)
		case want != "" && (err == nil || !strings.HasPrefix(err.Error(), want)):
			t.Errorf("%q: %v, %v, want the error %q", address, got, err, want)
		case strings.Contains(address, "@") && strings.Contains(err.Error(), address):
			t.Errorf("%q: the error repeats it: %v", address, err)
		}
	}
}

func TestJoinURL(t *testing.T) {
	t.Parallel()

	const (
		base  = "https://test.stytch.com"
		route = "/v1/{first}/fixed/{second}"
	)

	for _, test := range []struct {
		base   string
		values []string
		query  string
		want   string
		err    string
	}{
		{base: base, values: []string{"a", "b"}, want: base + "/v1/a/fixed/b"},
		{base: base + "/", values: []string{"a", "b"}, query: "x=1", want: base + "/v1/a/fixed/b?x=1"},
		{
			base: "https://login.example.com/a%2Fb/", values: []string{"c/d", "e"},
			want: "https://login.example.com/a%2Fb/v1/c%2Fd/fixed/e",
		},
		{base: "http://[::1]:8080/a b", values: []string{"c", "d"}, want: "http://[::1]:8080/a%20b/v1/c/fixed/d"},
		{
			base: base, values: []string{"okta|ada.lovelace", "crm~1_2-3"},
			want: base + "/v1/okta%7Cada.lovelace/fixed/crm~1_2-3",
		},
		{base: base, values: []string{"a/../b", "/"}, want: base + "/v1/a%2F..%2Fb/fixed/%2F"},
		{base: base, values: []string{"zoë", "日本"}, want: base + "/v1/zo%C3%AB/fixed/%E6%97%A5%E6%9C%AC"},
		{base: base, values: []string{"a?b#c", "a&b=c;d"}, want: base + "/v1/a%3Fb%23c/fixed/a&b=c%3Bd"},
		{base: base, values: []string{"%2F", "%"}, want: base + "/v1/%252F/fixed/%25"},
		{base: base, values: []string{"{second}", "..."}, want: base + "/v1/%7Bsecond%7D/fixed/..."},
		{base: base, values: []string{"", "b"}, err: "first must not be empty"},
		{base: base, values: []string{"a", ".."}, err: "second must not be . or .., which a web server takes for a step"},
		{base: base, values: []string{"a"}, err: "no value for {second}"},
		{base: base, values: []string{"a", "b", "c"}, err: "3 values for 2 parameters"},
	} {
		parsed := mustParse(test.base)
		before := *parsed

		got, err := joinURL(parsed, route, test.values, test.query)

		switch {
		case test.err != "" && (err == nil || !strings.HasPrefix(err.Error(), test.err)):
			t.Errorf("%q: %v, want the error %q", test.values, err, test.err)
		case test.err == "" && (err != nil || got.String() != test.want):
			t.Errorf("%q: %v, %v, want %s", test.values, got, err, test.want)
		case *parsed != before:
			t.Errorf("%q: the base URL became %s", test.values, parsed)
		}
	}
}

// A value that cannot be part of a path is refused before anything is sent, and not repeated.
func TestCheckPathSegment(t *testing.T) {
	t.Parallel()

	for _, value := range []string{
		"organization-test-1", "acme~inc.", "okta|ada.lovelace", "a/../b", "日本", "...", "a@b:c", "%2e",
	} {
		if err := CheckPathSegment(value); err != nil {
			t.Errorf("%q: %v", value, err)
		}
	}

	for name, value := range map[string]string{
		"empty": "", "dot": ".", "two dots": "..", "space": "an id", "newline": "an-id\n", "NUL": "a\x00b",
		"escape": "a\x1bb", "C1 control": "a\u0085b", "no-break space": "a\u00a0b", "zero width space": "a\u200bb",
		"byte order mark": "\ufeffa", "right to left": "a\u202eb", "soft hyphen": "a\u00adb", "not UTF-8": "a\xffb",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			inBubble(t, respond(200, googleTokens), func(t *testing.T, e *testEnv) {
				for field, request := range map[string]MemberTokensRequest{
					"organization_id": {OrganizationID: value, MemberID: "m"},
					"member_id":       {OrganizationID: "o", MemberID: value},
				} {
					_, err := e.client.MemberTokens(t.Context(), MemberIdentityProviders()[0], request)

					failure := requireError(t, err, KindInvalid)
					if !strings.HasPrefix(failure.Reason, field+" must not ") || failure.Attempts != 0 {
						t.Errorf("%+v, want an error about %s", *failure, field)
					}

					if len(value) > 2 && strings.Contains(failure.Error(), value) {
						t.Errorf("%q repeats the value", failure.Error())
					}
				}

				start := StartRequest{Flow: FlowDiscovery, Provider: value}

				_, err := e.client.StartURL(start)
				_ = requireError(t, err, KindInvalid)

				_, err = e.client.StartRedirect(t.Context(), start)
				_ = requireError(t, err, KindInvalid)

				if e.dialed() > 0 {
					t.Error("something was sent")
				}
			})
		})
	}
}
