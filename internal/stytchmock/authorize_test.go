// SPDX-License-Identifier: MPL-2.0

package stytchmock_test

import (
	"net/url"
	"strings"
	"testing"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/stytchmock"
)

// preflightBody is a valid preflight of the seeded member, with changes.
func (e *emulator) preflightBody(changes map[string]any) map[string]any {
	return with(map[string]any{
		"client_id": e.f.ClientID, "redirect_uri": e.f.RedirectURI, "response_type": "code", "scopes": []string{"openid"},
		"organization_id": e.f.OrganizationID, "member_id": e.f.MemberID,
	}, changes)
}

// userPreflightBody is a valid preflight of the seeded user, with changes.
func (e *emulator) userPreflightBody(changes map[string]any) map[string]any {
	return with(map[string]any{
		"client_id": e.f.ConsumerClientID, "redirect_uri": e.f.ConsumerRedirectURI, "response_type": "code",
		"scopes": []string{"openid"}, "user_id": e.f.UserID,
	}, changes)
}

// authorize submits a request of the seeded member that is granted, with changes.
func (e *emulator) authorize(changes map[string]any) response {
	e.t.Helper()

	return e.post(memberAuthorizePath, e.b2b(), with(e.preflightBody(map[string]any{
		"consent_granted": true, "code_challenge": challenge(testVerifier), "state": "af0ifjsldkj",
	}), changes))
}

func TestPreflight(t *testing.T) {
	t.Parallel()
	e := start(t)

	got := e.post(memberPreflightPath, e.b2b(), e.preflightBody(map[string]any{
		"organization_id": e.f.OrganizationSlug, "member_id": e.f.MemberExternalID,
		"scopes": []string{"openid", "admin:everything", "openid"},
	}))
	checkOK(t, got, 200)
	checkFields(t, got.body, "client consent_required member member_id organization request_id scope_results status_code")
	results, _ := got.body["scope_results"].([]any)
	member, organization := object(t, got.body["member"]), object(t, got.body["organization"])
	if got.text("member_id") != e.f.MemberID || member["member_id"] != e.f.MemberID || member["email_address"] != "ada@example.com" ||
		organization["organization_slug"] != e.f.OrganizationSlug || object(t, got.body["client"])["client_id"] != e.f.ClientID ||
		len(results) != 2 || object(t, results[0])["is_grantable"] != true || object(t, results[1])["is_grantable"] != false {
		t.Errorf("got %s", got.raw)
	}

	got = e.post(userPreflightPath, e.consumer(), e.userPreflightBody(nil))
	checkOK(t, got, 200)
	checkFields(t, got.body, "client consent_required request_id scope_results status_code user user_id")
	if got.text("user_id") != e.f.UserID || object(t, got.body["user"])["user_id"] != e.f.UserID || len(e.Codes()) != 0 {
		t.Errorf("got %s, codes %v", got.raw, e.Codes())
	}
}

func TestAuthorizationErrors(t *testing.T) {
	t.Parallel()
	e := start(t)

	session := func(name, value string) map[string]any {
		return map[string]any{"organization_id": nil, "member_id": nil, name: value}
	}
	for name, test := range map[string]struct {
		changes   map[string]any
		status    int
		errorType string
	}{
		"no client_id":     {map[string]any{"client_id": nil}, 400, "invalid_argument"},
		"no redirect_uri":  {map[string]any{"redirect_uri": nil}, 400, "invalid_argument"},
		"no response_type": {map[string]any{"response_type": nil}, 400, "invalid_argument"},
		"no scopes":        {map[string]any{"scopes": nil}, 400, "invalid_argument"},
		"scopes of text":   {map[string]any{"scopes": "openid"}, 400, "invalid_request_value"},
		"unknown client":   {map[string]any{"client_id": "connected-app-test-x"}, 404, "connected_app_not_found"},
		"M2M client":       {map[string]any{"client_id": e.f.M2MClientID}, 404, "connected_app_not_found"},
		"consumer client":  {map[string]any{"client_id": e.f.ConsumerClientID}, 404, "connected_app_not_found"},
		"other redirect": {
			map[string]any{"redirect_uri": e.f.RedirectURI + "/"}, 401, "connected_app_supplied_redirect_url_not_found_in_client",
		},
		"response type":    {map[string]any{"response_type": "token"}, 400, "invalid_argument"},
		"prompt":           {map[string]any{"prompt": "login"}, 400, "invalid_argument"},
		"scope with space": {map[string]any{"scopes": []string{"openid email"}}, 400, "oauth_invalid_scope_requested"},
		"no subject":       {map[string]any{"organization_id": nil, "member_id": nil}, 400, "no_oauth_authorize_member_selector"},
		"no organization":  {map[string]any{"organization_id": nil}, 400, "no_oauth_authorize_member_selector"},
		"no member":        {map[string]any{"member_id": nil}, 400, "no_oauth_authorize_member_selector"},
		"ids and session":  {map[string]any{"session_token": "x"}, 400, "too_many_session_arguments"},
		"unknown session":  {session("session_token", "x"), 404, "session_not_found"},
		"unknown org":      {map[string]any{"organization_id": "x"}, 404, "organization_not_found"},
		"unknown member":   {map[string]any{"member_id": "x"}, 404, "member_not_found"},
		"user_id":          {map[string]any{"user_id": "x"}, 400, "bad_request"},
		"not allowed":      {map[string]any{"client_id": e.f.DisallowedClientID}, 403, "connected_app_not_allowed_for_org"},
		"allowed elsewhere": {map[string]any{
			"client_id":       e.f.DisallowedClientID,
			"organization_id": e.f.OtherOrganizationID, "member_id": e.f.OtherMemberID,
		}, 200, ""},
		"by session token": {session("session_token", e.f.SessionToken), 200, ""},
		"by session JWT":   {session("session_jwt", e.f.SessionJWT), 200, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			for _, got := range []response{
				e.post(memberPreflightPath, e.b2b(), e.preflightBody(test.changes)), e.authorize(test.changes),
			} {
				if test.errorType == "" {
					checkOK(t, got, 200)
				} else {
					checkError(t, got, test.status, test.errorType)
				}
			}
		})
	}
	for _, name := range []string{"state", "nonce", "code_challenge", "consent_granted", "resources"} {
		got := e.post(memberPreflightPath, e.b2b(), e.preflightBody(map[string]any{name: "x"}))
		checkError(t, got, 400, "bad_request")
	}
	for errorType, changes := range map[string]map[string]any{
		"no_oauth_authorize_user_selector":  {"user_id": nil},
		"too_many_user_selection_arguments": {"session_token": "x"},
		"bad_request":                       {"organization_id": "x"},
	} {
		checkError(t, e.post(userPreflightPath, e.consumer(), e.userPreflightBody(changes)), 400, errorType)
	}
}

func TestAuthorize(t *testing.T) {
	t.Parallel()
	e := start(t)

	got := e.authorize(map[string]any{
		"nonce": "n-0S6", "scopes": []string{"openid", "email"}, "resources": []string{"https://api.example.com"},
	})
	checkOK(t, got, 200)
	checkFields(t, got.body, "authorization_code redirect_uri request_id status_code")
	value := got.text("authorization_code")
	if want := e.f.RedirectURI + "?code=" + value + "&state=af0ifjsldkj"; got.text("redirect_uri") != want {
		t.Errorf("redirect_uri %s, want %s", got.text("redirect_uri"), want)
	}
	want := stytchmock.Code{
		Value: value, ClientID: e.f.ClientID, RedirectURI: e.f.RedirectURI, SubjectID: e.f.MemberID,
		Scopes: []string{"openid", "email"}, State: "af0ifjsldkj", Nonce: "n-0S6", CodeChallenge: challenge(testVerifier),
		Resources: []string{"https://api.example.com"},
	}
	if codes := e.Codes(); len(codes) != 1 || encode(t, codes[0]) != encode(t, want) {
		t.Errorf("codes %+v, want %+v", codes, want)
	}

	got = e.post(userAuthorizePath, e.consumer(), e.userPreflightBody(map[string]any{"consent_granted": true}))
	checkOK(t, got, 200)
	if codes := e.Codes(); codes[1].SubjectID != e.f.UserID || got.text("redirect_uri") != e.f.ConsumerRedirectURI+"?code="+codes[1].Value {
		t.Errorf("got %s", got.raw)
	}

	// The query of a redirect URI is kept.
	const redirectURI = "https://app.example.com/callback?tenant=a%20b"
	app := e.AddConnectedApp(stytchmock.ConnectedApp{RedirectURIs: []string{redirectURI}, Scopes: []string{"openid"}})
	got = e.authorize(map[string]any{"client_id": app, "redirect_uri": redirectURI})
	if !strings.HasPrefix(got.text("redirect_uri"), redirectURI+"&code=") {
		t.Errorf("redirect_uri %s", got.text("redirect_uri"))
	}
}

func TestAuthorizeRefusals(t *testing.T) {
	t.Parallel()
	e := start(t)

	for name, test := range map[string]struct {
		changes map[string]any
		code    string
	}{
		"consent withheld": {map[string]any{"consent_granted": false, "code_challenge": nil}, "access_denied"},
		"scope":            {map[string]any{"scopes": []string{"openid", "admin:everything"}}, "invalid_scope"},
		"both":             {map[string]any{"consent_granted": false, "scopes": []string{"x"}}, "access_denied"},
	} {
		got := e.authorize(test.changes)
		checkOK(t, got, 200)
		checkFields(t, got.body, "redirect_uri request_id status_code")
		callback, err := url.Parse(got.text("redirect_uri"))
		if err != nil {
			t.Fatal(err)
		}
		if q := callback.Query(); q.Get("error") != test.code || q.Get("error_description") == "" ||
			q.Get("state") != "af0ifjsldkj" || q.Has("code") || !strings.HasPrefix(callback.String(), e.f.RedirectURI+"?") {
			t.Errorf("%s: redirect_uri %s", name, callback)
		}
	}
	checkError(t, e.authorize(map[string]any{"consent_granted": nil}), 400, "invalid_argument")
	checkError(t, e.authorize(map[string]any{"code_challenge": "short"}), 400, "invalid_pkce_code_challenge")
	strict := map[string]any{"client_id": e.f.PKCEClientID, "code_challenge": nil}
	checkError(t, e.authorize(strict), 400, "pkce_required_for_idp_authorization_flow")
	if codes := e.Codes(); len(codes) != 0 {
		t.Errorf("codes %+v", codes)
	}
	checkOK(t, e.authorize(map[string]any{"code_challenge": nil}), 200)
	checkOK(t, e.authorize(map[string]any{"client_id": e.f.PKCEClientID}), 200)
}

func TestConsentIsRemembered(t *testing.T) {
	t.Parallel()
	e := start(t)

	check := func(what string, changes map[string]any, want bool) {
		t.Helper()

		got := e.post(memberPreflightPath, e.b2b(), e.preflightBody(changes))
		if got.body["consent_required"] != want {
			t.Errorf("%s: want %t: %s", what, want, got.raw)
		}
	}
	scopes := func(names ...string) map[string]any {
		return map[string]any{"scopes": names}
	}

	check("at first", nil, true)
	check("a preflight records nothing", nil, true)
	check("a first-party app", map[string]any{"client_id": e.f.ConfidentialClientID}, false)
	check("a first-party app with a prompt", map[string]any{"client_id": e.f.ConfidentialClientID, "prompt": "consent"}, true)
	e.authorize(map[string]any{"consent_granted": false})
	e.authorize(scopes("admin:everything"))
	check("after refusals", nil, true)

	e.authorize(scopes("openid", "email"))
	check("what was granted", scopes("email", "openid"), false)
	check("nothing", map[string]any{"scopes": []string{}}, false)
	check("more", scopes("openid", "profile"), true)
	check("with a prompt", map[string]any{"prompt": "consent"}, true)
	check("by a session", map[string]any{"organization_id": nil, "member_id": nil, "session_token": e.f.SessionToken}, false)
	check("another member", map[string]any{"member_id": e.f.MemberIDWithoutTokens}, true)
	check("another app", map[string]any{"client_id": e.f.PKCEClientID}, true)
	e.authorize(scopes("profile"))
	check("granted bit by bit", scopes("openid", "email", "profile"), false)
	e.authorize(map[string]any{"consent_granted": false})
	check("a refusal takes nothing back", nil, false)
}
