// SPDX-License-Identifier: MPL-2.0

package stytchmock

import (
	"net/http"
	"net/url"
	"strings"
)

// The routes, named by method and path template. A preflight is what Stytch calls the start of an authorization.
const (
	RouteMemberTokens    = "GET /v1/b2b/organizations/{organization_id}/members/{member_id}/oauth_providers/{provider}"
	RouteMemberStart     = "GET /v1/b2b/public/oauth/{provider}/start"
	RouteDiscoveryStart  = "GET /v1/b2b/public/oauth/{provider}/discovery/start"
	RouteUserStart       = "GET /v1/public/oauth/{provider}/start"
	RouteAttach          = "POST /v1/oauth/attach"
	RouteMemberPreflight = "POST /v1/b2b/idp/oauth/authorize/start"
	RouteMemberAuthorize = "POST /v1/b2b/idp/oauth/authorize"
	RouteUserPreflight   = "POST /v1/idp/oauth/authorize/start"
	RouteUserAuthorize   = "POST /v1/idp/oauth/authorize"
	RouteToken           = "POST /v1/public/{project_id}/oauth2/token"
	RouteRevoke          = "POST /v1/public/{project_id}/oauth2/revoke"

	RouteConnectedAppCreate       = "POST /v1/connected_apps/clients"
	RouteConnectedAppSearch       = "POST /v1/connected_apps/clients/search"
	RouteConnectedAppGet          = "GET /v1/connected_apps/clients/{client_id}"
	RouteConnectedAppUpdate       = "PUT /v1/connected_apps/clients/{client_id}"
	RouteConnectedAppDelete       = "DELETE /v1/connected_apps/clients/{client_id}"
	RouteConnectedAppRotateStart  = "POST /v1/connected_apps/clients/{client_id}/secrets/rotate/start"
	RouteConnectedAppRotateCancel = "POST /v1/connected_apps/clients/{client_id}/secrets/rotate/cancel"
	RouteConnectedAppRotate       = "POST /v1/connected_apps/clients/{client_id}/secrets/rotate"

	RouteM2MClientCreate       = "POST /v1/m2m/clients"
	RouteM2MClientSearch       = "POST /v1/m2m/clients/search"
	RouteM2MClientGet          = "GET /v1/m2m/clients/{client_id}"
	RouteM2MClientUpdate       = "PUT /v1/m2m/clients/{client_id}"
	RouteM2MClientDelete       = "DELETE /v1/m2m/clients/{client_id}"
	RouteM2MClientRotateStart  = "POST /v1/m2m/clients/{client_id}/secrets/rotate/start"
	RouteM2MClientRotateCancel = "POST /v1/m2m/clients/{client_id}/secrets/rotate/cancel"
	RouteM2MClientRotate       = "POST /v1/m2m/clients/{client_id}/secrets/rotate"

	// Connected Apps that someone has authorized.
	RouteMemberConnectedApps       = "GET /v1/b2b/organizations/{organization_id}/members/{member_id}/connected_apps"
	RouteMemberConnectedAppRevoke  = "POST /v1/b2b/organizations/{organization_id}/members/{member_id}/connected_apps/{connected_app_id}/revoke"
	RouteUserConnectedApps         = "GET /v1/users/{user_id}/connected_apps"
	RouteUserConnectedAppRevoke    = "POST /v1/users/{user_id}/connected_apps/{connected_app_id}/revoke"
	RouteOrganizationConnectedApps = "GET /v1/b2b/organizations/{organization_id}/connected_apps"
	RouteOrganizationConnectedApp  = "GET /v1/b2b/organizations/{organization_id}/connected_apps/{connected_app_id}"

	RouteOpenIDConfiguration = "GET /v1/public/{project_id}/.well-known/openid-configuration"
	RouteJWKS                = "GET /v1/public/{project_id}/.well-known/jwks.json"
)

// routeTable is every endpoint: its route, how a call is authenticated, and what serves it.
var routeTable = []route{
	newRoute(RouteMemberTokens, basicAuth(B2B), (*Server).memberTokens),
	newRoute(RouteMemberStart, publicToken(B2B), (*Server).memberStart),
	newRoute(RouteDiscoveryStart, publicToken(B2B), (*Server).discoveryStart),
	newRoute(RouteUserStart, publicToken(Consumer), (*Server).userStart),
	newRoute(RouteAttach, basicAuth(Consumer), (*Server).attach),
	newRoute(RouteMemberPreflight, basicAuth(B2B), (*Server).preflight),
	newRoute(RouteMemberAuthorize, basicAuth(B2B), (*Server).authorize),
	newRoute(RouteUserPreflight, basicAuth(Consumer), (*Server).preflight),
	newRoute(RouteUserAuthorize, basicAuth(Consumer), (*Server).authorize),
	newRoute(RouteToken, clientAuth(formOrJSON), (*Server).token),
	newRoute(RouteRevoke, clientAuth(formOnly), (*Server).revoke),
	newRoute(RouteConnectedAppCreate, basicAuth(""), (*Server).createConnectedApp),
	newRoute(RouteConnectedAppGet, basicAuth(""), connectedApps.get),
	newRoute(RouteConnectedAppUpdate, basicAuth(""), (*Server).updateConnectedApp),
	newRoute(RouteConnectedAppDelete, basicAuth(""), connectedApps.delete),
	newRoute(RouteConnectedAppSearch, basicAuth(""), (*Server).searchConnectedApps),
	newRoute(RouteConnectedAppRotateStart, basicAuth(""), connectedApps.startRotation),
	newRoute(RouteConnectedAppRotateCancel, basicAuth(""), connectedApps.cancelRotation),
	newRoute(RouteConnectedAppRotate, basicAuth(""), connectedApps.finishRotation),
	newRoute(RouteM2MClientCreate, basicAuth(""), (*Server).createM2MClient),
	newRoute(RouteM2MClientGet, basicAuth(""), m2mClients.get),
	newRoute(RouteM2MClientUpdate, basicAuth(""), (*Server).updateM2MClient),
	newRoute(RouteM2MClientDelete, basicAuth(""), m2mClients.delete),
	newRoute(RouteM2MClientSearch, basicAuth(""), (*Server).searchM2MClients),
	newRoute(RouteM2MClientRotateStart, basicAuth(""), m2mClients.startRotation),
	newRoute(RouteM2MClientRotateCancel, basicAuth(""), m2mClients.cancelRotation),
	newRoute(RouteM2MClientRotate, basicAuth(""), m2mClients.finishRotation),
	newRoute(RouteMemberConnectedApps, basicAuth(B2B), (*Server).subjectConnectedApps),
	newRoute(RouteMemberConnectedAppRevoke, basicAuth(B2B), (*Server).revokeConnectedApp),
	newRoute(RouteUserConnectedApps, basicAuth(Consumer), (*Server).subjectConnectedApps),
	newRoute(RouteUserConnectedAppRevoke, basicAuth(Consumer), (*Server).revokeConnectedApp),
	newRoute(RouteOrganizationConnectedApps, basicAuth(B2B), (*Server).organizationConnectedApps),
	newRoute(RouteOrganizationConnectedApp, basicAuth(B2B), (*Server).organizationConnectedApp),
	newRoute(RouteOpenIDConfiguration, projectInPath(""), (*Server).openIDConfiguration),
	newRoute(RouteJWKS, projectInPath(""), (*Server).jwks),
	newRoute("POST /v1/public/{project_id}/oauth2/introspect", clientAuth(formOnly), (*Server).introspect),
	newRoute("GET /v1/debug/whoami", basicAuth(""), (*Server).whoami),
	newRoute("GET /v1/b2b/sessions/jwks/{project_id}", projectInPath(B2B), (*Server).jwks),
	newRoute("GET /v1/sessions/jwks/{project_id}", projectInPath(Consumer), (*Server).jwks),

	// On a project's own domain, the path does not name the project.
	newRoute("POST /v1/oauth2/token", clientAuth(formOrJSON), (*Server).token),
	newRoute("POST /v1/oauth2/revoke", clientAuth(formOnly), (*Server).revoke),
	newRoute("POST /v1/oauth2/introspect", clientAuth(formOnly), (*Server).introspect),
}

type route struct {
	name     string
	method   string
	segments []string
	// authenticate sets the project of a call, or returns why the call is refused.
	authenticate func(s *Server, c *call) error
	// handle serves a call. Both functions run with the emulator's mutex held.
	handle func(s *Server, c *call) (*response, error)
}

func newRoute(
	name string, authenticate func(*Server, *call) error, handle func(*Server, *call) (*response, error),
) route {
	method, path, _ := strings.Cut(name, " ")

	return route{
		name: name, method: method, segments: strings.Split(path, "/"), authenticate: authenticate, handle: handle,
	}
}

// routeNames returns the routes that a fault can be injected for.
func routeNames() []string {
	names := make([]string, 0, len(routeTable))
	for _, r := range routeTable {
		names = append(names, r.name)
	}

	return names
}

// call is one request to an endpoint.
type call struct {
	request *http.Request
	body    []byte
	// path holds the decoded path parameters.
	path map[string]string
	// project is the one that the call is authenticated for.
	project *project

	// client and parameters are those of a call to the token endpoint and its siblings, authenticated by clientAuth.
	client     *client
	parameters map[string]string
}

// findRoute returns the route of a request and its path parameters. Where the method does not match, allowed holds the
// methods that the path does have. HEAD is served as GET; net/http omits the body.
//
// The escaped path is matched segment by segment, not with http.ServeMux: an organization slug may be ".." or hold an
// escaped slash, and a mux would clean the former and split the latter.
func findRoute(method, escapedPath string) (found *route, parameters map[string]string, allowed []string) {
	segments := strings.Split(escapedPath, "/")
	if method == http.MethodHead {
		method = http.MethodGet
	}
	for i := range routeTable {
		parameters, ok := routeTable[i].match(segments)
		switch {
		case !ok:
		case routeTable[i].method == method:
			return &routeTable[i], parameters, nil
		case routeTable[i].method == http.MethodGet:
			allowed = append(allowed, http.MethodGet, http.MethodHead)
		default:
			allowed = append(allowed, routeTable[i].method)
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
