// SPDX-License-Identifier: MPL-2.0

package client

import (
	"context"
	"net/http"
	"slices"
)

// GrantedApp is a Connected App that a Member or User has authorized, or that anyone in an Organization has
// (https://stytch.com/docs/b2b/api/get-member-connected-apps and its neighbours).
type GrantedApp struct {
	ConnectedAppID *string `json:"connected_app_id"`
	Name           *string `json:"name"`
	Description    *string `json:"description"`
	ClientType     *string `json:"client_type"`
	LogoURL        *string `json:"logo_url"`
	// ScopesGranted are separated by spaces. It is nil in the list of an Organization.
	ScopesGranted *string `json:"scopes_granted"`
}

// GrantedApps is the response of the methods that list them.
type GrantedApps struct {
	Envelope

	ConnectedApps []GrantedApp `json:"connected_apps"`
}

// Grantor is who authorizes Connected Apps: a Member, a User, or the Members of an Organization.
type Grantor struct {
	route  string
	values []string
	// scopes reports whether the list says which scopes were granted.
	scopes bool
}

// MemberGrantor returns a Member. The ids may be slugs and external ids.
func MemberGrantor(organizationID, memberID string) Grantor {
	return Grantor{
		route:  "/v1/b2b/organizations/{organization_id}/members/{member_id}/connected_apps",
		values: []string{organizationID, memberID}, scopes: true,
	}
}

// UserGrantor returns a User of a Consumer project.
func UserGrantor(userID string) Grantor {
	return Grantor{route: "/v1/users/{user_id}/connected_apps", values: []string{userID}, scopes: true}
}

// OrganizationGrantor returns an Organization. Stytch has no call that revokes an app for a whole Organization.
func OrganizationGrantor(organizationID string) Grantor {
	return Grantor{
		route: "/v1/b2b/organizations/{organization_id}/connected_apps", values: []string{organizationID},
	}
}

// GrantedApps lists the Connected Apps that were authorized.
func (c *Client) GrantedApps(ctx context.Context, grantor Grantor) (*GrantedApps, error) {
	required := []string{
		"request_id", "status_code", "connected_apps", "connected_apps[].connected_app_id", "connected_apps[].name",
		"connected_apps[].description", "connected_apps[].client_type",
	}
	if grantor.scopes {
		required = append(required, "connected_apps[].scopes_granted")
	}

	apps := &GrantedApps{}

	err := c.do(ctx, call{
		method: http.MethodGet, route: grantor.route, values: grantor.values, basicAuth: true, retry: retryAlways,
		result: apps, required: required,
	})
	if err != nil {
		return nil, err
	}

	return apps, nil
}

// RevokeApp revokes a Connected App for a Member or User: all of its tokens for them end, and they have to authorize it
// anew. If the request was sent again, an app that is not found has been revoked.
func (c *Client) RevokeApp(ctx context.Context, grantor Grantor, connectedAppID string) error {
	return c.do(ctx, call{
		method: http.MethodPost, route: grantor.route + "/{connected_app_id}/revoke",
		values: slices.Concat(grantor.values, []string{connectedAppID}),
		json:   struct{}{}, basicAuth: true, retry: retryAlways, removes: true, result: &Envelope{},
		required: []string{"request_id", "status_code"},
	})
}
