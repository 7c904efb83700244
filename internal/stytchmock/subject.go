// SPDX-License-Identifier: MPL-2.0

package stytchmock

import (
	"net/http"
	"slices"
)

// subject is who grants an authorization: a member or a user.
type subject struct {
	member *member
	user   *User
}

// authorizationSubject finds the subject by exactly one of its ids, a session
// token and a session JWT.
func (s *Server) authorizationSubject(p *project, a *arguments) (subject, *apiError) {
	token, jwt := a.texts["session_token"], a.texts["session_jwt"]
	hasID := a.texts["organization_id"] != "" || a.texts["member_id"] != "" || a.texts["user_id"] != ""
	switch {
	case !hasID && token == "" && jwt == "":
		return subject{}, missingSubject(p.product)
	case hasID && (token != "" || jwt != ""):
		return subject{}, tooManySubjects(p.product)
	case hasID && p.product == Consumer:
		if u := p.user(a.texts["user_id"]); u != nil {
			return subject{user: u}, nil
		}

		return subject{}, userNotFound()
	case hasID:
		return p.memberSubject(a.texts["organization_id"], a.texts["member_id"])
	}
	found, failure := p.session(token, jwt, s.now())
	if failure != nil {
		return subject{}, failure
	}

	return subject{member: found.member, user: found.user}, nil
}

// memberSubject finds a member, of whom both ids are needed.
func (p *project) memberSubject(organizationID, memberID string) (subject, *apiError) {
	if organizationID == "" || memberID == "" {
		return subject{}, missingSubject(B2B)
	}
	o := p.organization(organizationID)
	if o == nil {
		return subject{}, organizationNotFound()
	}
	m := o.member(memberID)
	if m == nil {
		return subject{}, memberNotFound()
	}

	return subject{member: m}, nil
}

func missingSubject(product Product) *apiError {
	if product == Consumer {
		return badRequest("no_oauth_authorize_user_selector",
			"Exactly one of \"user_id\", \"session_token\" and \"session_jwt\" is required.")
	}

	return badRequest("no_oauth_authorize_member_selector",
		"Exactly one of \"organization_id\" with \"member_id\", \"session_token\" and \"session_jwt\" is required.")
}

func tooManySubjects(product Product) *apiError {
	if product == Consumer {
		return badRequest("too_many_user_selection_arguments",
			"Exactly one of \"user_id\", \"session_token\" and \"session_jwt\" may be given.")
	}

	return badRequest("too_many_session_arguments",
		"Exactly one of \"organization_id\" with \"member_id\", \"session_token\" and \"session_jwt\" may be given.")
}

// id is the sub claim of the subject's tokens.
func (s subject) id() string {
	if s.user != nil {
		return s.user.ID
	}
	if s.member != nil {
		return s.member.ID
	}

	return ""
}

// email and name go into the ID token, by scope.
func (s subject) email() string {
	if s.user != nil {
		return s.user.Email
	}

	return s.member.Email
}

func (s subject) name() string {
	if s.user != nil {
		return s.user.FirstName + " " + s.user.LastName
	}

	return s.member.Name
}

// checkPolicy applies the organization's policy towards Connected Apps
// (https://stytch.com/docs/b2b/api/organization-object). Users have none.
func (s subject) checkPolicy(app *client) *apiError {
	if s.member == nil {
		return nil
	}
	allowedType, allowed := s.member.organization.policy(app)
	if allowedType == "ALL_ALLOWED" || allowedType == "RESTRICTED" && slices.Contains(allowed, app.ClientID) {
		return nil
	}

	return newError(http.StatusForbidden, "connected_app_not_allowed_for_org",
		"The Organization does not allow this Connected App.")
}

// claim is the organization in a token of one of its members.
func (o *organization) claim() object {
	return object{"organization_id": o.ID, "slug": o.Slug}
}
