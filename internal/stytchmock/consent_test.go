// SPDX-License-Identifier: MPL-2.0

package stytchmock_test

import (
	"testing"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/stytchmock"
)

func TestConsentIsRemembered(t *testing.T) {
	t.Parallel()
	e := start(t)

	other := e.AddConnectedApp(stytchmock.ConnectedApp{
		RedirectURIs: []string{e.f.RedirectURI}, Scopes: e.f.GrantableScopes, ConsentRequired: true,
	})
	asked := func(changes map[string]any) any {
		return e.post(memberPreflightPath, e.b2b(), authorizationBody(e, changes)).body["consent_required"]
	}
	check := func(what string, changes map[string]any, want bool) {
		t.Helper()

		if got := asked(changes); got != want {
			t.Errorf("%s: consent_required %v, want %v", what, got, want)
		}
	}
	scopes := func(names ...string) map[string]any { return map[string]any{"scopes": append([]string{}, names...)} }

	check("before", nil, true)
	check("before, without scopes", scopes(), true)
	check("the preflight itself records nothing", nil, true)

	for what, changes := range map[string]map[string]any{
		"consent withheld":      {"consent_granted": false},
		"scope not grantable":   {"scopes": []string{"admin:everything"}},
		"refused before asking": {"code_challenge": "short"},
	} {
		e.post(memberAuthorizePath, e.b2b(), granting(e, changes))
		check(what, nil, true)
	}

	callbackOf(t, e.post(memberAuthorizePath, e.b2b(), granting(e, scopes("openid", "email"))))
	check("what was granted", scopes("openid", "email"), false)
	check("a part of it, in another order", scopes("email"), false)
	check("nothing at all", scopes(), false)
	check("more", scopes("openid", "profile"), true)
	check("what was granted, with a prompt", map[string]any{"prompt": "consent"}, true)
	check("by another name of the member", map[string]any{
		"organization_id": e.f.OrganizationSlug, "member_id": e.f.MemberExternalID,
	}, false)
	check("by a session", map[string]any{
		"organization_id": nil, "member_id": nil, "session_token": e.f.SessionToken,
	}, false)
	check("another member", map[string]any{"member_id": e.f.MemberIDWithoutTokens}, true)
	check("another app", map[string]any{"client_id": other}, true)

	callbackOf(t, e.post(memberAuthorizePath, e.b2b(), granting(e, scopes("profile"))))
	check("granted bit by bit", scopes("openid", "email", "profile"), false)
	callbackOf(t, e.post(memberAuthorizePath, e.b2b(), granting(e, map[string]any{"consent_granted": false})))
	check("a refusal takes nothing back", nil, false)
}

func TestConsentOfUsersIsRemembered(t *testing.T) {
	t.Parallel()
	e := start(t)

	asked := func() any {
		return e.post(userPreflightPath, e.consumer(), userAuthorizationBody(e, nil)).body["consent_required"]
	}
	if got := asked(); got != true {
		t.Errorf("consent_required %v", got)
	}
	checkOK(t, e.post(userAuthorizePath, e.consumer(), userAuthorizationBody(e, map[string]any{"consent_granted": true})), 200)
	if got := asked(); got != false {
		t.Errorf("consent_required %v", got)
	}
}
