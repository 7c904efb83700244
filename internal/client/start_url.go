// SPDX-License-Identifier: MPL-2.0

package client

import (
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// StartFlow is one of the three ways in which a browser begins a login with an identity provider.
type StartFlow struct {
	route string
	// challenge is the name of the PKCE code challenge: Stytch's two products do not agree on it.
	challenge string
}

// The flows (https://stytch.com/docs/b2b/api/oauth-google-start, …/oauth-google-discovery-start and
// https://stytch.com/docs/api/oauth-google-start).
var (
	// FlowMember logs a Member in to a known Organization.
	FlowMember = StartFlow{route: "/v1/b2b/public/oauth/{provider}/start", challenge: "pkce_code_challenge"}
	// FlowDiscovery logs in first and finds the Organization afterwards.
	FlowDiscovery = StartFlow{
		route: "/v1/b2b/public/oauth/{provider}/discovery/start", challenge: "pkce_code_challenge",
	}
	// FlowUser logs a User of a Consumer project in.
	FlowUser = StartFlow{route: "/v1/public/oauth/{provider}/start", challenge: "code_challenge"}
)

// UserIdentityProviders returns the identity providers that are known to have a start URL in Consumer projects
// (https://stytch.com/docs/api/oauth-google-start and its neighbours). Stytch adds some from time to time.
func UserIdentityProviders() []string {
	return []string{
		"amazon", "apple", "bitbucket", "coinbase", "discord", "facebook", "figma", "github", "gitlab", "google",
		"linkedin", "microsoft", "salesforce", "slack", "snapchat", "tiktok", "twitch", "twitter", "yahoo",
	}
}

// StartRequest is what a start URL says. An empty field leaves its parameter out.
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
	// ProviderParams are forwarded to the identity provider. Their names come without Stytch's `provider_`.
	ProviderParams map[string]string

	CodeChallenge    string
	OAuthAttachToken string
}

// StartURL builds a start URL. Nothing is sent: it is a pure function of its request and the client's settings,
// with its parameters always in the same order. A name of an identity provider that cannot stand in a path fails with
// [KindInvalid].
func (c *Client) StartURL(request StartRequest) (string, error) {
	address, err := c.startAddress(request)
	if err != nil {
		return "", err
	}

	return address.String(), nil
}

// startAddress is the start URL, parsed.
func (c *Client) startAddress(request StartRequest) (*url.URL, error) {
	path, err := expand(request.Flow.route, request.Provider)
	if err != nil {
		return nil, &Error{Kind: KindInvalid, Method: http.MethodGet, Route: request.Flow.route, Reason: err.Error()}
	}

	address, err := at(c.startURL(request.PublicToken), path, request.query())
	if err != nil {
		return nil, &Error{Kind: KindInvalid, Method: http.MethodGet, Route: request.Flow.route, Reason: err.Error()}
	}

	return address, nil
}

// query is the parameters in their order.
func (r StartRequest) query() string {
	var query orderedQuery

	query.add("public_token", r.PublicToken)
	query.add("organization_id", r.OrganizationID)
	// Stytch's reference page calls the slug organization_slug, its own SDKs send slug. Whichever it reads, it
	// finds.
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

// orderedQuery is a query string whose parameters stay in the order in which they were added.
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

// percentEncode encodes all but the unreserved characters of RFC 3986 section 2.3. A space becomes %20, as the +
// of HTML forms is not understood everywhere.
func percentEncode(text string) string {
	return strings.ReplaceAll(url.QueryEscape(text), "+", "%20")
}
