// SPDX-License-Identifier: MPL-2.0

package stytchmock

import (
	"cmp"
	"slices"
	"strings"
	"time"
)

// Organization is a B2B organization. What is left empty is made up.
type Organization struct {
	// ID is the organization_id.
	ID string
	// Name is the organization_name.
	Name string
	// Slug is the organization_slug, which stands for the id anywhere.
	Slug string
	// ExternalID is the organization_external_id, which stands for the id too.
	ExternalID string
	// LogoURL is the organization_logo_url.
	LogoURL string
	// FirstPartyApps is the first_party_connected_apps_allowed_type:
	// ALL_ALLOWED (the default), RESTRICTED or NOT_ALLOWED.
	FirstPartyApps string
	// AllowedFirstPartyApps are the client ids allowed where RESTRICTED.
	AllowedFirstPartyApps []string
	// ThirdPartyApps is the third_party_connected_apps_allowed_type.
	ThirdPartyApps string
	// AllowedThirdPartyApps are the client ids allowed where RESTRICTED.
	AllowedThirdPartyApps []string
}

type organization struct {
	Organization

	members []*member
	created time.Time
}

// AddOrganization adds an organization to the B2B project and returns its id.
func (s *Server) AddOrganization(o Organization) string {
	if o.ID == "" {
		o.ID = newID("organization-test")
	}
	o.Name = cmp.Or(o.Name, "Acme")
	o.Slug = cmp.Or(o.Slug, "acme-"+newUUID()[:8])
	o.FirstPartyApps = cmp.Or(o.FirstPartyApps, "ALL_ALLOWED")
	o.ThirdPartyApps = cmp.Or(o.ThirdPartyApps, "ALL_ALLOWED")

	s.mu.Lock()
	defer s.mu.Unlock()

	s.b2b.organizations = append(s.b2b.organizations, &organization{Organization: o, created: s.now()})

	return o.ID
}

// organization finds an organization by its id, slug or external id, or returns
// nil.
func (p *project) organization(locator string) *organization {
	for _, o := range p.organizations {
		if locator != "" && (locator == o.ID || locator == o.Slug || locator == o.ExternalID) {
			return o
		}
	}

	return nil
}

// allowApp puts a third-party app on the list of the seeded organization, the
// first, which allows those alone that it lists. Of first-party apps it allows
// all.
func (p *project) allowApp(app *client) {
	if len(p.organizations) > 0 && strings.HasPrefix(app.Type, ThirdParty) && !app.Disallowed {
		seeded := p.organizations[0]
		seeded.AllowedThirdPartyApps = append(seeded.AllowedThirdPartyApps, app.ClientID)
	}
}

// policy returns what the organization's policy says of an app: the allowed
// type and the allowed client ids.
func (o *organization) policy(app *client) (string, []string) {
	if app.firstParty() {
		return o.FirstPartyApps, o.AllowedFirstPartyApps
	}

	return o.ThirdPartyApps, o.AllowedThirdPartyApps
}

// object is the Organization object with every required field
// (https://stytch.com/docs/b2b/api/organization-object).
func (o *organization) object() object {
	body := object{
		"organization_id":                          o.ID,
		"organization_name":                        o.Name,
		"organization_logo_url":                    o.LogoURL,
		"organization_slug":                        o.Slug,
		"sso_jit_provisioning":                     "ALL_ALLOWED",
		"sso_jit_provisioning_allowed_connections": []string{},
		"sso_active_connections":                   []object{},
		"email_allowed_domains":                    []string{},
		"email_jit_provisioning":                   "NOT_ALLOWED",
		"email_invites":                            "ALL_ALLOWED",
		"auth_methods":                             "ALL_ALLOWED",
		"allowed_auth_methods":                     []string{},
		"mfa_policy":                               "OPTIONAL",
		"rbac_email_implicit_role_assignments":     []object{},
		"mfa_methods":                              "ALL_ALLOWED",
		"allowed_mfa_methods":                      []string{},
		"oauth_tenant_jit_provisioning":            "NOT_ALLOWED",
		"claimed_email_domains":                    []string{},
		"first_party_connected_apps_allowed_type":  o.FirstPartyApps,
		"allowed_first_party_connected_apps":       nonNil(o.AllowedFirstPartyApps),
		"third_party_connected_apps_allowed_type":  o.ThirdPartyApps,
		"allowed_third_party_connected_apps":       nonNil(slices.Clone(o.AllowedThirdPartyApps)),
		"custom_roles":                             []object{},
		"trusted_metadata":                         object{},
		"created_at":                               timestamp(o.created),
		"updated_at":                               timestamp(o.created),
	}
	if o.ExternalID != "" {
		body["organization_external_id"] = o.ExternalID
	}

	return body
}
