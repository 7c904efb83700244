// SPDX-License-Identifier: MPL-2.0

package stytchmock

import (
	"cmp"
	"time"
)

// userRole is the role that every user has.
const userRole = "stytch_user"

// User is a user of the Consumer project. What is left empty is made up.
type User struct {
	// ID is the user_id.
	ID string
	// ExternalID is the external_id, which stands for the id anywhere.
	ExternalID string
	// Email is the user's one, verified, email address.
	Email string
	// FirstName is the name's first_name.
	FirstName string
	// LastName is the name's last_name.
	LastName string

	created time.Time
	emailID string
}

// AddUser adds a user to the Consumer project and returns its id.
func (s *Server) AddUser(u User) string {
	if u.ID == "" {
		u.ID = newID("user-test")
	}
	u.Email = cmp.Or(u.Email, "user-"+newUUID()[:8]+"@example.com")
	u.FirstName = cmp.Or(u.FirstName, "Alan")
	u.LastName = cmp.Or(u.LastName, "Turing")
	u.emailID = newID("email-test")

	s.mu.Lock()
	defer s.mu.Unlock()

	u.created = s.now()
	s.consumer.users = append(s.consumer.users, &u)

	return u.ID
}

// user finds a user by its id or external id, or returns nil.
func (p *project) user(locator string) *User {
	for _, u := range p.users {
		if locator != "" && (locator == u.ID || locator == u.ExternalID) {
			return u
		}
	}

	return nil
}

// object is the User object with every required field
// (https://stytch.com/docs/api/user-object).
func (u *User) object() object {
	body := object{
		"user_id":                 u.ID,
		"emails":                  []object{{"email_id": u.emailID, "email": u.Email, "verified": true}},
		"status":                  "active",
		"phone_numbers":           []object{},
		"webauthn_registrations":  []object{},
		"providers":               []object{},
		"totps":                   []object{},
		"crypto_wallets":          []object{},
		"biometric_registrations": []object{},
		"is_locked":               false,
		"roles":                   []string{userRole},
		"name":                    object{"first_name": u.FirstName, "middle_name": "", "last_name": u.LastName},
		"created_at":              timestamp(u.created),
		"trusted_metadata":        object{},
		"untrusted_metadata":      object{},
	}
	if u.ExternalID != "" {
		body["external_id"] = u.ExternalID
	}

	return body
}

// timestamp formats a time as Stytch does: RFC 3339, in UTC.
func timestamp(t time.Time) string {
	return t.UTC().Format(time.RFC3339)
}

// nonNil keeps an empty list from being encoded as null.
func nonNil(list []string) []string {
	if list == nil {
		return []string{}
	}

	return list
}
