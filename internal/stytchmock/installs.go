// SPDX-License-Identifier: MPL-2.0

package stytchmock

import (
	"net/http"
	"slices"
	"strings"
)

// install is a Connected App that a member or a user has authorized and not revoked since, which Stytch calls installed.
type install struct {
	subject *subject
	client  *client
	// scopes are those of the last authorization.
	scopes []string
	// consented are those of all authorizations: the subject is not asked for them again.
	consented []string
}

// SetUnlisted makes an app missing in the lists of what was granted, or lists it again: for an app that Stytch does not
// list although it was authorized. Stytch does not say that it lists all types of app, nor how soon.
func (s *Server) SetUnlisted(clientID string, unlisted bool) {
	s.mu.Lock()
	defer s.mu.Unlock()

	for _, p := range s.projects() {
		if app := p.connectedApp(clientID); app != nil {
			app.unlisted = unlisted
		}
	}
}

// RemoveSubject deletes a member or a user by its id, with sessions, installs and tokens.
func (s *Server) RemoveSubject(id string) {
	s.mu.Lock()
	defer s.mu.Unlock()

	for _, p := range s.projects() {
		p.subjects = slices.DeleteFunc(p.subjects, func(who *subject) bool { return who.id == id })
		p.sessions = slices.DeleteFunc(p.sessions, func(one *session) bool { return one.subject.id == id })
		p.uninstall(func(who *subject, _ *client) bool { return who.id == id })
	}
}

// install finds what a subject has installed, or returns nil.
func (p *project) install(who *subject, app *client) *install {
	for _, one := range p.installs {
		if one.subject == who && one.client == app {
			return one
		}
	}

	return nil
}

// recordInstall records an authorization.
func (p *project) recordInstall(who *subject, app *client, scopes []string) {
	one := p.install(who, app)
	if one == nil {
		one = &install{subject: who, client: app}
		p.installs = append(p.installs, one)
	}
	one.scopes = scopes
	one.consented = unique(append(one.consented, scopes...))
}

// uninstall takes back what was granted in matching pairs of a subject and a client: all tokens, and codes that were not
// exchanged yet.
func (p *project) uninstall(matches func(who *subject, app *client) bool) {
	p.installs = slices.DeleteFunc(p.installs, func(one *install) bool { return matches(one.subject, one.client) })
	for _, t := range p.tokens {
		if t.grant.subject != nil && matches(t.grant.subject, t.grant.client) {
			t.Revoked = true
		}
	}
	for _, issued := range p.codes {
		if matches(issued.subject, p.client(issued.ClientID)) {
			issued.revoked = true
		}
	}
}

// subjectInPath returns the member or the user that the path names.
func subjectInPath(c *call) (*subject, error) {
	if c.project.product == B2B {
		return c.project.member(c.path["organization_id"], c.path["member_id"])
	}

	return c.project.user(c.path["user_id"])
}

// subjectConnectedApps serves GET …/members/{member_id}/connected_apps
// (https://stytch.com/docs/b2b/api/member-get-connected-apps) and GET /v1/users/{user_id}/connected_apps.
func (s *Server) subjectConnectedApps(c *call) (*response, error) {
	who, err := subjectInPath(c)
	if err != nil {
		return nil, err
	}
	apps := []object{}
	for _, one := range c.project.installs {
		if one.subject == who && !one.client.unlisted {
			app := one.client.installedObject()
			app["scopes_granted"] = strings.Join(one.scopes, " ")
			apps = append(apps, app)
		}
	}

	return newResponse(http.StatusOK, object{"connected_apps": apps}), nil
}

// revokeConnectedApp serves POST …/connected_apps/{connected_app_id}/revoke of both products
// (https://stytch.com/docs/b2b/api/member-revoke-connected-app). What Stytch responds to the revocation of an app that is
// not installed is not documented; here it is not found.
func (s *Server) revokeConnectedApp(c *call) (*response, error) {
	var in struct {
		// Stytch's SDKs repeat the ids of the path.
		OrganizationID string `json:"organization_id"`
		MemberID       string `json:"member_id"`
		UserID         string `json:"user_id"`
		ConnectedAppID string `json:"connected_app_id"`
	}
	if err := c.decode(&in); err != nil {
		return nil, err
	}
	who, err := subjectInPath(c)
	if err != nil {
		return nil, err
	}
	app := c.project.connectedApp(c.path["connected_app_id"])
	if app == nil || c.project.install(who, app) == nil {
		return nil, connectedAppNotFound()
	}
	c.project.uninstall(func(one *subject, installed *client) bool { return one == who && installed == app })

	return newResponse(http.StatusOK, nil), nil
}

// organizationConnectedApps serves GET …/organizations/{organization_id}/connected_apps
// (https://stytch.com/docs/b2b/api/organization-get-connected-apps): those that any of its members has installed.
func (s *Server) organizationConnectedApps(c *call) (*response, error) {
	o := c.project.organization(c.path["organization_id"])
	if o == nil {
		return nil, organizationNotFound()
	}
	apps, listed := []object{}, map[*client]bool{}
	for _, one := range c.project.installs {
		if one.subject.organization == o && !one.client.unlisted && !listed[one.client] {
			listed[one.client] = true
			apps = append(apps, one.client.installedObject())
		}
	}

	return newResponse(http.StatusOK, object{"connected_apps": apps}), nil
}

// organizationConnectedApp serves GET …/organizations/{organization_id}/connected_apps/{connected_app_id}
// (https://stytch.com/docs/b2b/api/organization-get-connected-app). In Stytch's OpenAPI document the response has no
// request_id.
func (s *Server) organizationConnectedApp(c *call) (*response, error) {
	o := c.project.organization(c.path["organization_id"])
	if o == nil {
		return nil, organizationNotFound()
	}
	app := c.project.connectedApp(c.path["connected_app_id"])
	members := []object{}
	for _, one := range c.project.installs {
		if one.client == app && one.subject.organization == o && !app.unlisted {
			members = append(members, object{"member_id": one.subject.id, "granted_scopes": unique(one.scopes)})
		}
	}
	if len(members) == 0 {
		return nil, connectedAppNotFound()
	}
	payload := app.installedObject()
	payload["active_members"], payload["status_code"] = members, http.StatusOK
	encoded, err := encodeJSON(payload)
	if err != nil {
		return nil, err
	}

	return jsonResponse(http.StatusOK, encoded), nil
}

// installedObject is a Connected App in a list of what was granted, where its fields have other names.
func (c *client) installedObject() object {
	return object{
		"connected_app_id": c.id, "name": c.name, "description": c.description, "client_type": c.clientType,
		"logo_url": nullIfEmpty(c.logoURL),
	}
}
