// SPDX-License-Identifier: MPL-2.0

package stytchmock_test

import (
	"encoding/base64"
	"encoding/json"
	"maps"
	"strings"
	"testing"
	"time"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/stytchmock"
)

func (e *emulator) oauthPath(endpoint string) string {
	return "/v1/public/" + e.f.ProjectID + "/oauth2/" + endpoint
}

// code issues an authorization code of the seeded member.
func (e *emulator) code(changes map[string]any) string {
	e.t.Helper()

	got := e.authorize(changes)
	checkOK(e.t, got, 200)

	return got.text("authorization_code")
}

// exchange is a valid token request of the seeded public client, with changes; an empty value removes a parameter.
func (e *emulator) exchange(code string, changes map[string]string) map[string]string {
	parameters := map[string]string{
		"grant_type": "authorization_code", "client_id": e.f.ClientID, "code": code,
		"redirect_uri": e.f.RedirectURI, "code_verifier": testVerifier,
	}
	maps.Copy(parameters, changes)
	maps.DeleteFunc(parameters, func(_, value string) bool { return value == "" })

	return parameters
}

// login takes the seeded member through a whole authorization and returns the token response.
func (e *emulator) login(clientID, secret string) response {
	e.t.Helper()

	code := e.code(map[string]any{"client_id": clientID, "scopes": []string{"openid", "offline_access"}})
	got := e.form(e.oauthPath("token"), e.exchange(code, map[string]string{"client_id": clientID, "client_secret": secret}))
	checkOK(e.t, got, 200)

	return got
}

func (e *emulator) refresh(refreshToken, clientID, secret, scope string) response {
	e.t.Helper()

	return e.form(e.oauthPath("token"), map[string]string{
		"grant_type": "refresh_token", "refresh_token": refreshToken, "client_id": clientID, "client_secret": secret,
		"scope": scope,
	})
}

func (e *emulator) active(token, clientID, secret string) bool {
	e.t.Helper()

	got := e.form(e.oauthPath("introspect"), map[string]string{"token": token, "client_id": clientID, "client_secret": secret})
	checkOK(e.t, got, 200)

	return got.body["active"] == true
}

func claimsOf(t *testing.T, token string) map[string]any {
	t.Helper()

	parts := strings.Split(token, ".")
	if len(parts) != 3 {
		t.Fatalf("not a JWT: %q", token)
	}
	payload, err := base64.RawURLEncoding.DecodeString(parts[1])
	if err != nil {
		t.Fatal(err)
	}
	var claims map[string]any
	if err := json.Unmarshal(payload, &claims); err != nil {
		t.Fatal(err)
	}

	return claims
}

func TestExchangeCode(t *testing.T) {
	t.Parallel()
	turned := &clock{}
	e := start(t, stytchmock.WithClock(turned.Now))

	const scope = "openid email profile offline_access"
	got := e.form(e.oauthPath("token"), e.exchange(
		e.code(map[string]any{"scopes": strings.Fields(scope), "nonce": "n-0S6"}), nil))
	checkOK(t, got, 200)
	checkFields(t, got.body, "access_token expires_in id_token refresh_token request_id scope status_code token_type")
	if got.text("token_type") != "bearer" || got.body["expires_in"] != 3600.0 || got.text("scope") != scope ||
		got.header.Get("Cache-Control") != "no-store" {
		t.Errorf("got %s, %v", got.raw, got.header)
	}

	now := float64(turned.Now().Unix())
	organization := map[string]any{"organization_id": e.f.OrganizationID, "slug": e.f.OrganizationSlug}
	access := claimsOf(t, got.text("access_token"))
	delete(access, "jti")
	if want := map[string]any{
		"iss": "stytch.com/" + e.f.ProjectID, "aud": []string{e.f.ProjectID}, "sub": e.f.MemberID, "client_id": e.f.ClientID,
		"scope": scope, "iat": now, "nbf": now, "exp": now + 3600, "https://stytch.com/organization": organization,
	}; encode(t, access) != encode(t, want) {
		t.Errorf("access token %v, want %v", access, want)
	}
	id := claimsOf(t, got.text("id_token"))
	if id["nonce"] != "n-0S6" || id["email"] != "ada@example.com" || id["name"] != "Ada Lovelace" || id["exp"] != now+3600 ||
		id["sub"] != e.f.MemberID || encode(t, id["aud"]) != encode(t, []string{e.f.ClientID}) {
		t.Errorf("id_token %v", id)
	}
	if !e.Codes()[0].Used {
		t.Errorf("codes %+v", e.Codes())
	}

	// Without openid there is no ID token, without offline_access no refresh token.
	got = e.form(e.oauthPath("token"), e.exchange(e.code(map[string]any{"scopes": []string{"email"}}), nil))
	checkFields(t, got.body, "access_token expires_in request_id scope status_code token_type")
}

func TestExchangeInOtherForms(t *testing.T) {
	t.Parallel()
	e := start(t)

	confidential := map[string]any{"client_id": e.f.ConfidentialClientID, "code_challenge": nil}
	inBody := map[string]string{
		"client_id": e.f.ConfidentialClientID, "client_secret": e.f.ConfidentialClientSecret, "code_verifier": "",
	}
	checkOK(t, e.form(e.oauthPath("token"), e.exchange(e.code(confidential), inBody)), 200)
	checkOK(t, e.form("/v1/oauth2/token", e.exchange(e.code(nil), map[string]string{"unknown": "ignored"})), 200)
	for _, r := range []request{
		{body: encode(t, e.exchange(e.code(nil), nil))},
		{
			body:        encode(t, e.exchange(e.code(confidential), map[string]string{"client_id": "", "code_verifier": ""})),
			credentials: [2]string{e.f.ConfidentialClientID, e.f.ConfidentialClientSecret},
		},
	} {
		r.method, r.path, r.contentType = "POST", e.oauthPath("token"), jsonType
		checkOK(t, e.do(r), 200)
	}
}

func TestExchangeErrors(t *testing.T) {
	t.Parallel()
	e := start(t)

	const other = "EBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
	portal := map[string]string{"client_id": e.f.ConfidentialClientID, "client_secret": e.f.ConfidentialClientSecret}
	for name, test := range map[string]struct {
		changes     map[string]string
		code        string
		description string
	}{
		"no grant_type":         {map[string]string{"grant_type": ""}, "invalid_request", "grant_type"},
		"other grant_type":      {map[string]string{"grant_type": "password"}, "unsupported_grant_type", "password"},
		"no code":               {map[string]string{"code": ""}, "invalid_request", "code"},
		"no redirect_uri":       {map[string]string{"redirect_uri": ""}, "invalid_request", "redirect_uri"},
		"no client_id":          {map[string]string{"client_id": ""}, "invalid_request", "client_id"},
		"unknown client":        {map[string]string{"client_id": "x"}, "invalid_client", ""},
		"a public one's secret": {map[string]string{"client_secret": "x"}, "invalid_client", ""},
		"no secret":             {map[string]string{"client_id": e.f.ConfidentialClientID}, "invalid_client", ""},
		"wrong secret":          {map[string]string{"client_id": e.f.ConfidentialClientID, "client_secret": "x"}, "invalid_client", ""},
		"project's secret":      {map[string]string{"client_id": e.f.ProjectID, "client_secret": e.f.Secret}, "invalid_client", ""},
		"another's code":        {portal, "invalid_grant", "unknown"},
		"M2M client": {
			map[string]string{"client_id": e.f.M2MClientID, "client_secret": e.f.M2MClientSecret}, "unauthorized_client", "",
		},
		"unknown code":       {map[string]string{"code": "x"}, "invalid_grant", "unknown"},
		"other redirect_uri": {map[string]string{"redirect_uri": "https://x.example"}, "invalid_grant", "redirect_uri"},
		"no verifier":        {map[string]string{"code_verifier": ""}, "invalid_grant", "code_verifier"},
		"other verifier":     {map[string]string{"code_verifier": other}, "invalid_grant", "code_verifier"},
		"short verifier":     {map[string]string{"code_verifier": other[1:]}, "invalid_request", "code_verifier"},
		"bad verifier":       {map[string]string{"code_verifier": other + "+"}, "invalid_request", "code_verifier"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			code := e.code(nil)
			checkOAuthError(t, e.form(e.oauthPath("token"), e.exchange(code, test.changes)), test.code, test.description)
			// A request that fails does not use the code up.
			checkOK(t, e.form(e.oauthPath("token"), e.exchange(code, nil)), 200)
		})
	}
	// Nobody can strip the challenge off an authorization request unnoticed.
	unbound := e.code(map[string]any{"code_challenge": nil})
	checkOAuthError(t, e.form(e.oauthPath("token"), e.exchange(unbound, nil)), "invalid_grant", "code_challenge")
}

func TestTokenRequestErrors(t *testing.T) {
	t.Parallel()
	e := start(t)

	valid := "grant_type=client_credentials&client_id=" + e.f.M2MClientID + "&client_secret=" + e.f.M2MClientSecret
	for name, test := range map[string]struct {
		request     request
		code        string
		description string
	}{
		"no type":         {request{body: valid}, "invalid_request", "Content-Type"},
		"bad form":        {request{contentType: formType, body: "%zz"}, "invalid_request", "form"},
		"repeated":        {request{contentType: formType, body: valid + "&client_id=x"}, "invalid_request", "client_id"},
		"bad JSON":        {request{contentType: jsonType, body: "{"}, "invalid_request", "JSON"},
		"number":          {request{contentType: jsonType, body: `{"client_id":1}`}, "invalid_request", "client_id"},
		"in the query":    {request{contentType: formType, path: e.oauthPath("token") + "?" + valid}, "invalid_request", "client_id"},
		"unknown project": {request{contentType: formType, path: "/v1/public/x/oauth2/token", body: valid}, "invalid_client", "project"},
		"other project": {
			request{contentType: formType, path: "/v1/public/" + e.f.ConsumerProjectID + "/oauth2/token", body: valid}, "invalid_client", "",
		},
		"project credentials beside a client": {
			request{contentType: formType, credentials: e.b2b(), body: valid}, "invalid_request", "one way",
		},
		"own domain, unknown client": {
			request{contentType: formType, path: "/v1/oauth2/token", body: "grant_type=x&client_id=x"}, "invalid_client", "",
		},
		"revocation in JSON": {
			request{contentType: jsonType, path: e.oauthPath("revoke"), body: "{}"}, "invalid_request", "Content-Type",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			test.request.method = "POST"
			if test.request.path == "" {
				test.request.path = e.oauthPath("token")
			}
			checkOAuthError(t, e.do(test.request), test.code, test.description)
		})
	}
}

func TestCodesAreForOneUseAndExpire(t *testing.T) {
	t.Parallel()
	turned := &clock{}
	e := start(t, stytchmock.WithClock(turned.Now), stytchmock.WithCodeLifetime(time.Minute))

	code, late := e.code(map[string]any{"scopes": []string{"offline_access"}}), e.code(nil)
	checkOK(t, e.form(e.oauthPath("token"), e.exchange(code, nil)), 200)
	checkOAuthError(t, e.form(e.oauthPath("token"), e.exchange(code, nil)), "invalid_grant", "used")
	for _, issued := range e.IssuedTokens() {
		if !issued.Revoked || issued.Active {
			t.Errorf("a code that came twice left %+v", issued)
		}
	}
	turned.advance(time.Minute)
	checkOAuthError(t, e.form(e.oauthPath("token"), e.exchange(late, nil)), "invalid_grant", "expired")
	if codes := e.Codes(); codes[1].Used || !codes[1].Expired {
		t.Errorf("codes %+v", codes)
	}
}

func TestClientCredentials(t *testing.T) {
	t.Parallel()
	e := start(t)

	for name, test := range map[string]struct {
		id, secret, scope string
		want, errorCode   string
	}{
		"all scopes":    {e.f.M2MClientID, e.f.M2MClientSecret, "", "read:users write:users", ""},
		"one scope":     {e.f.M2MClientID, e.f.M2MClientSecret, "write:users", "write:users", ""},
		"other scope":   {e.f.M2MClientID, e.f.M2MClientSecret, "read:users admin", "", "invalid_scope"},
		"inactive":      {e.f.InactiveM2MClientID, e.f.InactiveM2MClientSecret, "", "", "invalid_client"},
		"wrong secret":  {e.f.M2MClientID, "x", "", "", "invalid_client"},
		"Connected App": {e.f.ConfidentialClientID, e.f.ConfidentialClientSecret, "", "", "unauthorized_client"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			got := e.form(e.oauthPath("token"), map[string]string{
				"grant_type": "client_credentials", "client_id": test.id, "client_secret": test.secret, "scope": test.scope,
			})
			if test.errorCode != "" {
				checkOAuthError(t, got, test.errorCode, "")

				return
			}
			checkOK(t, got, 200)
			checkFields(t, got.body, "access_token expires_in request_id status_code token_type")
			if claims := claimsOf(t, got.text("access_token")); claims["scope"] != test.want || claims["sub"] != test.id {
				t.Errorf("claims %v", claims)
			}
		})
	}
}

func TestRefreshOfAPublicClientRotates(t *testing.T) {
	t.Parallel()
	e := start(t)

	login := e.login(e.f.ClientID, "")
	old, access := login.text("refresh_token"), login.text("access_token")
	checkOAuthError(t, e.refresh("", e.f.ClientID, "", ""), "invalid_request", "refresh_token")
	checkOAuthError(t, e.refresh(access, e.f.ClientID, "", ""), "invalid_grant", "unknown")
	checkOAuthError(t, e.refresh(old, e.f.ConfidentialClientID, e.f.ConfidentialClientSecret, ""), "invalid_grant", "unknown")
	checkOAuthError(t, e.refresh(old, e.f.ClientID, "", "email"), "invalid_scope", "")

	got := e.refresh(old, e.f.ClientID, "", "offline_access")
	checkOK(t, got, 200)
	checkFields(t, got.body, "access_token expires_in refresh_token request_id scope status_code token_type")
	renewed := got.text("refresh_token")
	if renewed == old || got.text("scope") != "offline_access" || e.active(old, e.f.ClientID, "") || !e.active(renewed, e.f.ClientID, "") {
		t.Errorf("got %s", got.raw)
	}
	checkOAuthError(t, e.refresh(old, e.f.ClientID, "", ""), "invalid_grant", "used")
	checkOK(t, e.refresh(renewed, e.f.ClientID, "", ""), 200)
}

func TestRefreshOfAConfidentialClientExtends(t *testing.T) {
	t.Parallel()
	turned := &clock{}
	e := start(t, stytchmock.WithClock(turned.Now))

	id, secret := e.f.ConfidentialClientID, e.f.ConfidentialClientSecret
	token := e.login(id, secret).text("refresh_token")
	for range 3 {
		turned.advance(60 * 24 * time.Hour)
		got := e.refresh(token, id, secret, "")
		checkOK(t, got, 200)
		if got.text("refresh_token") != token {
			t.Errorf("got %s", got.raw)
		}
	}
	turned.advance(91 * 24 * time.Hour)
	checkOAuthError(t, e.refresh(token, id, secret, ""), "invalid_grant", "expired")
}

func TestRevoke(t *testing.T) {
	t.Parallel()
	e := start(t)

	id, secret := e.f.ConfidentialClientID, e.f.ConfidentialClientSecret
	login, other := e.login(id, secret), e.login(id, secret)
	revoke := func(token, id, secret string) response {
		return e.form(e.oauthPath("revoke"), map[string]string{"token": token, "client_id": id, "client_secret": secret})
	}
	checkOAuthError(t, revoke("", id, secret), "invalid_request", "token")
	checkOAuthError(t, revoke(login.text("refresh_token"), id, "x"), "invalid_client", "")
	checkOAuthError(t, revoke(login.text("refresh_token"), e.f.ClientID, ""), "unauthorized_client", "")
	checkOK(t, revoke("unknown", id, secret), 200)
	if !e.active(login.text("access_token"), id, secret) || !e.active(login.text("refresh_token"), id, secret) {
		t.Fatal("a call that was refused revoked a token")
	}

	// A refresh token takes its access token along, an access token nothing.
	got := revoke(login.text("refresh_token"), id, secret)
	checkOK(t, got, 200)
	checkFields(t, got.body, "request_id status_code")
	for range 2 {
		checkOK(t, revoke(other.text("access_token"), id, secret), 200)
	}
	for token, active := range map[string]bool{
		login.text("refresh_token"): false, login.text("access_token"): false,
		other.text("refresh_token"): true, other.text("access_token"): false,
	} {
		if e.active(token, id, secret) != active {
			t.Errorf("active %t, want %t", !active, active)
		}
		for _, issued := range e.IssuedTokens() {
			if issued.Value == token && issued.Revoked == active {
				t.Errorf("token %+v", issued)
			}
		}
	}
	checkOAuthError(t, e.refresh(login.text("refresh_token"), id, secret, ""), "invalid_grant", "revoked")
}

func TestIntrospect(t *testing.T) {
	t.Parallel()
	turned := &clock{}
	e := start(t, stytchmock.WithClock(turned.Now))

	login := e.login(e.f.ClientID, "")
	access, refresh := login.text("access_token"), login.text("refresh_token")
	// On a project's own domain the path does not name the project.
	got := e.form("/v1/oauth2/introspect", map[string]string{"token": refresh, "client_id": e.f.ClientID})
	checkOK(t, got, 200)
	checkFields(t, got.body,
		"active aud client_id exp https://stytch.com/organization iat iss nbf request_id scope status_code sub token_type")
	if !e.active(access, e.f.ClientID, "") || e.active(access, e.f.M2MClientID, e.f.M2MClientSecret) {
		t.Error("a token is active for its own client alone")
	}
	turned.advance(time.Hour)
	if e.active(access, e.f.ClientID, "") || !e.active(refresh, e.f.ClientID, "") {
		t.Error("the wrong token has expired")
	}
}
