// SPDX-License-Identifier: MPL-2.0

package client_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/client"
)

func TestParseBaseURL(t *testing.T) {
	t.Parallel()

	const (
		noURL     = "is not a URL"
		noHost    = "is not an absolute URL with a host, such as https://login.example.com"
		plain     = "must use https: plain http is accepted on a loopback host only"
		otherwise = "must use https"
		dots      = "must not have . or .. in its path"
	)

	for address, want := range map[string]string{
		"https://login.example.com":              "",
		"https://login.example.com/":             "",
		"https://login.example.com:8443/a/b":     "",
		"HTTPS://LOGIN.EXAMPLE.COM":              "",
		"https://rustic-1.customers.stytch.dev":  "",
		"https://login.example.com/a%2Fb":        "",
		"https://192.0.2.1":                      "",
		"https://[2001:db8::1]:443":              "",
		"http://localhost":                       "",
		"http://LocalHost:4010":                  "",
		"http://127.0.0.1:4010/prefix":           "",
		"http://127.3.2.1":                       "",
		"http://[::1]:4010":                      "",
		"http://[::ffff:127.0.0.1]":              "",
		"":                                       noHost,
		"login.example.com":                      noHost,
		"/v1":                                    noHost,
		"//login.example.com":                    otherwise,
		"https:":                                 noHost,
		"https:///v1":                            noHost,
		"https://:443":                           noHost,
		"https:login.example.com":                noHost,
		"mailto:a@example.com":                   noHost,
		"login.example.com:443":                  noHost,
		"ftp://login.example.com":                otherwise,
		"ws://localhost":                         otherwise,
		"http://login.example.com":               plain,
		"http://localhost.example.com":           plain,
		"http://127.0.0.1.example.com":           plain,
		"http://localhost.":                      plain,
		"http://0.0.0.0":                         plain,
		"http://192.168.0.1":                     plain,
		"http://[::]":                            plain,
		"http://[fe80::1]":                       plain,
		"https://user:pass@login.example.com":    "must not hold a user name or a password",
		"https://user@login.example.com":         "must not hold a user name or a password",
		"https://user:/password@example.com":     "must not hold a user name or a password",
		"https://@login.example.com":             "must not hold a user name or a password",
		"http://secret@localhost":                "must not hold a user name or a password",
		"https://login.example.com?":             "must not have a query",
		"https://login.example.com/?a=b":         "must not have a query",
		"https://login.example.com#":             "must not have a fragment",
		"https://login.example.com/#top":         "must not have a fragment",
		"https://login.example.com/..":           dots,
		"https://login.example.com/a/../b":       dots,
		"https://login.example.com/./a":          dots,
		"https://login.example.com/%2e%2E/a":     dots,
		"https://login.example.com/.%2e":         dots,
		" https://login.example.com":             noURL,
		"https://login.example.com ":             noURL,
		"https://login.example.com\n":            noURL,
		"https://login.example.com/\u200b":       noURL,
		"https://login\u202e.example.com":        noURL,
		"https://login.example.com/%zz":          noURL,
		"https://login example.com":              noURL,
		"https://login.example.com:port":         noURL,
		"https://[::1":                           noURL,
		"https://user:pa ss@login.example.com":   noURL,
		"https://login.example.com/\xff":         noURL,
		"http://login.example.com@127.0.0.1":     "must not hold a user name or a password",
		"http://127.0.0.1#@login.example.com":    "must not have a fragment",
		"http://127.0.0.1\\@login.example.com":   noURL,
		"https://login.example.com/\x1b[31mred":  noURL,
		"https://login.example.com/a/.../b..c/.": dots,
	} {
		got, err := client.ParseBaseURL(address)

		switch {
		case want == "" && (err != nil || got == nil || !strings.EqualFold(got.String(), address)):
			t.Errorf("%q: %v, %v, want it accepted as it is", address, got, err)
		case want != "" && (err == nil || !strings.HasPrefix(err.Error(), want)):
			t.Errorf("%q: %v, %v, want the error %q", address, got, err, want)
		case strings.Contains(address, "@") && strings.Contains(err.Error(), address):
			t.Errorf("%q: the error repeats it: %v", address, err)
		}
	}

	if _, err := client.ParseBaseURL("https://a:b@c"); !errors.Is(err, client.ErrBaseURLUserinfo) {
		t.Errorf("got %v, want ErrBaseURLUserinfo", err)
	}
}
