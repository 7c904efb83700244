// SPDX-License-Identifier: MPL-2.0

package stytchmock

import (
	"cmp"
	"time"
)

// memberRole is the role that every member has.
const memberRole = "stytch_member"

// Member is a member of an organization. What is left empty is made up.
type Member struct {
	// OrganizationID is the organization's id, slug or external id; empty for
	// the seeded organization.
	OrganizationID string
	// ID is the member_id.
	ID string
	// ExternalID is the external_id, which stands for the id anywhere.
	ExternalID string
	// Email is the email_address.
	Email string
	// Name is the full name.
	Name string
}

type member struct {
	Member

	organization *organization
	created      time.Time
	// tokens holds what the OAuth provider endpoints answer, by provider.
	tokens map[string]any
	// registrationIDs holds the member_oauth_registration_id, by provider.
	registrationIDs map[string]string
}

// AddMember adds a member, without any provider tokens, and returns its id, or
// an empty string if there is no such organization.
func (s *Server) AddMember(m Member) string {
	if m.ID == "" {
		m.ID = newID("member-test")
	}
	m.Name = cmp.Or(m.Name, "Grace Hopper")
	m.Email = cmp.Or(m.Email, "member-"+newUUID()[:8]+"@example.com")

	s.mu.Lock()
	defer s.mu.Unlock()

	o := s.b2b.organization(cmp.Or(m.OrganizationID, s.fixture.OrganizationID))
	if o == nil {
		return ""
	}
	m.OrganizationID = o.ID
	o.members = append(o.members, &member{
		Member: m, organization: o, created: s.now(),
		tokens: map[string]any{}, registrationIDs: map[string]string{},
	})

	return m.ID
}

// SetMemberTokens sets the payload that reading a member's tokens of a provider
// answers, in addition to request_id and status_code; nil removes it, so that
// the answer is member_oauth_token_not_found. Any refresh_token in it is shown
// only where the call asks for it. A provider that the emulator has no entry for
// becomes one whose tokens can be read. It returns false if there is no such
// member.
func (s *Server) SetMemberTokens(organizationID, memberID, provider string, answer any) bool {
	s.mu.Lock()
	defer s.mu.Unlock()

	m := s.b2b.member(organizationID, memberID)
	if m == nil {
		return false
	}
	if answer == nil {
		delete(m.tokens, provider)
	} else {
		s.given[provider] = true
		m.tokens[provider] = answer
		m.registrationIDs[provider] = newID("member-oauth-registration-test")
	}

	return true
}

// member finds a member by locators, or returns nil.
func (p *project) member(organizationLocator, memberLocator string) *member {
	if o := p.organization(organizationLocator); o != nil {
		return o.member(memberLocator)
	}

	return nil
}

// member finds a member by its id or external id, or returns nil.
func (o *organization) member(locator string) *member {
	for _, m := range o.members {
		if locator != "" && (locator == m.ID || locator == m.ExternalID) {
			return m
		}
	}

	return nil
}

// object is the Member object with every required field
// (https://stytch.com/docs/b2b/api/member-object).
func (m *member) object() object {
	body := object{
		"organization_id":           m.organization.ID,
		"member_id":                 m.ID,
		"email_address":             m.Email,
		"status":                    "active",
		"name":                      m.Name,
		"sso_registrations":         []object{},
		"is_breakglass":             false,
		"member_password_id":        "",
		"oauth_registrations":       m.oauthRegistrations(),
		"email_address_verified":    true,
		"mfa_phone_number_verified": false,
		"is_admin":                  false,
		"totp_registration_id":      "",
		"retired_email_addresses":   []object{},
		"is_locked":                 false,
		"mfa_enrolled":              false,
		"mfa_phone_number":          "",
		"default_mfa_method":        "",
		"roles": []object{{
			"role_id": memberRole,
			"sources": []object{{"type": "direct_assignment", "details": object{}}},
		}},
		"trusted_metadata":   object{},
		"untrusted_metadata": object{},
		"created_at":         timestamp(m.created),
		"updated_at":         timestamp(m.created),
	}
	if m.ExternalID != "" {
		body["external_id"] = m.ExternalID
	}

	return body
}
