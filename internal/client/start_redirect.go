// SPDX-License-Identifier: MPL-2.0

package client

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"unicode/utf8"
)

// StartRedirect is where Stytch sends a browser that follows a start URL.
type StartRedirect struct {
	Envelope

	RedirectURL *string `json:"redirect_url"`
}

// redirectStatuses are those that lead a browser elsewhere. Stytch uses 302 and 307.
var redirectStatuses = []int{
	http.StatusMovedPermanently, http.StatusFound, http.StatusSeeOther,
	http.StatusTemporaryRedirect, http.StatusPermanentRedirect,
}

// StartRedirect requests a start URL, without credentials, and tells where it leads without going there. A redirect to
// Stytch's own error page fails with [KindNotConfigured], an answer that leads nowhere with [KindAnswer], and what
// Stytch refuses, such as a redirect URL that is not registered, with [KindAPI].
func (c *Client) StartRedirect(ctx context.Context, request StartRequest) (*StartRedirect, error) {
	redirect := &StartRedirect{}

	asked, err := c.startAddress(request)
	if err != nil {
		return nil, err
	}

	err = c.do(ctx, call{
		method:  http.MethodGet,
		route:   request.Flow.route,
		values:  []string{request.Provider},
		query:   request.query(),
		base:    c.startURL(request.PublicToken),
		repeat:  repeatRead,
		secrets: []string{request.OAuthAttachToken},
		result:  redirect,
		accepts: func(got answer) bool { return got.succeeded() || slices.Contains(redirectStatuses, got.status) },
		read:    func(got answer) error { return redirect.read(got, asked) },
	})
	if err != nil {
		return nil, err
	}

	return redirect, nil
}

// read takes the Location, else the JSON body's redirect_url, else the error that the body tells of. The body may be
// missing.
func (r *StartRedirect) read(got answer, asked *url.URL) error {
	status := int64(got.status)
	fromBody := &StartRedirect{}

	if err := json.Unmarshal(got.body, fromBody); err != nil {
		fromBody = &StartRedirect{}
	}

	r.Envelope, r.RedirectURL = fromBody.Envelope, fromBody.RedirectURL
	if r.StatusCode == nil || slices.Contains(redirectStatuses, got.status) {
		r.StatusCode = &status
	}

	if location := got.header.Get("Location"); location != "" {
		location = absolute(location, asked)
		r.RedirectURL = &location
	}

	if deref(r.RedirectURL) == "" {
		return got.sayWhyNot("the answer names no place to go to: it has neither a Location nor a redirect_url")
	}

	target, err := url.Parse(*r.RedirectURL)
	if err != nil || target.Scheme == "" || target.Host == "" || !utf8.ValidString(*r.RedirectURL) {
		return errors.New("the answer's redirect is not an absolute URL")
	}

	if isRedirectError(target) {
		return &Error{
			Kind:   KindNotConfigured,
			Reason: "Stytch sends the browser to its own error page, " + target.Host + target.Path,
		}
	}

	return nil
}

// absolute is a Location, which may be relative to what was asked (RFC 9110 section 10.2.2).
func absolute(location string, asked *url.URL) string {
	target, err := url.Parse(location)
	if err != nil || target.IsAbs() {
		return location
	}

	return asked.ResolveReference(target).String()
}

// isRedirectError tells the page that Stytch sends a browser to when it cannot begin the login.
func isRedirectError(target *url.URL) bool {
	host := strings.TrimPrefix(strings.ToLower(target.Hostname()), "www.")

	return host == "stytch.com" && strings.HasPrefix(target.Path, "/redirect-error")
}
