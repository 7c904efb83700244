// SPDX-License-Identifier: MPL-2.0

package stytchmock_test

import (
	"net/url"
	"testing"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/stytchmock"
)

func tokensPath(organizationID, memberID, provider string) string {
	return "/v1/b2b/organizations/" + url.PathEscape(organizationID) +
		"/members/" + url.PathEscape(memberID) + "/oauth_providers/" + provider
}

// tokensOf returns the object that holds the tokens: the body, or its first registration.
func tokensOf(t *testing.T, got response) map[string]any {
	t.Helper()

	if list, ok := got.body["registrations"]; ok {
		return first(t, list)
	}

	return got.body
}

func TestMemberTokens(t *testing.T) {
	t.Parallel()
	e, refreshing := start(t), start(t, stytchmock.WithTokenRefresh())

	const flat = "access_token access_token_expires_in id_token provider_subject provider_type request_id scopes status_code"
	for provider, test := range map[string]struct {
		title, fields string
		refresh       bool
	}{
		"google":    {"Google", flat, true},
		"microsoft": {"Microsoft", flat, true},
		"slack":     {"Slack", "access_token bot_access_token bot_scopes provider_subject provider_tenant_id scopes", false},
		"hubspot":   {"HubSpot", "access_token access_token_expires_in provider_subject provider_tenant_id scopes", true},
		"github":    {"GitHub", "access_token provider_subject provider_tenant_ids scopes", false},
	} {
		t.Run(provider, func(t *testing.T) {
			t.Parallel()

			path := tokensPath(e.f.OrganizationID, e.f.MemberID, provider)
			for _, query := range []string{"", "?include_refresh_token=false", "?include_refresh_token=true"} {
				got := e.get(path+query, e.b2b())
				checkOK(t, got, 200)
				want := test.fields
				if test.refresh && query == "?include_refresh_token=true" {
					want += " refresh_token"
				}
				checkFields(t, tokensOf(t, got), want)
				if got.text("provider_type") != test.title {
					t.Errorf("provider_type %q", got.text("provider_type"))
				}
			}
			read := func(e *emulator) any {
				got := e.get(tokensPath(e.f.OrganizationID, e.f.MemberID, provider), e.b2b())
				checkOK(t, got, 200)

				return tokensOf(t, got)["access_token"]
			}
			if a, b := read(e), read(e); a != b {
				t.Errorf("reads are not repeatable: %v, %v", a, b)
			}
			if a, b := read(refreshing), read(refreshing); (a != b) != test.refresh {
				t.Errorf("reads with refresh: %v, %v", a, b)
			}
		})
	}
	oneTap := e.get(tokensPath(e.f.OrganizationID, e.f.MemberIDOneTap, "google")+"?include_refresh_token=true", e.b2b())
	checkFields(t, oneTap.body, "id_token provider_subject provider_type request_id scopes status_code")
}

func TestMemberTokensLocators(t *testing.T) {
	t.Parallel()
	e := start(t)

	organization, member := e.f.OrganizationID, e.f.MemberID
	odd := e.AddOrganization(stytchmock.Organization{Slug: ".."})
	e.SetMemberTokens(odd, e.AddMember(stytchmock.Member{OrganizationID: odd, ID: "m"}), "google", map[string]any{})
	for path, errorType := range map[string]string{
		tokensPath(organization, member, "google"):                             "",
		tokensPath(e.f.OrganizationSlug, member, "google"):                     "",
		tokensPath(e.f.OrganizationExternalID, e.f.MemberExternalID, "google"): "",
		tokensPath(e.f.OtherOrganizationSlug, e.f.OtherMemberID, "google"):     "",
		"/v1/b2b/organizations/%2E%2E/members/m/oauth_providers/google":        "",
		tokensPath("organization-test-x", member, "google"):                    "organization_not_found",
		tokensPath(organization, "member-test-x", "google"):                    "member_not_found",
		tokensPath(organization, e.f.OtherMemberID, "google"):                  "member_not_found",
		tokensPath(organization, e.f.MemberIDWithoutTokens, "google"):          "member_oauth_token_not_found",
		tokensPath(organization, member, "nobody"):                             "route_not_found",
	} {
		if got := e.get(path, e.b2b()); errorType == "" {
			checkOK(t, got, 200)
		} else {
			checkError(t, got, 404, errorType)
		}
	}
	checkError(t, e.get(tokensPath(organization, member, "github")+"?include_refresh_token=1", e.b2b()), 400, "invalid_argument")
	// Slack's endpoint does not have the parameter, and ignores it.
	checkOK(t, e.get(tokensPath(organization, member, "slack")+"?include_refresh_token=1", e.b2b()), 200)
}

func TestSetMemberTokens(t *testing.T) {
	t.Parallel()
	e := start(t)
	path := tokensPath(e.f.OrganizationID, e.f.MemberID, "google")

	if !e.SetMemberTokens("acme", e.f.MemberExternalID, "google", map[string]any{"refresh_token": "r", "odd": nil}) {
		t.Fatal("no such member")
	}
	checkFields(t, e.get(path, e.b2b()).body, "odd request_id status_code")
	if got := e.get(path+"?include_refresh_token=true", e.b2b()); got.text("refresh_token") != "r" {
		t.Errorf("no refresh token: %s", got.raw)
	}
	e.SetMemberTokens("acme", e.f.MemberID, "google", nil)
	checkError(t, e.get(path, e.b2b()), 404, "member_oauth_token_not_found")
	if e.SetMemberTokens("acme", "nobody", "google", nil) || e.AddMember(stytchmock.Member{OrganizationID: "nowhere"}) != "" {
		t.Error("an unknown member or organization was found")
	}
}
