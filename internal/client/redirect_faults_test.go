// SPDX-License-Identifier: MPL-2.0

package client_test

import (
	"net/http"
	"testing"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/client"
)

func TestStartRedirectThatLeadsNowhere(t *testing.T) {
	t.Parallel()

	const (
		nowhere  = "the answer names no place to go to: it has neither a Location nor a redirect_url"
		relative = "the answer's redirect is not an absolute URL"
	)

	for name, test := range map[string]struct {
		answer http.Handler
		want   string
	}{
		"no Location":          {reply(302, ``), nowhere},
		"empty Location":       {redirect(302, "", ""), nowhere},
		"no redirect_url":      {reply(200, `{"request_id":"r","status_code":302}`), nowhere},
		"null":                 {reply(200, `{"redirect_url":null}`), nowhere},
		"number":               {reply(200, `{"redirect_url":5}`), nowhere},
		"null document":        {reply(200, `null`), nowhere},
		"list":                 {reply(200, `[]`), nowhere},
		"page":                 {reply(200, `<html>`), nowhere},
		"empty redirect_url":   {reply(200, `{"redirect_url":""}`), nowhere},
		"no host":              {redirect(302, "javascript:alert(1)", ""), relative},
		"garbage":              {redirect(302, "http://[::1", ""), relative},
		"bad escape":           {redirect(302, "https://accounts.google.com/%zz", ""), relative},
		"control character":    {reply(200, `{"redirect_url":"https://accounts.google.com/\u007f"}`), relative},
		"garbage, and a body":  {redirect(302, ":", `{"redirect_url":"`+google+`"}`), relative},
		"garbage in the body":  {reply(302, `{"redirect_url":"::"}`), relative},
		"relative in the body": {reply(200, `{"redirect_url":"/login"}`), relative},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			c, record := serve(t, test.answer, retries(3))

			_, err := c.StartRedirect(t.Context(), startGoogle())

			if got := failure(t, err, client.KindAnswer); got.Reason != test.want {
				t.Errorf("got %+v, want the reason %q", *got, test.want)
			}

			record.only(t)
		})
	}
}

// An error's body tells more than the lack of a place to go to.
func TestStartRedirectThatTellsWhyNot(t *testing.T) {
	t.Parallel()

	const body = `{"status_code":400,"request_id":"r","error_type":"no_match_for_provided_oauth_url",
		"error_message":"No match.","error_url":"https://stytch.com/docs"}`

	for _, status := range []int{200, 302, 307, 400} {
		c, record := serve(t, reply(status, body), retries(3))

		_, err := c.StartRedirect(t.Context(), startGoogle())

		got := failure(t, err, client.KindAPI)
		if got.StatusCode != status || got.Type != "no_match_for_provided_oauth_url" || got.Message != "No match." ||
			got.URL != "https://stytch.com/docs" || got.RequestID != "r" || got.Reason != "" {
			t.Errorf("%d: %+v", status, *got)
		}

		record.only(t)
	}
}

func TestStartRedirectToStytchsErrorPage(t *testing.T) {
	t.Parallel()

	for location, fails := range map[string]bool{
		"https://stytch.com/redirect-error":               true,
		"https://stytch.com/redirect-error?error=a&b=c":   true,
		"https://www.stytch.com/redirect-error/":          true,
		"https://WWW.Stytch.COM/redirect-error":           true,
		"https://stytch.com:443/redirect-error":           true,
		"https://stytch.com/docs":                         false,
		"https://stytch.com.example.com/redirect-error":   false,
		"https://example.com/redirect-error":              false,
		"https://app.example.com/?x=stytch.com/redirect-": false,
	} {
		for name, answer := range map[string]http.Handler{
			"Location": redirect(302, location, `{"request_id":"request-id-test-1"}`),
			"body":     reply(200, `{"request_id":"request-id-test-1","redirect_url":"`+location+`"}`),
		} {
			c, record := serve(t, answer, retries(3))

			_, err := c.StartRedirect(t.Context(), startGoogle())
			if !fails {
				if err != nil {
					t.Errorf("%s in the %s: %v", location, name, err)
				}

				continue
			}

			if got := failure(t, err, client.KindNotConfigured); got.RequestID != "request-id-test-1" || got.MaybeDone {
				t.Errorf("%s in the %s: %+v", location, name, *got)
			}

			record.only(t)
		}
	}
}

func TestStytchsErrorPageIsCleaned(t *testing.T) {
	t.Parallel()

	c, _ := serve(t, redirect(302, "https://stytch.com/redirect-error/%1b%5b31m%0athe-attach-token/%e2%80%ae",
		`{"request_id":"r\u001b[31m the-attach-token"}`))

	_, err := c.StartRedirect(t.Context(), startGoogle())

	got := failure(t, err, client.KindNotConfigured)
	fitToBeShown(t, got, "the-attach-token")
}

func TestStartThatStytchRefuses(t *testing.T) {
	t.Parallel()

	c, record := serve(t, stytchError(400, "no_match_for_provided_oauth_url"), retries(3))

	_, err := c.StartRedirect(t.Context(), startGoogle())

	got := failure(t, err, client.KindAPI)
	if got.StatusCode != http.StatusBadRequest || got.Type != "no_match_for_provided_oauth_url" || got.Message != "The message." ||
		got.Route != "/v1/public/oauth/{provider}/start" {
		t.Errorf("got %+v", *got)
	}

	record.only(t)
}

func TestRedirectOfACallNamesTheHostAlone(t *testing.T) {
	t.Parallel()

	for location, want := range map[string]string{
		"https://sso.example.com/login?token=x":       "redirected to sso.example.com, which was not followed",
		"https://user:pass@sso.example.com:8443/":     "redirected to sso.example.com, which was not followed",
		"//sso.example.com/login":                     "redirected to sso.example.com, which was not followed",
		"/login?secret=x":                             "redirected to another path of the same host, which was not followed",
		"":                                            "redirected to nowhere, which was not followed",
		"http://[::1":                                 "redirected to nowhere, which was not followed",
		"https://sso.example.com/%zz?secret=x":        "redirected to nowhere, which was not followed",
		"https://secret-test-12345.example.com/":      "redirected to (redacted).example.com, which was not followed",
		"https://\u202e" + "example.com/":             "redirected to example.com, which was not followed",
		"mailto:a@example.com?secret=x":               "redirected to nowhere, which was not followed",
		"https://sso.example.com/#" + projectID + "a": "redirected to sso.example.com, which was not followed",
	} {
		c, record := serve(t, redirect(307, location, ""), retries(3))

		got := failure(t, readTokens(t.Context(), c), client.KindRedirected)
		if got.Reason != want || got.StatusCode != http.StatusTemporaryRedirect {
			t.Errorf("%q: got %+v, want the reason %q", location, *got, want)
		}

		record.only(t)
	}
}
