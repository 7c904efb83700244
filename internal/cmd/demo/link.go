// SPDX-License-Identifier: MPL-2.0

package main

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/stytchmock"
)

// openTimeout is for one request to the emulator.
const openTimeout = 10 * time.Second

// checkLogin checks Alan's login URL, and opens it as a browser would.
func (s *stage) checkLogin(ctx context.Context, told *report, given map[string]fields) error {
	link, _ := given[storedAlan]["url"].(string)
	token, _ := s.issued()[storedAlan]["oauth_attach_token"].(string)

	address, query, _ := strings.Cut(link, "?")
	parameters, err := url.ParseQuery(query)
	attached, public := parameters.Get("oauth_attach_token"), parameters.Get("public_token")

	told.step("Alan's login URL, opened once")
	told.say("The secret store was given")
	told.say("  %s", shortLink(address, query))

	wrong := same(address, s.fixture.BaseURL+"/v1/public/oauth/github/start")
	told.check(wrong, "It leads to Stytch, to a login with GitHub.")
	told.check(same(public, s.fixture.ConsumerPublicToken), "It contains the public token of the Consumer project.")
	told.check(errors.Join(holds(token != "", "there is none"), equal(attached, token)),
		"It contains the attach token that Stytch issued.")
	told.check(errors.Join(err, holds(len(parameters) == 2 && strings.Count(query, "&") == 1, "it contains more, or less")),
		"It contains nothing else.")

	if wrong == nil {
		return s.open(ctx, told, link, token)
	}

	return nil // It is not known where it leads.
}

// shortLink shows a URL whose parameters may be secrets, all but the public token.
func shortLink(address, query string) string {
	parameters := strings.Split(query, "&")

	for i, one := range parameters {
		if name, value, _ := strings.Cut(one, "="); name != "public_token" {
			parameters[i] = name + "=" + short(value)
		}
	}

	return address + "?" + strings.Join(parameters, "&")
}

// open opens the login URL.
func (s *stage) open(ctx context.Context, told *report, link, token string) error {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, link, nil)
	if err != nil {
		return err
	}

	// Without a proxy: the emulator is on this machine.
	browser := &http.Client{
		Transport: &http.Transport{DisableKeepAlives: true}, Timeout: openTimeout,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}

	answer, err := browser.Do(request)
	if err != nil {
		return err
	}

	defer func() { _ = answer.Body.Close() }()

	// Where there is no Location, the host is empty.
	var host string
	if to, err := answer.Location(); err == nil {
		host = to.Host
	}

	told.check(errors.Join(same(answer.StatusCode, http.StatusFound), same(host, "github.com")),
		"Stytch redirects the browser to GitHub.")
	told.check(holds(slices.ContainsFunc(s.mock.AttachTokens(), func(one stytchmock.AttachToken) bool {
		return one.Value == token && one.UserID == s.fixture.UserID && one.Used
	}), "it is not"), "The attach token, which is Alan's, is spent with that: the URL is single-use.")

	// It was not Terraform that requested this.
	s.mock.ResetRequests()

	return nil
}
