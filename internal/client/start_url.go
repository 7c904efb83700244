// SPDX-License-Identifier: MPL-2.0

package client

import (
	"context"
	"encoding/json"
	"errors"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"unicode/utf8"
)

// StartFlow is one of the three ways in which a browser begins a login with an identity provider.
type StartFlow struct {
	route string
	// challenge is the name of the PKCE code challenge, which differs between Stytch's two products.
	challenge string
}

// The flows (https://stytch.com/docs/b2b/api/oauth-google-start, …/oauth-google-discovery-start and
// https://stytch.com/docs/api/oauth-google-start).
var (
	// FlowMember logs a Member in to a known Organization of a B2B project.
	FlowMember = StartFlow{route: "/v1/b2b/public/oauth/{provider}/start", challenge: "pkce_code_challenge"}
	// FlowDiscovery logs in to a B2B project before the Organization is known.
	FlowDiscovery = StartFlow{
		route: "/v1/b2b/public/oauth/{provider}/discovery/start", challenge: "pkce_code_challenge",
	}
	// FlowUser logs a User of a Consumer project in.
	FlowUser = StartFlow{route: "/v1/public/oauth/{provider}/start", challenge: "code_challenge"}
)

// UserIdentityProviders returns the identity providers that have a start URL in Consumer projects
// (https://stytch.com/docs/api/oauth-google-start and its neighbours). Stytch adds some from time to time.
func UserIdentityProviders() []string {
	return []string{
		"amazon", "apple", "bitbucket", "coinbase", "discord", "facebook", "figma", "github", "gitlab", "google",
		"linkedin", "microsoft", "salesforce", "slack", "snapchat", "tiktok", "twitch", "twitter", "yahoo",
	}
}

// StartRequest holds the parameters of a start URL. A parameter that is empty is left out.
type StartRequest struct {
	Flow        StartFlow
	Provider    string
	PublicToken string

	OrganizationID   string
	OrganizationSlug string

	LoginRedirectURL     string
	SignupRedirectURL    string
	DiscoveryRedirectURL string

	CustomScopes []string
	// ProviderParams are forwarded to the identity provider. Their names have no prefix `provider_`.
	ProviderParams map[string]string

	CodeChallenge    string
	OAuthAttachToken string
}

// StartURL returns a start URL, with its parameters always in the same order. Nothing is sent. A name of an identity
// provider that cannot be part of a path is a [KindInvalid] error.
func (c *Client) StartURL(request StartRequest) (string, error) {
	address, err := c.startAddress(request)
	if err != nil {
		return "", err
	}

	return address.String(), nil
}

// startAddress returns the start URL as a URL.
func (c *Client) startAddress(request StartRequest) (*url.URL, error) {
	base := c.startBaseURL(request.PublicToken)

	address, err := joinURL(base, request.Flow.route, []string{request.Provider}, request.query())
	if err != nil {
		return nil, &Error{Kind: KindInvalid, Method: http.MethodGet, Route: request.Flow.route, Reason: err.Error()}
	}

	return address, nil
}

// query returns the encoded parameters.
func (r StartRequest) query() string {
	var query orderedQuery

	query.add("public_token", r.PublicToken)
	query.add("organization_id", r.OrganizationID)
	// Stytch's reference page calls the slug organization_slug, its own SDKs send slug. So both are sent.
	query.add("organization_slug", r.OrganizationSlug)
	query.add("slug", r.OrganizationSlug)
	query.add("discovery_redirect_url", r.DiscoveryRedirectURL)
	query.add("login_redirect_url", r.LoginRedirectURL)
	query.add("signup_redirect_url", r.SignupRedirectURL)
	query.add("custom_scopes", strings.Join(r.CustomScopes, " "))

	for _, name := range slices.Sorted(maps.Keys(r.ProviderParams)) {
		query.add("provider_"+name, r.ProviderParams[name])
	}

	query.add(r.Flow.challenge, r.CodeChallenge)
	query.add("oauth_attach_token", r.OAuthAttachToken)

	return query.String()
}

// orderedQuery builds a query string whose parameters stay in the order in which they were added.
type orderedQuery struct {
	strings.Builder
}

// add appends a parameter, unless its value is empty.
func (q *orderedQuery) add(name, value string) {
	if value == "" {
		return
	}

	if q.Len() > 0 {
		q.WriteByte('&')
	}

	q.WriteString(percentEncode(name) + "=" + percentEncode(value))
}

// percentEncode encodes all but the unreserved characters of RFC 3986 section 2.3. A space becomes %20, since not every
// server understands the + of HTML forms.
func percentEncode(text string) string {
	return strings.ReplaceAll(url.QueryEscape(text), "+", "%20")
}

// StartRedirect is the response of [Client.StartRedirect]: where Stytch would redirect a browser.
type StartRedirect struct {
	Envelope

	RedirectURL *string `json:"redirect_url"`
}

// redirectStatuses are the statuses with which a server redirects a browser. Stytch uses 302 and 307.
var redirectStatuses = []int{
	http.StatusMovedPermanently, http.StatusFound, http.StatusSeeOther,
	http.StatusTemporaryRedirect, http.StatusPermanentRedirect,
}

// StartRedirect requests a start URL, without credentials, and returns where it redirects to without following. A
// redirect to Stytch's own error page is a [KindNotConfigured] error, a response without a redirect a
// [KindInvalidResponse] error, and an error of Stytch's, such as for a redirect URL that is not registered, [KindAPI].
func (c *Client) StartRedirect(ctx context.Context, request StartRequest) (*StartRedirect, error) {
	redirect := &StartRedirect{}

	address, err := c.startAddress(request)
	if err != nil {
		return nil, err
	}

	err = c.do(ctx, call{
		method:  http.MethodGet,
		route:   request.Flow.route,
		values:  []string{request.Provider},
		query:   request.query(),
		base:    c.startBaseURL(request.PublicToken),
		retry:   retryAlways,
		secrets: []string{request.OAuthAttachToken},
		result:  redirect,
		accepts: func(got response) bool { return got.succeeded() || slices.Contains(redirectStatuses, got.status) },
		read:    func(got response) error { return redirect.read(got, address) },
	})
	if err != nil {
		return nil, err
	}

	return redirect, nil
}

// read reads the Location header, or else the redirect_url of the JSON body, or else the error in the body. The body may
// be missing.
func (r *StartRedirect) read(got response, address *url.URL) error {
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
		location = absolute(location, address)
		r.RedirectURL = &location
	}

	if deref(r.RedirectURL) == "" {
		return got.bodyErrorOr("the response does not redirect: it has neither a Location nor a redirect_url")
	}

	target, err := url.Parse(*r.RedirectURL)
	if err != nil || target.Scheme == "" || target.Host == "" || !utf8.ValidString(*r.RedirectURL) {
		return errors.New("the response's redirect is not an absolute URL")
	}

	if isRedirectError(target) {
		return &Error{
			Kind:   KindNotConfigured,
			Reason: "Stytch sends the browser to its own error page, " + target.Host + target.Path,
		}
	}

	return nil
}

// absolute resolves a Location, which may be relative to the requested URL (RFC 9110 section 10.2.2).
func absolute(location string, requested *url.URL) string {
	target, err := url.Parse(location)
	if err != nil || target.IsAbs() {
		return location
	}

	return requested.ResolveReference(target).String()
}

// isRedirectError reports whether a URL is the page to which Stytch redirects a browser when it cannot start a login.
func isRedirectError(target *url.URL) bool {
	host := strings.TrimPrefix(strings.ToLower(target.Hostname()), "www.")

	return host == "stytch.com" && strings.HasPrefix(target.Path, "/redirect-error")
}
