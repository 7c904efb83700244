// SPDX-License-Identifier: MPL-2.0

package stytchmock_test

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/stytchmock"
)

func tokensPath(organizationID, memberID, provider string) string {
	return "/v1/b2b/organizations/" + url.PathEscape(organizationID) +
		"/members/" + url.PathEscape(memberID) + "/oauth_providers/" + provider
}

func TestMemberTokensFields(t *testing.T) {
	t.Parallel()
	e := start(t)

	flat := []string{
		"access_token", "access_token_expires_in", "id_token", "provider_subject", "provider_type", "request_id",
		"scopes", "status_code",
	}
	list := []string{"provider_type", "registrations", "request_id", "status_code"}
	tests := map[string]struct {
		providerType string
		top          []string
		registration []string
		refresh      bool
	}{
		"google":    {providerType: "Google", top: flat, refresh: true},
		"microsoft": {providerType: "Microsoft", top: flat, refresh: true},
		"slack": {providerType: "Slack", top: list, registration: []string{
			"access_token", "bot_access_token", "bot_scopes", "provider_subject", "provider_tenant_id", "scopes",
		}},
		"hubspot": {providerType: "HubSpot", top: list, refresh: true, registration: []string{
			"access_token", "access_token_expires_in", "provider_subject", "provider_tenant_id", "scopes",
		}},
		"github": {providerType: "GitHub", top: list, registration: []string{
			"access_token", "provider_subject", "provider_tenant_ids", "scopes",
		}},
	}
	for provider, test := range tests {
		for _, query := range []string{"", "?include_refresh_token=false", "?include_refresh_token=true"} {
			t.Run(provider+query, func(t *testing.T) {
				t.Parallel()

				got := e.get(tokensPath(e.f.OrganizationID, e.f.MemberID, provider)+query, e.b2b())
				checkOK(t, got, http.StatusOK)
				if got.text("provider_type") != test.providerType {
					t.Errorf("provider_type %q", got.text("provider_type"))
				}
				wantTop, wantRegistration := slices.Clone(test.top), slices.Clone(test.registration)
				if test.refresh && query == "?include_refresh_token=true" {
					if wantRegistration == nil {
						wantTop = append(wantTop, "refresh_token")
					} else {
						wantRegistration = append(wantRegistration, "refresh_token")
					}
				}
				slices.Sort(wantTop)
				if !slices.Equal(fields(got.body), wantTop) {
					t.Errorf("fields %v, want %v", fields(got.body), wantTop)
				}
				if wantRegistration == nil {
					return
				}
				slices.Sort(wantRegistration)
				registration := firstObject(t, got.body["registrations"])
				if !slices.Equal(fields(registration), wantRegistration) {
					t.Errorf("registration %v, want %v", fields(registration), wantRegistration)
				}
			})
		}
	}
}

func firstObject(t *testing.T, list any) map[string]any {
	t.Helper()

	elements, ok := list.([]any)
	if !ok || len(elements) == 0 {
		t.Fatalf("not a list with elements: %v", list)
	}
	first, ok := elements[0].(map[string]any)
	if !ok {
		t.Fatalf("not an object: %v", elements[0])
	}

	return first
}

func TestMemberTokensLocators(t *testing.T) {
	t.Parallel()
	e := start(t)

	want := e.get(tokensPath(e.f.OrganizationID, e.f.MemberID, "google"), e.b2b()).text("access_token")
	for _, organization := range []string{e.f.OrganizationID, e.f.OrganizationSlug, e.f.OrganizationExternalID} {
		for _, member := range []string{e.f.MemberID, e.f.MemberExternalID} {
			got := e.get(tokensPath(organization, member, "google"), e.b2b())
			if got.text("access_token") != want || want == "" {
				t.Errorf("%s, %s: %s", organization, member, got.raw)
			}
		}
	}
	requests := e.RequestsTo(stytchmock.RouteMemberTokens)
	if last := requests[len(requests)-1]; !strings.HasPrefix(last.Path, "/v1/b2b/organizations/crm%7Cacme.1/members/okta%7Cada") {
		t.Errorf("recorded path %q", last.Path)
	}
}

func TestMemberTokensOfOddSlugs(t *testing.T) {
	t.Parallel()
	e := start(t)

	for _, slug := range []string{"..", "a.b_c~d", "%2e%2e"} {
		id := e.AddOrganization(stytchmock.Organization{Slug: slug})
		memberID := e.AddMember(stytchmock.Member{OrganizationID: id})
		e.SetMemberTokens(id, memberID, "google", map[string]any{"access_token": slug})
		escaped := url.PathEscape(slug)
		if slug == ".." {
			escaped = "%2E%2E"
		}
		got := e.get("/v1/b2b/organizations/"+escaped+"/members/"+memberID+"/oauth_providers/google", e.b2b())
		checkOK(t, got, http.StatusOK)
		if got.text("access_token") != slug {
			t.Errorf("%s: %s", slug, got.raw)
		}
	}
}

func TestMemberTokensErrors(t *testing.T) {
	t.Parallel()
	e := start(t)

	organization, member := e.f.OrganizationID, e.f.MemberID
	tests := map[string]struct {
		path      string
		status    int
		errorType string
		message   string
	}{
		"unknown organization": {tokensPath("organization-test-x", member, "google"), 404, "organization_not_found", ""},
		"unknown member":       {tokensPath(organization, "member-test-x", "google"), 404, "member_not_found", ""},
		"no tokens": {
			tokensPath(organization, e.f.MemberIDWithoutTokens, "google"), 404, "member_oauth_token_not_found", "",
		},
		"unknown provider": {tokensPath(organization, member, "nobody"), 404, "route_not_found", ""},
		"bad parameter": {
			tokensPath(organization, member, "google") + "?include_refresh_token=maybe", 400, "invalid_argument",
			"include_refresh_token",
		},
		"bad parameter that github has too": {
			tokensPath(organization, member, "github") + "?include_refresh_token=1", 400, "invalid_argument",
			"include_refresh_token",
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			checkError(t, e.get(test.path, e.b2b()), test.status, test.errorType, test.message)
		})
	}
	t.Run("slack ignores a parameter that it does not have", func(t *testing.T) {
		t.Parallel()
		checkOK(t, e.get(tokensPath(organization, member, "slack")+"?include_refresh_token=maybe", e.b2b()), 200)
	})
}

func TestOneTapMember(t *testing.T) {
	t.Parallel()
	e := start(t)

	got := e.get(tokensPath(e.f.OrganizationID, e.f.MemberIDOneTap, "google")+"?include_refresh_token=true", e.b2b())
	checkOK(t, got, http.StatusOK)
	want := []string{"id_token", "provider_subject", "provider_type", "request_id", "scopes", "status_code"}
	if !slices.Equal(fields(got.body), want) {
		t.Errorf("fields %v, want %v", fields(got.body), want)
	}
}

func TestSetMemberTokens(t *testing.T) {
	t.Parallel()
	e := start(t)
	path := tokensPath(e.f.OrganizationID, e.f.MemberID, "google")

	if !e.SetMemberTokens("acme", e.f.MemberExternalID, "google", map[string]any{
		"access_token": nil, "refresh_token": "r", "odd": 1,
	}) {
		t.Fatal("no such member")
	}
	got := e.get(path, e.b2b())
	if want := []string{"access_token", "odd", "request_id", "status_code"}; !slices.Equal(fields(got.body), want) {
		t.Errorf("fields %v, want %v", fields(got.body), want)
	}
	if got := e.get(path+"?include_refresh_token=true", e.b2b()); got.text("refresh_token") != "r" {
		t.Errorf("no refresh token: %s", got.raw)
	}

	e.SetMemberTokens("acme", e.f.MemberID, "google", []string{"not an object"})
	if got := e.get(path, e.b2b()); got.raw != `["not an object"]` {
		t.Errorf("got %s", got.raw)
	}
	e.SetMemberTokens("acme", e.f.MemberID, "google", func() {})
	checkError(t, e.get(path, e.b2b()), http.StatusInternalServerError, "internal_server_error", "")
	e.SetMemberTokens("acme", e.f.MemberID, "google", nil)
	checkError(t, e.get(path, e.b2b()), http.StatusNotFound, "member_oauth_token_not_found", "")
	if e.SetMemberTokens("acme", "nobody", "google", nil) {
		t.Error("an unknown member was found")
	}
	if e.AddMember(stytchmock.Member{OrganizationID: "nowhere"}) != "" {
		t.Error("a member was added to no organization")
	}
}

// Tests of a provider that the emulator has no entry for can bring its tokens.
func TestSetMemberTokensOfAnotherProvider(t *testing.T) {
	t.Parallel()
	e := start(t)

	e.SetMemberTokens("acme", e.f.MemberID, "gitea", map[string]any{"access_token": "a", "refresh_token": "r"})
	got := e.get(tokensPath(e.f.OrganizationID, e.f.MemberID, "gitea"), e.b2b())
	checkOK(t, got, http.StatusOK)
	if want := []string{"access_token", "request_id", "status_code"}; !slices.Equal(fields(got.body), want) {
		t.Errorf("fields %v, want %v", fields(got.body), want)
	}
	got = e.get(tokensPath(e.f.OrganizationID, e.f.MemberIDWithoutTokens, "gitea"), e.b2b())
	checkError(t, got, http.StatusNotFound, "member_oauth_token_not_found", "")
	got = e.get(tokensPath(e.f.OrganizationID, e.f.MemberID, "forgejo"), e.b2b())
	checkError(t, got, http.StatusNotFound, "route_not_found", "")
}

func TestTokenRefreshOnRead(t *testing.T) {
	t.Parallel()

	for _, provider := range []string{"google", "microsoft", "hubspot", "slack", "github"} {
		t.Run(provider, func(t *testing.T) {
			t.Parallel()

			steady, refreshing := start(t), start(t, stytchmock.WithTokenRefresh())
			if a, b := readAccessToken(t, steady, provider), readAccessToken(t, steady, provider); a != b {
				t.Errorf("two reads differ by default: %s, %s", a, b)
			}
			changes := provider != "slack" && provider != "github"
			if a, b := readAccessToken(t, refreshing, provider), readAccessToken(t, refreshing, provider); (a != b) != changes {
				t.Errorf("reads: %s, %s", a, b)
			}
		})
	}
}

func readAccessToken(t *testing.T, e *emulator, provider string) string {
	t.Helper()

	got := e.get(tokensPath(e.f.OrganizationID, e.f.MemberID, provider), e.b2b())
	checkOK(t, got, http.StatusOK)
	tokens := got.body
	if _, ok := got.body["registrations"]; ok {
		tokens = firstObject(t, got.body["registrations"])
	}
	value, _ := tokens["access_token"].(string)
	if value == "" {
		t.Fatalf("no access_token: %s", got.raw)
	}

	return value
}
