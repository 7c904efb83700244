// SPDX-License-Identifier: MPL-2.0

package stytchmock_test

import (
	"testing"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/stytchmock"
)

// grantor is a member or a user who authorizes the confidential Connected App of the project.
type grantor struct {
	e                *emulator
	credentials      [2]string
	id               string
	clientID, secret string
	// appsPath is the path of what was granted, and authorizePath that of an authorization with this body.
	appsPath, authorizePath string
	body                    map[string]any
}

func (e *emulator) member() grantor {
	return e.grantor(e.b2b(), e.f.MemberID, e.f.ConfidentialClientID, e.f.ConfidentialClientSecret,
		"/v1/b2b/organizations/"+e.f.OrganizationSlug+"/members/"+e.f.MemberID, memberAuthorizePath,
		map[string]any{"organization_id": e.f.OrganizationID, "member_id": e.f.MemberID})
}

func (e *emulator) user() grantor {
	return e.grantor(e.consumer(), e.f.UserID, e.f.ConsumerConfidentialClientID, e.f.ConsumerConfidentialClientSecret,
		"/v1/users/"+e.f.UserID, userAuthorizePath, map[string]any{"user_id": e.f.UserID})
}

func (e *emulator) grantor(
	credentials [2]string, id, clientID, secret, path, authorizePath string, ids map[string]any,
) grantor {
	return grantor{
		e, credentials, id, clientID, secret, path + "/connected_apps", authorizePath,
		with(map[string]any{
			"client_id": clientID, "redirect_uri": e.f.RedirectURI, "response_type": "code", "consent_granted": true,
			"scopes": []string{"openid", "offline_access"},
		}, ids),
	}
}

// authorize returns an authorization code.
func (g grantor) authorize(changes map[string]any) string {
	g.e.t.Helper()

	got := g.e.post(g.authorizePath, g.credentials, with(g.body, changes))
	checkOK(g.e.t, got, 200)

	return got.text("authorization_code")
}

// call calls the token endpoint or one of its siblings as the app.
func (g grantor) call(endpoint string, parameters map[string]string) response {
	g.e.t.Helper()

	parameters["client_id"], parameters["client_secret"] = g.clientID, g.secret

	return g.e.form("/v1/public/"+g.credentials[0]+"/oauth2/"+endpoint, parameters)
}

func (g grantor) exchange(code string) response {
	g.e.t.Helper()

	return g.call("token", map[string]string{
		"grant_type": "authorization_code", "code": code, "redirect_uri": g.e.f.RedirectURI,
	})
}

func (g grantor) revoke() response {
	g.e.t.Helper()

	return g.e.post(g.appsPath+"/"+g.clientID+"/revoke", g.credentials, map[string]any{"connected_app_id": g.clientID})
}

// list returns the connected_apps of a response.
func (e *emulator) list(path string, credentials [2]string) []any {
	e.t.Helper()

	got := e.get(path, credentials)
	checkOK(e.t, got, 200)
	checkFields(e.t, got.body, "connected_apps request_id status_code")
	list, ok := got.body["connected_apps"].([]any)
	if !ok {
		e.t.Fatalf("no list in %s", got.raw)
	}

	return list
}

func TestInstalls(t *testing.T) {
	t.Parallel()
	e := start(t)

	for name, who := range map[string]grantor{"member": e.member(), "user": e.user()} {
		if list := e.list(who.appsPath, who.credentials); len(list) > 0 {
			t.Errorf("%s: installed before: %v", name, list)
		}
		checkError(t, who.revoke(), 404, "connected_app_not_found")

		checkOK(t, who.exchange(who.authorize(nil)), 200)
		pending := who.authorize(map[string]any{"scopes": []string{"openid", "email"}})
		app := map[string]any{
			"connected_app_id": who.clientID, "name": "Acme Portal", "description": "Acme Portal of Acme",
			"client_type": "first_party", "logo_url": "https://app.example.com/logo.png", "scopes_granted": "openid email",
		}
		if got := encode(t, e.list(who.appsPath, who.credentials)); got != encode(t, []any{app}) {
			t.Errorf("%s: installed %s, want %v", name, got, app)
		}
		e.SetUnlisted(who.clientID, true)
		if list := e.list(who.appsPath, who.credentials); len(list) > 0 {
			t.Errorf("%s: listed %v", name, list)
		}
		e.SetUnlisted(who.clientID, false)
		live := e.LiveRefreshTokens(who.clientID, who.id)
		if len(live) != 1 {
			t.Fatalf("%s: live %v", name, live)
		}

		got := who.revoke()
		checkOK(t, got, 200)
		checkFields(t, got.body, "request_id status_code")
		for _, token := range e.IssuedTokens() {
			if got := who.call("introspect", map[string]string{"token": token.Value}); got.body["active"] != false {
				t.Errorf("%s: %s", name, got.raw)
			}
		}
		if len(e.LiveRefreshTokens(who.clientID, who.id)) > 0 || len(e.list(who.appsPath, who.credentials)) > 0 {
			t.Errorf("%s: it is installed after its revocation", name)
		}
		checkOAuthError(t, who.exchange(pending), "invalid_grant", "revoked")
		checkError(t, who.revoke(), 404, "connected_app_not_found")

		checkOK(t, who.exchange(who.authorize(nil)), 200)
		e.RemoveSubject(who.id)
		if len(e.LiveRefreshTokens(who.clientID, who.id)) > 0 {
			t.Errorf("%s: a token outlives its subject", name)
		}
		checkError(t, e.get(who.appsPath, who.credentials), 404, name+"_not_found")
		checkError(t, who.revoke(), 404, name+"_not_found")
	}
}

func TestOrganizationInstalls(t *testing.T) {
	t.Parallel()
	e := start(t)

	path := "/v1/b2b/organizations/" + e.f.OrganizationSlug + "/connected_apps"
	appPath := path + "/" + e.f.ConfidentialClientID
	checkError(t, e.get(appPath, e.b2b()), 404, "connected_app_not_found")
	who := e.member()
	checkOK(t, who.exchange(who.authorize(nil)), 200)
	who.authorize(map[string]any{"member_id": e.f.MemberIDWithoutTokens, "scopes": []string{"email"}})
	who.authorize(map[string]any{"organization_id": e.f.OtherOrganizationID, "member_id": e.f.OtherMemberID})

	app := map[string]any{
		"connected_app_id": who.clientID, "name": "Acme Portal", "description": "Acme Portal of Acme",
		"client_type": "first_party", "logo_url": "https://app.example.com/logo.png",
	}
	if got := encode(t, e.list(path, e.b2b())); got != encode(t, []any{app}) {
		t.Errorf("installed %s, want %v", got, app)
	}
	app["status_code"], app["active_members"] = 200, []any{
		map[string]any{"member_id": e.f.MemberID, "granted_scopes": []string{"openid", "offline_access"}},
		map[string]any{"member_id": e.f.MemberIDWithoutTokens, "granted_scopes": []string{"email"}},
	}
	if got := e.get(appPath, e.b2b()); got.status != 200 || encode(t, got.body) != encode(t, app) {
		t.Errorf("got %s, want %v", got.raw, app)
	}
	e.SetUnlisted(who.clientID, true)
	checkError(t, e.get(appPath, e.b2b()), 404, "connected_app_not_found")
	e.SetUnlisted(who.clientID, false)
	e.manage("DELETE", appsPath+"/"+who.clientID, "")
	if list := e.list(path, e.b2b()); len(list) > 0 {
		t.Errorf("installed %v", list)
	}
	checkError(t, who.revoke(), 404, "connected_app_not_found")

	for _, path := range []string{
		"/v1/b2b/organizations/unknown/connected_apps", "/v1/b2b/organizations/unknown/connected_apps/x",
		"/v1/b2b/organizations/unknown/members/x/connected_apps",
	} {
		checkError(t, e.get(path, e.b2b()), 404, "organization_not_found")
	}
	checkError(t, e.get(path, e.consumer()), 400, "invalid_b2b_endpoint")
}

func TestDiscoveryDocuments(t *testing.T) {
	t.Parallel()
	none := [2]string{}

	for _, issuer := range []string{"", "https://login.example.com"} {
		options := []stytchmock.Option{}
		if issuer != "" {
			options = append(options, stytchmock.WithIssuer(issuer))
		}
		e := start(t, options...)
		base := "/v1/public/" + e.f.ProjectID + "/.well-known/"
		got := e.get(base+"openid-configuration", none)
		checkOK(t, got, 200)
		checkFields(t, got.body, `issuer authorization_endpoint token_endpoint userinfo_endpoint jwks_uri scopes_supported
			response_types_supported grant_types_supported subject_types_supported id_token_signing_alg_values_supported
			token_endpoint_auth_methods_supported request_id status_code`)
		token := e.login(e.f.ClientID, "").text("id_token")
		want := issuer
		if issuer == "" {
			want = "stytch.com/" + e.f.ProjectID
		}
		if got.text("issuer") != want || claimsOf(t, token)["iss"] != want ||
			got.text("jwks_uri") != e.url+base+"jwks.json" || got.text("token_endpoint") != e.url+e.oauthPath("token") {
			t.Errorf("got %s", got.raw)
		}

		keys := e.get(base+"jwks.json", none)
		checkOK(t, keys, 200)
		same := e.get("/v1/b2b/sessions/jwks/"+e.f.ProjectID, none)
		if encode(t, keys.body["keys"]) != encode(t, same.body["keys"]) {
			t.Errorf("keys %s, want %s", keys.raw, same.raw)
		}
	}
	e := start(t)
	checkOK(t, e.get("/v1/public/"+e.f.ConsumerProjectID+"/.well-known/openid-configuration", none), 200)
	for _, document := range []string{"openid-configuration", "jwks.json"} {
		checkError(t, e.get("/v1/public/project-test-0/.well-known/"+document, none), 404, "project_not_found")
	}
}
