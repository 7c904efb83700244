// SPDX-License-Identifier: MPL-2.0

package stytchmock

import (
	"cmp"
	"encoding/json"
	"maps"
	"net/http"
	"slices"
	"strings"
	"time"
)

// Organization is a B2B organization. What is left empty is made up.
type Organization struct {
	ID   string
	Name string
	// Slug and ExternalID stand for the id anywhere.
	Slug       string
	ExternalID string
	// ThirdPartyApps is the third_party_connected_apps_allowed_type: ALL_ALLOWED (the default), RESTRICTED or
	// NOT_ALLOWED.
	ThirdPartyApps string
}

// Member is a member of an organization. What is left empty is made up.
type Member struct {
	// OrganizationID is the organization's id, slug or external id; empty for the seeded organization.
	OrganizationID string
	ID             string
	// ExternalID stands for the id anywhere.
	ExternalID string
	Email      string
	Name       string
}

// User is a user of the Consumer project. What is left empty is made up.
type User struct {
	ID string
	// ExternalID stands for the id anywhere.
	ExternalID string
	Email      string
	// Name is the first and the last name.
	Name string
}

type organization struct {
	Organization

	// allowedThirdPartyApps are the client ids that RESTRICTED allows.
	allowedThirdPartyApps []string
	created               time.Time
}

// subject is a person who can grant an authorization: a member of an organization, or a user.
type subject struct {
	id         string
	externalID string
	email      string
	emailID    string
	name       string
	// organization is a member's; a user has none.
	organization *organization
	created      time.Time
	// tokens holds what the OAuth provider endpoints return of a member, by provider.
	tokens map[string]json.RawMessage
}

// AddOrganization adds an organization to the B2B project and returns its id.
func (s *Server) AddOrganization(o Organization) string {
	o.ID = cmp.Or(o.ID, newID("organization-test"))
	o.Name = cmp.Or(o.Name, "Acme")
	o.Slug = cmp.Or(o.Slug, "acme-"+newUUID()[:8])
	o.ThirdPartyApps = cmp.Or(o.ThirdPartyApps, "ALL_ALLOWED")

	s.mu.Lock()
	defer s.mu.Unlock()

	s.b2b.organizations = append(s.b2b.organizations, &organization{Organization: o, created: s.now()})

	return o.ID
}

// AddMember adds a member, without any provider tokens, and returns its id, or an empty string if there is no such
// organization.
func (s *Server) AddMember(m Member) string {
	s.mu.Lock()
	defer s.mu.Unlock()

	o := s.b2b.organization(cmp.Or(m.OrganizationID, s.fixture.OrganizationID))
	if o == nil {
		return ""
	}
	m.ID = cmp.Or(m.ID, newID("member-test"))
	s.b2b.subjects = append(s.b2b.subjects, &subject{
		id: m.ID, externalID: m.ExternalID, organization: o, created: s.now(),
		name:  cmp.Or(m.Name, "Grace Hopper"),
		email: cmp.Or(m.Email, "member-"+newUUID()[:8]+"@example.com"), emailID: newID("email-test"),
		tokens: map[string]json.RawMessage{},
	})

	return m.ID
}

// AddUser adds a user to the Consumer project and returns its id.
func (s *Server) AddUser(u User) string {
	s.mu.Lock()
	defer s.mu.Unlock()

	u.ID = cmp.Or(u.ID, newID("user-test"))
	s.consumer.subjects = append(s.consumer.subjects, &subject{
		id: u.ID, externalID: u.ExternalID, created: s.now(),
		name:  cmp.Or(u.Name, "Alan Turing"),
		email: cmp.Or(u.Email, "user-"+newUUID()[:8]+"@example.com"), emailID: newID("email-test"),
	})

	return u.ID
}

// organization finds an organization by its id, slug or external id, or returns nil.
func (p *project) organization(locator string) *organization {
	for _, o := range p.organizations {
		if locator != "" && (locator == o.ID || locator == o.Slug || locator == o.ExternalID) {
			return o
		}
	}

	return nil
}

// member finds a member by the organization's and its own id or external id.
func (p *project) member(organizationLocator, memberLocator string) (*subject, error) {
	o := p.organization(organizationLocator)
	if o == nil {
		return nil, organizationNotFound()
	}
	m := p.subject(o, memberLocator)
	if m == nil {
		return nil, notFound("member_not_found", "The Member could not be found.")
	}

	return m, nil
}

// user finds a user by its id or external id.
func (p *project) user(locator string) (*subject, error) {
	u := p.subject(nil, locator)
	if u == nil {
		return nil, notFound("user_not_found", "The User could not be found.")
	}

	return u, nil
}

func (p *project) subject(o *organization, locator string) *subject {
	for _, who := range p.subjects {
		if who.organization == o && locator != "" && (locator == who.id || locator == who.externalID) {
			return who
		}
	}

	return nil
}

func organizationNotFound() error {
	return notFound("organization_not_found", "The Organization could not be found.")
}

// subjectSelector is how a request names a subject: by id, or by a session of the subject.
type subjectSelector struct {
	OrganizationID string `json:"organization_id"`
	MemberID       string `json:"member_id"`
	UserID         string `json:"user_id"`
	SessionToken   string `json:"session_token"`
	SessionJWT     string `json:"session_jwt"`
}

// selectSubject finds the subject by exactly one of its ids, a session token and a session JWT. Without any of them the
// error has the type missing.
func (s *Server) selectSubject(p *project, by subjectSelector, missing string) (*subject, error) {
	byMember, byUser := by.OrganizationID != "" || by.MemberID != "", by.UserID != ""
	bySession := by.SessionToken != "" || by.SessionJWT != ""
	names, tooMany, byID := `"user_id"`, "too_many_user_selection_arguments", byUser
	if p.product == B2B {
		names, tooMany, byID = `"organization_id" with "member_id"`, "too_many_session_arguments", byMember
	}
	switch {
	case byUser && p.product == B2B:
		return nil, badRequest("bad_request", "A B2B project has no \"user_id\".")
	case byMember && p.product == Consumer:
		return nil, badRequest("bad_request", "A Consumer project has no \"organization_id\" and no \"member_id\".")
	case byID && bySession:
		return nil, badRequest(tooMany, "Exactly one of %s, \"session_token\" and \"session_jwt\" may be given.", names)
	case bySession:
		return p.sessionSubject(by.SessionToken, by.SessionJWT, s.now())
	case !byID, p.product == B2B && (by.OrganizationID == "" || by.MemberID == ""):
		return nil, badRequest(missing, "Exactly one of %s, \"session_token\" and \"session_jwt\" is required.", names)
	case p.product == B2B:
		return p.member(by.OrganizationID, by.MemberID)
	default:
		return p.user(by.UserID)
	}
}

// checkAllowed applies the policy of a member's organization towards third-party Connected Apps
// (https://stytch.com/docs/b2b/api/organization-object). Users have none.
func (who *subject) checkAllowed(app *client) error {
	o := who.organization
	if o == nil || app.firstParty() || o.ThirdPartyApps == "ALL_ALLOWED" ||
		o.ThirdPartyApps == "RESTRICTED" && slices.Contains(o.allowedThirdPartyApps, app.id) {
		return nil
	}

	return newError(http.StatusForbidden, "connected_app_not_allowed_for_org",
		"The Organization does not allow this Connected App.")
}

// The constant fields of the objects that a preflight returns. The others are added by their object methods.
const (
	memberTemplate = `{"status": "active", "sso_registrations": [], "is_breakglass": false, "member_password_id": "",
		"oauth_registrations": [], "email_address_verified": true, "mfa_phone_number_verified": false, "is_admin": false,
		"totp_registration_id": "", "retired_email_addresses": [], "is_locked": false, "mfa_enrolled": false,
		"mfa_phone_number": "", "default_mfa_method": "", "trusted_metadata": {}, "untrusted_metadata": {},
		"roles": [{"role_id": "stytch_member", "sources": [{"type": "direct_assignment", "details": {}}]}]}`
	organizationTemplate = `{"organization_logo_url": "", "sso_jit_provisioning": "ALL_ALLOWED",
		"sso_jit_provisioning_allowed_connections": [], "sso_active_connections": [], "email_allowed_domains": [],
		"email_jit_provisioning": "NOT_ALLOWED", "email_invites": "ALL_ALLOWED", "auth_methods": "ALL_ALLOWED",
		"allowed_auth_methods": [], "mfa_policy": "OPTIONAL", "rbac_email_implicit_role_assignments": [],
		"mfa_methods": "ALL_ALLOWED", "allowed_mfa_methods": [], "oauth_tenant_jit_provisioning": "NOT_ALLOWED",
		"claimed_email_domains": [], "custom_roles": [], "trusted_metadata": {},
		"first_party_connected_apps_allowed_type": "ALL_ALLOWED", "allowed_first_party_connected_apps": []}`
	userTemplate = `{"status": "active", "phone_numbers": [], "webauthn_registrations": [], "providers": [], "totps": [],
		"crypto_wallets": [], "biometric_registrations": [], "is_locked": false, "roles": ["stytch_user"],
		"trusted_metadata": {}, "untrusted_metadata": {}}`
)

// fill returns the fields of a template and more.
func fill(template string, fields object) object {
	var filled object
	if err := json.Unmarshal([]byte(template), &filled); err != nil {
		panic(err)
	}
	maps.Copy(filled, fields)

	return filled
}

// object is the Member (https://stytch.com/docs/b2b/api/member-object) or the User
// (https://stytch.com/docs/api/user-object).
func (who *subject) object() object {
	var filled object
	if who.organization != nil {
		filled = fill(memberTemplate, object{
			"organization_id": who.organization.ID, "member_id": who.id, "email_address": who.email, "name": who.name,
			"created_at": timestamp(who.created), "updated_at": timestamp(who.created),
		})
	} else {
		first, last, _ := strings.Cut(who.name, " ")
		filled = fill(userTemplate, object{
			"user_id":    who.id,
			"emails":     []object{{"email_id": who.emailID, "email": who.email, "verified": true}},
			"name":       object{"first_name": first, "middle_name": "", "last_name": last},
			"created_at": timestamp(who.created),
		})
	}
	if who.externalID != "" {
		filled["external_id"] = who.externalID
	}

	return filled
}

// object is the Organization (https://stytch.com/docs/b2b/api/organization-object).
func (o *organization) object() object {
	filled := fill(organizationTemplate, object{
		"organization_id": o.ID, "organization_name": o.Name, "organization_slug": o.Slug,
		"third_party_connected_apps_allowed_type": o.ThirdPartyApps,
		"allowed_third_party_connected_apps":      unique(o.allowedThirdPartyApps),
		"created_at":                              timestamp(o.created),
		"updated_at":                              timestamp(o.created),
	})
	if o.ExternalID != "" {
		filled["organization_external_id"] = o.ExternalID
	}

	return filled
}
