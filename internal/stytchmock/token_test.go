// SPDX-License-Identifier: MPL-2.0

package stytchmock_test

import (
	"encoding/base64"
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/stytchmock"
)

func (e *emulator) oauthPath(endpoint string) string {
	return "/v1/public/" + e.f.ProjectID + "/oauth2/" + endpoint
}

// code mints an authorization code of the seeded member.
func (e *emulator) code(changes map[string]any) string {
	e.t.Helper()

	got := e.post(memberAuthorizePath, e.b2b(), granting(e, changes))
	checkOK(e.t, got, http.StatusOK)

	return got.text("authorization_code")
}

// exchange is a valid token request of the seeded public client, with changes;
// an empty value removes a parameter.
func (e *emulator) exchange(code string, changes map[string]string) map[string]string {
	parameters := map[string]string{
		"grant_type": "authorization_code", "client_id": e.f.ClientID, "code": code,
		"redirect_uri": e.f.RedirectURI, "code_verifier": testVerifier,
	}
	for name, value := range changes {
		parameters[name] = value
		if value == "" {
			delete(parameters, name)
		}
	}

	return parameters
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
	turned := newClock()
	e := start(t, stytchmock.WithClock(turned.Now))

	code := e.code(map[string]any{
		"scopes": []string{"openid", "email", "profile", "offline_access"}, "nonce": "n-0S6",
	})
	got := e.form(e.oauthPath("token"), e.exchange(code, nil))
	checkOK(t, got, http.StatusOK)
	want := strings.Fields("access_token expires_in id_token refresh_token request_id scope status_code token_type")
	if !slices.Equal(fields(got.body), want) {
		t.Errorf("fields %v, want %v", fields(got.body), want)
	}
	if got.text("token_type") != "bearer" || got.body["expires_in"] != 3600.0 ||
		got.text("scope") != "openid email profile offline_access" || got.header.Get("Cache-Control") != "no-store" {
		t.Errorf("got %s, %v", got.raw, got.header)
	}

	now := float64(turned.Now().Unix())
	access := claimsOf(t, got.text("access_token"))
	for name, value := range map[string]any{
		"iss": "stytch.com/" + e.f.ProjectID, "sub": e.f.MemberID, "client_id": e.f.ClientID,
		"scope": "openid email profile offline_access", "iat": now, "nbf": now, "exp": now + 3600,
	} {
		if access[name] != value {
			t.Errorf("claim %s is %v, want %v", name, access[name], value)
		}
	}
	if encode(t, access["aud"]) != encode(t, []string{e.f.ProjectID}) {
		t.Errorf("aud %v", access["aud"])
	}
	organization := map[string]string{"organization_id": e.f.OrganizationID, "slug": e.f.OrganizationSlug}
	if encode(t, access["https://stytch.com/organization"]) != encode(t, organization) {
		t.Errorf("organization %v", access["https://stytch.com/organization"])
	}
	id := claimsOf(t, got.text("id_token"))
	if id["nonce"] != "n-0S6" || id["email"] != "ada@example.com" || id["name"] != "Ada Lovelace" ||
		encode(t, id["aud"]) != encode(t, []string{e.f.ClientID}) || id["exp"] != now+3600 {
		t.Errorf("id_token %v", id)
	}
	if codes := e.Codes(); !codes[0].Used {
		t.Errorf("code %+v", codes[0])
	}
}

func TestExchangeGivesOnlyWhatWasGranted(t *testing.T) {
	t.Parallel()
	e := start(t)

	got := e.form(e.oauthPath("token"), e.exchange(e.code(map[string]any{"scopes": []string{"email"}}), nil))
	want := strings.Fields("access_token expires_in request_id scope status_code token_type")
	if !slices.Equal(fields(got.body), want) {
		t.Errorf("fields %v, want %v", fields(got.body), want)
	}
}

func TestExchangeInOtherForms(t *testing.T) {
	t.Parallel()
	e := start(t)

	confidential := map[string]any{"client_id": e.f.ConfidentialClientID, "code_challenge": nil}
	secret := map[string]string{
		"client_id": e.f.ConfidentialClientID, "client_secret": e.f.ConfidentialClientSecret, "code_verifier": "",
	}
	checkOK(t, e.form(e.oauthPath("token"), e.exchange(e.code(confidential), secret)), http.StatusOK)
	checkOK(t, e.form("/v1/oauth2/token", e.exchange(e.code(nil), map[string]string{"unknown": "ignored"})), http.StatusOK)

	inJSON := e.exchange(e.code(nil), nil)
	checkOK(t, e.do(request{
		method: http.MethodPost, path: e.oauthPath("token"), contentType: jsonType, body: encode(t, inJSON),
	}), http.StatusOK)

	basic := e.exchange(e.code(confidential), map[string]string{"client_id": "", "code_verifier": ""})
	checkOK(t, e.do(request{
		method: http.MethodPost, path: e.oauthPath("token"), contentType: jsonType, body: encode(t, basic),
		credentials: [2]string{e.f.ConfidentialClientID, e.f.ConfidentialClientSecret},
	}), http.StatusOK)
}

func TestExchangeErrors(t *testing.T) {
	t.Parallel()
	e := start(t)

	const other = "EBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
	tests := map[string]struct {
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
		"wrong secret": {
			map[string]string{"client_id": e.f.ConfidentialClientID, "client_secret": "x"}, "invalid_client", "",
		},
		"project's secret": {map[string]string{"client_id": e.f.ProjectID, "client_secret": e.f.Secret}, "invalid_client", ""},
		"another's code": {
			map[string]string{"client_id": e.f.ConfidentialClientID, "client_secret": e.f.ConfidentialClientSecret},
			"invalid_grant", "unknown",
		},
		"M2M client": {
			map[string]string{"client_id": e.f.M2MClientID, "client_secret": e.f.M2MClientSecret}, "unauthorized_client", "",
		},
		"unknown code":       {map[string]string{"code": "x"}, "invalid_grant", "code"},
		"other redirect_uri": {map[string]string{"redirect_uri": "https://x.example"}, "invalid_grant", "redirect_uri"},
		"no verifier":        {map[string]string{"code_verifier": ""}, "invalid_grant", "code_verifier"},
		"other verifier":     {map[string]string{"code_verifier": other}, "invalid_grant", "code_verifier"},
		"short verifier":     {map[string]string{"code_verifier": other[1:]}, "invalid_request", "code_verifier"},
		"bad verifier":       {map[string]string{"code_verifier": other + "+"}, "invalid_request", "code_verifier"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			code := e.code(nil)
			checkOAuthError(t, e.form(e.oauthPath("token"), e.exchange(code, test.changes)), test.code, test.description)
			// A request that fails does not use the code up.
			checkOK(t, e.form(e.oauthPath("token"), e.exchange(code, nil)), http.StatusOK)
		})
	}
}

func TestTokenRequestsThatAreRefused(t *testing.T) {
	t.Parallel()
	e := start(t)

	valid := "grant_type=client_credentials&client_id=" + e.f.M2MClientID + "&client_secret=" + e.f.M2MClientSecret
	tests := map[string]struct {
		request     request
		code        string
		description string
	}{
		"no type":         {request{body: valid}, "invalid_request", "Content-Type"},
		"text":            {request{contentType: "text/plain", body: valid}, "invalid_request", "Content-Type"},
		"bad form":        {request{contentType: formType, body: "%zz"}, "invalid_request", "form"},
		"repeated":        {request{contentType: formType, body: valid + "&client_id=x"}, "invalid_request", "client_id"},
		"bad JSON":        {request{contentType: jsonType, body: "{"}, "invalid_request", "JSON"},
		"number":          {request{contentType: jsonType, body: `{"client_id":1}`}, "invalid_request", "client_id"},
		"in the query":    {request{contentType: formType, path: e.oauthPath("token") + "?" + valid}, "invalid_request", "client_id"},
		"unknown project": {request{contentType: formType, path: "/v1/public/project-test-x/oauth2/token", body: valid}, "invalid_client", "project"},
		"other project": {
			request{contentType: formType, path: "/v1/public/" + e.f.ConsumerProjectID + "/oauth2/token", body: valid}, "invalid_client", "",
		},
		"project credentials": {
			request{contentType: formType, credentials: e.b2b(), body: "grant_type=client_credentials"}, "invalid_client", "",
		},
		"project credentials beside a client": {
			request{contentType: formType, credentials: e.b2b(), body: valid}, "invalid_request", "one way",
		},
		"domain form, unknown client": {
			request{contentType: formType, path: "/v1/oauth2/token", body: "grant_type=x&client_id=x"}, "invalid_client", "",
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			test.request.method = http.MethodPost
			if test.request.path == "" {
				test.request.path = e.oauthPath("token")
			}
			checkOAuthError(t, e.do(test.request), test.code, test.description)
		})
	}
}

func TestCodesAreForOneUseAndExpire(t *testing.T) {
	t.Parallel()
	turned := newClock()
	e := start(t, stytchmock.WithClock(turned.Now))

	code := e.code(map[string]any{"scopes": []string{"offline_access"}})
	late := e.code(nil)
	checkOK(t, e.form(e.oauthPath("token"), e.exchange(code, nil)), http.StatusOK)
	checkOAuthError(t, e.form(e.oauthPath("token"), e.exchange(code, nil)), "invalid_grant", "used")
	for _, issued := range e.IssuedTokens() {
		if !issued.Revoked || issued.Active {
			t.Errorf("a code that came twice left %s", issued.Kind)
		}
	}
	turned.advance(10 * time.Minute)
	checkOAuthError(t, e.form(e.oauthPath("token"), e.exchange(late, nil)), "invalid_grant", "expired")
	if codes := e.Codes(); codes[1].Used || !codes[1].Expired {
		t.Errorf("code %+v", codes[1])
	}
}

func TestClientCredentials(t *testing.T) {
	t.Parallel()
	e := start(t)

	tests := map[string]struct {
		scope, want string
		code        string
	}{
		"all":      {"", "read:users write:users", ""},
		"one":      {"write:users", "write:users", ""},
		"too many": {"read:users admin", "", "invalid_scope"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			got := e.form(e.oauthPath("token"), map[string]string{
				"grant_type": "client_credentials", "client_id": e.f.M2MClientID, "client_secret": e.f.M2MClientSecret,
				"scope": test.scope,
			})
			if test.code != "" {
				checkOAuthError(t, got, test.code, "scope")

				return
			}
			checkOK(t, got, http.StatusOK)
			want := strings.Fields("access_token expires_in request_id status_code token_type")
			if !slices.Equal(fields(got.body), want) {
				t.Errorf("fields %v, want %v", fields(got.body), want)
			}
			claims := claimsOf(t, got.text("access_token"))
			if claims["scope"] != test.want || claims["sub"] != e.f.M2MClientID {
				t.Errorf("claims %v", claims)
			}
		})
	}

	inactive := e.AddM2MClient(stytchmock.M2MClient{Inactive: true})
	for name, test := range map[string]struct{ id, secret, code string }{
		"inactive":      {inactive, e.ClientSecret(inactive), "invalid_client"},
		"wrong secret":  {e.f.M2MClientID, "x", "invalid_client"},
		"connected app": {e.f.ConfidentialClientID, e.f.ConfidentialClientSecret, "unauthorized_client"},
		"public app":    {e.f.ClientID, "", "unauthorized_client"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			checkOAuthError(t, e.form(e.oauthPath("token"), map[string]string{
				"grant_type": "client_credentials", "client_id": test.id, "client_secret": test.secret,
			}), test.code, "")
		})
	}
}
