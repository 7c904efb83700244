// SPDX-License-Identifier: MPL-2.0

package stytchmock

import (
	"net/http"
	"net/url"
	"strings"
)

// The routes, named by method and path template.
const (
	// RouteMemberTokens reads a member's OAuth provider tokens.
	RouteMemberTokens = "GET /v1/b2b/organizations/{organization_id}/members/{member_id}/oauth_providers/{provider}"
	// RouteMemberStart starts a B2B OAuth login in one organization.
	RouteMemberStart = "GET /v1/b2b/public/oauth/{provider}/start"
	// RouteDiscoveryStart starts a B2B OAuth discovery login.
	RouteDiscoveryStart = "GET /v1/b2b/public/oauth/{provider}/discovery/start"
	// RouteUserStart starts a Consumer OAuth login.
	RouteUserStart = "GET /v1/public/oauth/{provider}/start"
	// RouteAttach mints an OAuth attach token.
	RouteAttach = "POST /v1/oauth/attach"
	// RouteMemberPreflight checks an authorization request of a member.
	RouteMemberPreflight = "POST /v1/b2b/idp/oauth/authorize/start"
	// RouteMemberAuthorize submits an authorization request of a member.
	RouteMemberAuthorize = "POST /v1/b2b/idp/oauth/authorize"
	// RouteUserPreflight checks an authorization request of a user.
	RouteUserPreflight = "POST /v1/idp/oauth/authorize/start"
	// RouteUserAuthorize submits an authorization request of a user.
	RouteUserAuthorize = "POST /v1/idp/oauth/authorize"
	// RouteToken is the token endpoint (RFC 6749, section 3.2).
	RouteToken = "POST /v1/public/{project_id}/oauth2/token"
	// RouteRevoke is the revocation endpoint (RFC 7009).
	RouteRevoke = "POST /v1/public/{project_id}/oauth2/revoke"
	// RouteIntrospect is the introspection endpoint (RFC 7662).
	RouteIntrospect = "POST /v1/public/{project_id}/oauth2/introspect"
	// RouteDomainToken is the token endpoint as a project's own domain has it.
	RouteDomainToken = "POST /v1/oauth2/token"
	// RouteDomainRevoke is the revocation endpoint of a project's own domain.
	RouteDomainRevoke = "POST /v1/oauth2/revoke"
	// RouteDomainIntrospect is the introspection endpoint of such a domain.
	RouteDomainIntrospect = "POST /v1/oauth2/introspect"
	// RouteWhoami names the project that a credential belongs to.
	RouteWhoami = "GET /v1/debug/whoami"
	// RouteMemberJWKS publishes the B2B project's signing key.
	RouteMemberJWKS = "GET /v1/b2b/sessions/jwks/{project_id}"
	// RouteUserJWKS publishes the Consumer project's signing key.
	RouteUserJWKS = "GET /v1/sessions/jwks/{project_id}"
)

// handler answers a call. It runs with the emulator's mutex held.
type handler func(c *call) answer

// call is one request on its way through an endpoint.
type call struct {
	request *http.Request
	body    []byte
	// path holds the decoded path parameters.
	path map[string]string
	// project is the one whose credentials the request carried.
	project *project
}

type route struct {
	name     string
	method   string
	segments []string
	handle   handler
}

func newRoute(name string, handle handler) route {
	method, path, _ := strings.Cut(name, " ")

	return route{name: name, method: method, segments: strings.Split(path, "/"), handle: handle}
}

// endpoints is the routing table.
func (s *Server) endpoints() []route {
	return []route{
		newRoute(RouteMemberTokens, s.withBasicAuth(B2B, s.memberTokens)),
		newRoute(RouteMemberStart, s.memberStart),
		newRoute(RouteDiscoveryStart, s.discoveryStart),
		newRoute(RouteUserStart, s.userStart),
		newRoute(RouteAttach, s.withBasicAuth(Consumer, s.attach)),
		newRoute(RouteMemberPreflight, s.withBasicAuth(B2B, s.preflight)),
		newRoute(RouteMemberAuthorize, s.withBasicAuth(B2B, s.authorize)),
		newRoute(RouteUserPreflight, s.withBasicAuth(Consumer, s.preflight)),
		newRoute(RouteUserAuthorize, s.withBasicAuth(Consumer, s.authorize)),
		newRoute(RouteToken, s.token),
		newRoute(RouteRevoke, s.revoke),
		newRoute(RouteIntrospect, s.introspect),
		newRoute(RouteDomainToken, s.token),
		newRoute(RouteDomainRevoke, s.revoke),
		newRoute(RouteDomainIntrospect, s.introspect),
		newRoute(RouteWhoami, s.withBasicAuth("", s.whoami)),
		newRoute(RouteMemberJWKS, s.jwks(B2B)),
		newRoute(RouteUserJWKS, s.jwks(Consumer)),
	}
}

// find returns the route of a request and its path parameters. Without a match
// of the method, allowed holds the methods that the path does know. HEAD is
// what GET is, without a body (RFC 9110, section 9.3.2); net/http leaves it out.
//
// The escaped path is matched segment by segment, not with http.ServeMux: an
// organization slug may be ".." or hold a slash in escaped form, and a mux
// would clean the one and split the other.
func (s *Server) find(method, escapedPath string) (found *route, parameters map[string]string, allowed []string) {
	segments := strings.Split(escapedPath, "/")
	wanted := method
	if method == http.MethodHead {
		wanted = http.MethodGet
	}
	for i := range s.routes {
		parameters, ok := s.routes[i].match(segments)
		if !ok {
			continue
		}
		if s.routes[i].method == wanted {
			return &s.routes[i], parameters, nil
		}
		allowed = append(allowed, s.routes[i].method)
		if s.routes[i].method == http.MethodGet {
			allowed = append(allowed, http.MethodHead)
		}
	}

	return nil, nil, allowed
}

func (r *route) match(segments []string) (map[string]string, bool) {
	if len(segments) != len(r.segments) {
		return nil, false
	}
	parameters := map[string]string{}
	for i, template := range r.segments {
		value, err := url.PathUnescape(segments[i])
		if err != nil {
			return nil, false
		}
		name, isParameter := strings.CutPrefix(template, "{")
		switch {
		case isParameter && value != "":
			parameters[strings.TrimSuffix(name, "}")] = value
		case value != template:
			return nil, false
		}
	}

	return parameters, true
}
