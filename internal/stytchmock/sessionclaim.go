// SPDX-License-Identifier: MPL-2.0

package stytchmock

import "time"

// claim is the session in a JWT of it, with what Stytch's SDKs read back from
// it without asking (https://stytch.com/docs/b2b/api/session-object). The JWT is
// made where the session is accessed.
func (one *session) claim(now time.Time) object {
	return object{
		"id":                     one.id,
		"started_at":             timestamp(one.started),
		"last_accessed_at":       timestamp(now),
		"expires_at":             timestamp(one.expires),
		"attributes":             object{"ip_address": "", "user_agent": ""},
		"authentication_factors": []object{one.factor()},
		"roles":                  []string{one.role()},
	}
}

// factor is how the subject is said to have logged in: by a link in an email,
// which needs nothing of the subject but an address.
func (one *session) factor() object {
	return object{
		"type":                  "magic_link",
		"delivery_method":       "email",
		"created_at":            timestamp(one.started),
		"updated_at":            timestamp(one.started),
		"last_authenticated_at": timestamp(one.started),
		"email_factor":          object{"email_id": one.emailID, "email_address": one.subject().email()},
	}
}

// role is what everyone in a project has.
func (one *session) role() string {
	if one.user != nil {
		return userRole
	}

	return memberRole
}
