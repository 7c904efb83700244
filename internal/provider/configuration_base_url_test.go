// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"strings"
	"testing"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/tftest"
)

func TestConfigurationBaseURL(t *testing.T) {
	t.Parallel()

	for name, test := range map[string]struct {
		value string
		// says is empty for what is accepted.
		says string
	}{
		"https":                    {"https://login.example.com", ""},
		"https with a port":        {"https://login.example.com:8443/", ""},
		"https with a path":        {"https://login.example.com/stytch", ""},
		"http on localhost":        {"http://localhost:8080", ""},
		"http on LOCALHOST":        {"http://LOCALHOST:8080", ""},
		"http on 127.0.0.1":        {"http://127.0.0.1:8080", ""},
		"http on another 127":      {"http://127.1.2.3", ""},
		"http on ::1":              {"http://[::1]:8080", ""},
		"empty":                    {"", ""},
		"http off loopback":        {"http://login.example.com", "must use https"},
		"http on a private host":   {"http://10.0.0.1", "must use https"},
		"http on a lookalike":      {"http://localhost.example.com", "must use https"},
		"http on another one":      {"http://127.0.0.1.example.com", "must use https"},
		"ftp":                      {"ftp://login.example.com", "must use https"},
		"no scheme":                {"login.example.com", "is not an absolute URL with a host"},
		"no scheme but slashes":    {"//login.example.com", "must use https"},
		"no host":                  {"https://", "is not an absolute URL with a host"},
		"no host but a port":       {"https://:443", "is not an absolute URL with a host"},
		"no host but a path":       {"https:///stytch", "is not an absolute URL with a host"},
		"opaque":                   {"https:login.example.com", "is not an absolute URL with a host"},
		"query":                    {"https://login.example.com?a=b", "must not have a query"},
		"empty query":              {"https://login.example.com?", "must not have a query"},
		"fragment":                 {"https://login.example.com#a", "must not have a fragment"},
		"empty fragment":           {"https://login.example.com#", "must not have a fragment"},
		"dots in the path":         {"https://login.example.com/a/../b", "must not have . or .. in its path"},
		"escaped dots":             {"https://login.example.com/%2e%2e/b", "must not have . or .. in its path"},
		"bad escape":               {"https://login.example.com/%zz", "is not a URL"},
		"line break":               {"https://login.example.com\n", "is not a URL"},
		"space":                    {"https://login.example.com/a b", "is not a URL"},
		"zero-width character":     {"https://login.exam\u200bple.com", "is not a URL"},
		"the word":                 {"test", "is not an absolute URL with a host"},
		"a project id":             {testProject, "is not an absolute URL with a host"},
		"https without colon":      {"https//login.example.com", "is not an absolute URL with a host"},
		"port that is no number":   {"https://login.example.com:https", "is not a URL"},
		"backslashes":              {`https:\\login.example.com`, "is not a"},
		"a bracket without a mate": {"https://[::1", "is not a URL"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			configuration := tftest.Object{"base_url": test.value}
			served := serve(t, nil)
			fromVariable := serve(t, map[string]string{"STYTCH_BASE_URL": test.value})

			if test.says == "" {
				served.ValidateProvider(configuration).RequireNone(t)
				served.Configure(configuration).RequireNone(t)
				fromVariable.Configure(nil).RequireNone(t)

				return
			}

			want := tftest.Fault{
				At: "base_url", Summary: "Invalid Provider Configuration", Says: []string{"`base_url`", test.says},
			}
			served.ValidateProvider(configuration).RequireError(t, want)
			served.Configure(configuration).RequireError(t, want)

			want.At, want.Says[0] = "", "STYTCH_BASE_URL"
			fromVariable.Configure(nil).RequireError(t, want)
		})
	}
}

// Terraform prints the line of configuration that a diagnostic is on. An address with a password in it must not get
// there, however broken it is.
func TestConfigurationBaseURLWithPassword(t *testing.T) {
	t.Parallel()

	const password = "correct-horse"

	for name, address := range map[string]string{
		"user and password":          "https://user:" + password + "@login.example.com",
		"password alone":             "https://:" + password + "@login.example.com",
		"user alone":                 "https://" + password + "@login.example.com",
		"on a loopback host":         "http://user:" + password + "@127.0.0.1:8080",
		"with a query":               "https://user:" + password + "@login.example.com?a=b",
		"with a fragment":            "https://user:" + password + "@login.example.com#a",
		"with a bad escape":          "https://user:" + password + "%zz@login.example.com",
		"with a space":               "https://user:" + password + " @login.example.com",
		"with a line break":          "https://user:" + password + "@login.example.com\n",
		"with a bad port":            "https://user:" + password + "@login.example.com:https",
		"without scheme":             "user:" + password + "@login.example.com",
		"without slashes":            "https:user:" + password + "@login.example.com",
		"without host":               "https://user:" + password + "@",
		"with another scheme":        "ftp://user:" + password + "@login.example.com",
		"with http off loopback":     "http://user:" + password + "@login.example.com",
		"with a number sign in it":   "https://user:#" + password + "@login.example.com",
		"with a question mark in it": "https://user:?" + password + "@login.example.com",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			configuration := tftest.Object{"base_url": address}
			want := tftest.Fault{
				Summary: "Invalid Provider Configuration", Says: []string{"`base_url`"}, Hides: []string{password},
			}

			served := serve(t, nil)
			served.ValidateProvider(configuration).RequireError(t, want)
			served.Configure(configuration).RequireError(t, want)

			want.Says = []string{"STYTCH_BASE_URL"}
			served = serve(t, map[string]string{"STYTCH_BASE_URL": address})
			served.Configure(nil).RequireError(t, want)
		})
	}

	diagnostics := serve(t, nil).ValidateProvider(tftest.Object{"base_url": "https://user:pass@login.example.com"})
	if !strings.Contains(diagnostics.String(), "must not hold a user name or a password") {
		t.Errorf("it does not say what is wrong:%s", diagnostics)
	}
}
