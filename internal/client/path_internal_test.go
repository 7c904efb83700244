// SPDX-License-Identifier: MPL-2.0

package client

import (
	"net/url"
	"testing"
)

func TestExpand(t *testing.T) {
	t.Parallel()

	const route = "/v1/{first}/fixed/{second}"

	for name, test := range map[string]struct {
		values []string
		want   string
		fails  string
	}{
		"plain":           {values: []string{"a", "b"}, want: "/v1/a/fixed/b"},
		"external ids":    {values: []string{"okta|ada.lovelace", "crm~1_2-3"}, want: "/v1/okta%7Cada.lovelace/fixed/crm~1_2-3"},
		"slashes":         {values: []string{"a/../b", "/"}, want: "/v1/a%2F..%2Fb/fixed/%2F"},
		"unicode":         {values: []string{"zoë", "日本"}, want: "/v1/zo%C3%AB/fixed/%E6%97%A5%E6%9C%AC"},
		"reserved":        {values: []string{"a?b#c", "a&b=c;d"}, want: "/v1/a%3Fb%23c/fixed/a&b=c%3Bd"},
		"percent":         {values: []string{"%2F", "%"}, want: "/v1/%252F/fixed/%25"},
		"braces":          {values: []string{"{second}", "{}"}, want: "/v1/%7Bsecond%7D/fixed/%7B%7D"},
		"three dots":      {values: []string{"...", ".a"}, want: "/v1/.../fixed/.a"},
		"backslash":       {values: []string{`a\b`, `"`}, want: "/v1/a%5Cb/fixed/%22"},
		"empty":           {values: []string{"", "b"}, fails: "first must not be empty"},
		"second is empty": {values: []string{"a", ""}, fails: "second must not be empty"},
		"too few":         {values: []string{"a"}, fails: "no value for {second}"},
		"too many":        {values: []string{"a", "b", "c"}, fails: "3 values for 2 places"},
	} {
		got, err := expand(route, test.values...)

		switch {
		case test.fails != "" && (err == nil || err.Error() != test.fails):
			t.Errorf("%s: error %v, want %s", name, err, test.fails)
		case test.fails == "" && (err != nil || got != test.want):
			t.Errorf("%s: %q, %v, want %q", name, got, err, test.want)
		}
	}
}

func TestAt(t *testing.T) {
	t.Parallel()

	for _, test := range []struct{ base, path, query, want string }{
		{"https://test.stytch.com", "/v1/a", "", "https://test.stytch.com/v1/a"},
		{"https://test.stytch.com/", "/v1/a", "x=1", "https://test.stytch.com/v1/a?x=1"},
		{"https://login.example.com/stytch", "/v1/a", "", "https://login.example.com/stytch/v1/a"},
		{"https://login.example.com/stytch/", "/v1/a", "", "https://login.example.com/stytch/v1/a"},
		{"https://login.example.com/a%2Fb", "/v1/c%2Fd", "", "https://login.example.com/a%2Fb/v1/c%2Fd"},
		{"https://login.example.com/a b", "/v1/%7C", "", "https://login.example.com/a%20b/v1/%7C"},
		{"http://[::1]:8080", "/v1/a", "", "http://[::1]:8080/v1/a"},
	} {
		base, err := url.Parse(test.base)
		if err != nil {
			t.Fatal(err)
		}

		before := *base

		got, err := at(base, test.path, test.query)
		if err != nil || got.String() != test.want {
			t.Errorf("%s: %q, %v, want %q", test.base, got, err, test.want)
		}

		if *base != before {
			t.Errorf("%s: the base became %s", test.base, base)
		}
	}
}
