// SPDX-License-Identifier: MPL-2.0

package stytchmock_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/stytchmock"
)

const (
	memberPreflightPath = "/v1/b2b/idp/oauth/authorize/start"
	memberAuthorizePath = "/v1/b2b/idp/oauth/authorize"
	userPreflightPath   = "/v1/idp/oauth/authorize/start"
	userAuthorizePath   = "/v1/idp/oauth/authorize"
)

// authorizationBody is a valid preflight of the seeded member, with changes.
func authorizationBody(e *emulator, changes map[string]any) map[string]any {
	return with(map[string]any{
		"client_id":       e.f.ClientID,
		"redirect_uri":    e.f.RedirectURI,
		"response_type":   "code",
		"scopes":          []string{"openid"},
		"organization_id": e.f.OrganizationID,
		"member_id":       e.f.MemberID,
	}, changes)
}

// userAuthorizationBody is a valid preflight of the seeded user, with changes.
func userAuthorizationBody(e *emulator, changes map[string]any) map[string]any {
	return with(map[string]any{
		"client_id":     e.f.ConsumerClientID,
		"redirect_uri":  e.f.ConsumerRedirectURI,
		"response_type": "code",
		"scopes":        []string{"openid"},
		"user_id":       e.f.UserID,
	}, changes)
}

// The required fields of Stytch's schemas.
var (
	memberRequired = strings.Fields("organization_id member_id email_address status name sso_registrations " +
		"is_breakglass member_password_id oauth_registrations email_address_verified mfa_phone_number_verified " +
		"is_admin totp_registration_id retired_email_addresses is_locked mfa_enrolled mfa_phone_number " +
		"default_mfa_method roles")
	organizationRequired = strings.Fields("organization_id organization_name organization_logo_url " +
		"organization_slug sso_jit_provisioning sso_jit_provisioning_allowed_connections sso_active_connections " +
		"email_allowed_domains email_jit_provisioning email_invites auth_methods allowed_auth_methods mfa_policy " +
		"rbac_email_implicit_role_assignments mfa_methods allowed_mfa_methods oauth_tenant_jit_provisioning " +
		"claimed_email_domains first_party_connected_apps_allowed_type allowed_first_party_connected_apps " +
		"third_party_connected_apps_allowed_type allowed_third_party_connected_apps custom_roles")
	userRequired = strings.Fields("user_id emails status phone_numbers webauthn_registrations providers totps " +
		"crypto_wallets biometric_registrations is_locked roles")
	clientRequired       = strings.Fields("client_id client_name client_description client_type")
	scopeResultRequired  = strings.Fields("scope description is_grantable")
	registrationRequired = strings.Fields("provider_type provider_subject member_oauth_registration_id")
)

// checkRequired checks that an object has every required field, and no null.
func checkRequired(t *testing.T, value any, required []string) map[string]any {
	t.Helper()

	object, ok := value.(map[string]any)
	if !ok {
		t.Fatalf("not an object: %v", value)
	}
	for _, name := range required {
		if object[name] == nil {
			t.Errorf("%s is missing", name)
		}
	}

	return object
}

func TestMemberPreflight(t *testing.T) {
	t.Parallel()
	e := start(t)

	got := e.post(memberPreflightPath, e.b2b(), authorizationBody(e, map[string]any{
		"organization_id": e.f.OrganizationSlug, "member_id": e.f.MemberExternalID,
		"scopes": []string{"openid", "admin:everything", "openid"},
	}))
	checkOK(t, got, http.StatusOK)
	want := strings.Fields("client consent_required member member_id organization request_id scope_results status_code")
	if !slices.Equal(fields(got.body), want) {
		t.Errorf("fields %v, want %v", fields(got.body), want)
	}
	if got.text("member_id") != e.f.MemberID || got.body["consent_required"] != true {
		t.Errorf("got %s", got.raw)
	}
	member := checkRequired(t, got.body["member"], memberRequired)
	if member["member_id"] != e.f.MemberID || member["external_id"] != e.f.MemberExternalID {
		t.Errorf("member %v", member)
	}
	checkRequired(t, firstObject(t, member["oauth_registrations"]), registrationRequired)
	organization := checkRequired(t, got.body["organization"], organizationRequired)
	if organization["organization_slug"] != e.f.OrganizationSlug {
		t.Errorf("organization %v", organization)
	}
	client := checkRequired(t, got.body["client"], clientRequired)
	if client["client_type"] != "third_party_public" || client["logo_url"] == "" {
		t.Errorf("client %v", client)
	}
	results, _ := got.body["scope_results"].([]any)
	if len(results) != 2 {
		t.Fatalf("scope_results %v", results)
	}
	for i, grantable := range []bool{true, false} {
		if result := checkRequired(t, results[i], scopeResultRequired); result["is_grantable"] != grantable {
			t.Errorf("scope result %v", result)
		}
	}
	if len(e.Codes()) != 0 {
		t.Error("the preflight minted a code")
	}
}

func TestUserPreflight(t *testing.T) {
	t.Parallel()
	e := start(t)

	got := e.post(userPreflightPath, e.consumer(), userAuthorizationBody(e, nil))
	checkOK(t, got, http.StatusOK)
	want := strings.Fields("client consent_required request_id scope_results status_code user user_id")
	if !slices.Equal(fields(got.body), want) {
		t.Errorf("fields %v, want %v", fields(got.body), want)
	}
	user := checkRequired(t, got.body["user"], userRequired)
	if user["user_id"] != e.f.UserID {
		t.Errorf("user %v", user)
	}
	checkRequired(t, firstObject(t, user["emails"]), []string{"email_id", "email", "verified"})
}

func TestConsentRequired(t *testing.T) {
	t.Parallel()
	e := start(t)

	quiet := map[string]any{"client_id": e.f.ConfidentialClientID}
	if got := e.post(memberPreflightPath, e.b2b(), authorizationBody(e, quiet)); got.body["consent_required"] != false {
		t.Errorf("got %s", got.raw)
	}
	quiet["prompt"] = "consent consent"
	if got := e.post(memberPreflightPath, e.b2b(), authorizationBody(e, quiet)); got.body["consent_required"] != true {
		t.Errorf("got %s", got.raw)
	}
	plain := e.AddConnectedApp(stytchmock.ConnectedApp{RedirectURIs: []string{e.f.RedirectURI}})
	got := e.post(memberPreflightPath, e.b2b(), authorizationBody(e, map[string]any{"client_id": plain, "scopes": []string{}}))
	checkOK(t, got, http.StatusOK)
	if client := checkRequired(t, got.body["client"], []string{"client_id", "client_name", "client_type"}); len(client) != 4 {
		t.Errorf("client %v", client)
	}
	if results, ok := got.body["scope_results"].([]any); !ok || len(results) != 0 {
		t.Errorf("scope_results %v", got.body["scope_results"])
	}
}

func TestAuthorizationRequestErrors(t *testing.T) {
	t.Parallel()
	e := start(t)

	sessionToken, sessionJWT := e.AddSession(stytchmock.Session{})
	tests := map[string]struct {
		changes   map[string]any
		status    int
		errorType string
		message   string
	}{
		"no client_id":      {map[string]any{"client_id": nil}, 400, "invalid_argument", "client_id"},
		"no redirect_uri":   {map[string]any{"redirect_uri": nil}, 400, "invalid_argument", "redirect_uri"},
		"no response_type":  {map[string]any{"response_type": nil}, 400, "invalid_argument", "response_type"},
		"no scopes":         {map[string]any{"scopes": nil}, 400, "invalid_argument", "scopes"},
		"unknown client":    {map[string]any{"client_id": "connected-app-test-x"}, 404, "connected_app_not_found", ""},
		"M2M client":        {map[string]any{"client_id": e.f.M2MClientID}, 404, "connected_app_not_found", ""},
		"consumer client":   {map[string]any{"client_id": e.f.ConsumerClientID}, 404, "connected_app_not_found", ""},
		"other redirect":    {map[string]any{"redirect_uri": e.f.RedirectURI + "/"}, 401, "connected_app_supplied_redirect_url_not_found_in_client", ""},
		"response type":     {map[string]any{"response_type": "token"}, 400, "invalid_argument", "response_type"},
		"prompt":            {map[string]any{"prompt": "consent login"}, 400, "invalid_argument", "prompt"},
		"scope with space":  {map[string]any{"scopes": []string{"openid email"}}, 400, "oauth_invalid_scope_requested", "scopes"},
		"empty scope":       {map[string]any{"scopes": []string{""}}, 400, "oauth_invalid_scope_requested", "scopes"},
		"no subject":        {map[string]any{"organization_id": nil, "member_id": nil}, 400, "no_oauth_authorize_member_selector", ""},
		"no organization":   {map[string]any{"organization_id": nil}, 400, "no_oauth_authorize_member_selector", ""},
		"no member":         {map[string]any{"member_id": nil}, 400, "no_oauth_authorize_member_selector", ""},
		"ids and session":   {map[string]any{"session_token": sessionToken}, 400, "too_many_session_arguments", ""},
		"id and JWT":        {map[string]any{"member_id": nil, "session_jwt": sessionJWT}, 400, "too_many_session_arguments", ""},
		"two sessions":      {map[string]any{"organization_id": nil, "member_id": nil, "session_token": sessionToken, "session_jwt": sessionJWT}, 400, "too_many_session_arguments", ""},
		"unknown session":   {map[string]any{"organization_id": nil, "member_id": nil, "session_token": "x"}, 404, "session_not_found", ""},
		"unknown org":       {map[string]any{"organization_id": "x"}, 404, "organization_not_found", ""},
		"unknown member":    {map[string]any{"member_id": "x"}, 404, "member_not_found", ""},
		"user_id":           {map[string]any{"user_id": "x"}, 400, "bad_request", "user_id"},
		"by session token":  {map[string]any{"organization_id": nil, "member_id": nil, "session_token": sessionToken}, 200, "", ""},
		"by session JWT":    {map[string]any{"organization_id": nil, "member_id": nil, "session_jwt": sessionJWT}, 200, "", ""},
		"all in good order": {nil, 200, "", ""},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			submission := map[string]any{"consent_granted": true, "code_challenge": challenge(testVerifier)}
			for _, got := range []response{
				e.post(memberPreflightPath, e.b2b(), authorizationBody(e, test.changes)),
				e.post(memberAuthorizePath, e.b2b(), with(authorizationBody(e, test.changes), submission)),
			} {
				if test.errorType == "" {
					checkOK(t, got, http.StatusOK)
				} else {
					checkError(t, got, test.status, test.errorType, test.message)
				}
			}
		})
	}
	for _, name := range []string{"state", "nonce", "code_challenge", "consent_granted", "resources"} {
		got := e.post(memberPreflightPath, e.b2b(), authorizationBody(e, map[string]any{name: "x"}))
		checkError(t, got, http.StatusBadRequest, "bad_request", name)
	}
}

func TestUserSubjects(t *testing.T) {
	t.Parallel()
	e := start(t)

	_, memberJWT := e.AddSession(stytchmock.Session{})
	tests := map[string]struct {
		changes   map[string]any
		status    int
		errorType string
	}{
		"external id":     {map[string]any{"user_id": e.f.UserExternalID}, 200, ""},
		"session":         {map[string]any{"user_id": nil, "session_token": e.f.ConsumerSessionToken}, 200, ""},
		"none":            {map[string]any{"user_id": nil}, 400, "no_oauth_authorize_user_selector"},
		"two":             {map[string]any{"session_token": "x"}, 400, "too_many_user_selection_arguments"},
		"unknown":         {map[string]any{"user_id": "x"}, 404, "user_not_found"},
		"member's JWT":    {map[string]any{"user_id": nil, "session_jwt": memberJWT}, 400, "unable_to_parse_session_jwt"},
		"organization_id": {map[string]any{"organization_id": "x"}, 400, "bad_request"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			got := e.post(userPreflightPath, e.consumer(), userAuthorizationBody(e, test.changes))
			if test.errorType == "" {
				checkOK(t, got, http.StatusOK)
			} else {
				checkError(t, got, test.status, test.errorType, "")
			}
		})
	}
}

func TestOrganizationPolicy(t *testing.T) {
	t.Parallel()
	e := start(t)

	tests := map[string]struct {
		policy  stytchmock.Organization
		allowed bool
	}{
		"all":               {stytchmock.Organization{}, true},
		"none":              {stytchmock.Organization{ThirdPartyApps: "NOT_ALLOWED"}, false},
		"others":            {stytchmock.Organization{ThirdPartyApps: "RESTRICTED"}, false},
		"this one":          {stytchmock.Organization{ThirdPartyApps: "RESTRICTED", AllowedThirdPartyApps: []string{e.f.ClientID}}, true},
		"no first party":    {stytchmock.Organization{FirstPartyApps: "NOT_ALLOWED"}, true},
		"by the wrong list": {stytchmock.Organization{ThirdPartyApps: "RESTRICTED", AllowedFirstPartyApps: []string{e.f.ClientID}}, false},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			organizationID := e.AddOrganization(test.policy)
			memberID := e.AddMember(stytchmock.Member{OrganizationID: organizationID})
			got := e.post(memberPreflightPath, e.b2b(), authorizationBody(e, map[string]any{
				"organization_id": organizationID, "member_id": memberID,
			}))
			if test.allowed {
				checkOK(t, got, http.StatusOK)
			} else {
				checkError(t, got, http.StatusForbidden, "connected_app_not_allowed_for_org", "")
			}
		})
	}
}
