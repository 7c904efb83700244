// SPDX-License-Identifier: MPL-2.0

package stytchmock_test

import (
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/stytchmock"
)

// login takes the seeded member through a whole authorization and returns the
// token answer.
func (e *emulator) login(clientID, secret string) response {
	e.t.Helper()

	code := e.code(map[string]any{"client_id": clientID, "scopes": []string{"openid", "offline_access"}})
	got := e.form(e.oauthPath("token"), e.exchange(code, map[string]string{"client_id": clientID, "client_secret": secret}))
	checkOK(e.t, got, http.StatusOK)

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

	got := e.form(e.oauthPath("introspect"), map[string]string{
		"token": token, "client_id": clientID, "client_secret": secret,
	})
	checkOK(e.t, got, http.StatusOK)

	return got.body["active"] == true
}

func TestRefreshOfAPublicClientRotates(t *testing.T) {
	t.Parallel()
	e := start(t)

	first := e.login(e.f.ClientID, "").text("refresh_token")
	got := e.refresh(first, e.f.ClientID, "", "")
	checkOK(t, got, http.StatusOK)
	want := strings.Fields("access_token expires_in id_token refresh_token request_id scope status_code token_type")
	if !slices.Equal(fields(got.body), want) || got.text("refresh_token") == first {
		t.Errorf("got %s", got.raw)
	}
	checkOAuthError(t, e.refresh(first, e.f.ClientID, "", ""), "invalid_grant", "used")
	if e.active(first, e.f.ClientID, "") || !e.active(got.text("refresh_token"), e.f.ClientID, "") {
		t.Error("the wrong refresh token is active")
	}
	checkOK(t, e.refresh(got.text("refresh_token"), e.f.ClientID, "", ""), http.StatusOK)
}

func TestRefreshOfAConfidentialClientExtends(t *testing.T) {
	t.Parallel()
	turned := newClock()
	e := start(t, stytchmock.WithClock(turned.Now))
	id, secret := e.f.ConfidentialClientID, e.f.ConfidentialClientSecret

	token := e.login(id, secret).text("refresh_token")
	for range 3 {
		turned.advance(60 * 24 * time.Hour)
		got := e.refresh(token, id, secret, "")
		checkOK(t, got, http.StatusOK)
		if got.text("refresh_token") != token {
			t.Errorf("got %s", got.raw)
		}
	}
	turned.advance(91 * 24 * time.Hour)
	checkOAuthError(t, e.refresh(token, id, secret, ""), "invalid_grant", "expired")
}

func TestRefreshErrors(t *testing.T) {
	t.Parallel()
	e := start(t)

	login := e.login(e.f.ClientID, "")
	token, access := login.text("refresh_token"), login.text("access_token")
	checkOAuthError(t, e.refresh("", e.f.ClientID, "", ""), "invalid_request", "refresh_token")
	checkOAuthError(t, e.refresh("x", e.f.ClientID, "", ""), "invalid_grant", "unknown")
	checkOAuthError(t, e.refresh(access, e.f.ClientID, "", ""), "invalid_grant", "unknown")
	checkOAuthError(t, e.refresh(token, e.f.M2MClientID, e.f.M2MClientSecret, ""), "unauthorized_client", "")
	checkOAuthError(t, e.refresh(token, e.f.ConfidentialClientID, e.f.ConfidentialClientSecret, ""), "invalid_grant", "unknown")
	checkOAuthError(t, e.refresh(token, e.f.ClientID, "", "email"), "invalid_scope", "")

	got := e.refresh(token, e.f.ClientID, "", "offline_access")
	checkOK(t, got, http.StatusOK)
	if got.text("scope") != "offline_access" || got.body["id_token"] != nil {
		t.Errorf("got %s", got.raw)
	}
}

func TestRevokeARefreshToken(t *testing.T) {
	t.Parallel()
	e := start(t)
	id, secret := e.f.ConfidentialClientID, e.f.ConfidentialClientSecret

	login, other := e.login(id, secret), e.login(id, secret)
	access, refresh := login.text("access_token"), login.text("refresh_token")
	if !e.active(access, id, secret) || !e.active(refresh, id, secret) {
		t.Fatal("fresh tokens are not active")
	}
	got := e.form(e.oauthPath("revoke"), map[string]string{
		"token": refresh, "token_type_hint": "refresh_token", "client_id": id, "client_secret": secret,
	})
	checkOK(t, got, http.StatusOK)
	if want := strings.Fields("request_id status_code"); !slices.Equal(fields(got.body), want) {
		t.Errorf("fields %v, want %v", fields(got.body), want)
	}
	if e.active(access, id, secret) || e.active(refresh, id, secret) || !e.active(other.text("access_token"), id, secret) {
		t.Error("the wrong tokens are active")
	}
	checkOAuthError(t, e.refresh(refresh, id, secret, ""), "invalid_grant", "revoked")
	for _, issued := range e.IssuedTokens() {
		if revoked := issued.Value == access || issued.Value == refresh; issued.Revoked != revoked || issued.ClientID != id {
			t.Errorf("token %+v", issued)
		}
	}
}

func TestRevokeRules(t *testing.T) {
	t.Parallel()
	e := start(t)

	login := e.login(e.f.ClientID, "")
	access, refresh := login.text("access_token"), login.text("refresh_token")
	revoke := func(changes map[string]string) response {
		return e.form(e.oauthPath("revoke"), e.exchange("", changes))
	}
	checkOK(t, revoke(map[string]string{"token": "unknown"}), http.StatusOK)
	checkOAuthError(t, revoke(nil), "invalid_request", "token")
	checkOAuthError(t, revoke(map[string]string{"token": access, "client_id": "x"}), "invalid_client", "")
	checkOAuthError(t, revoke(map[string]string{
		"token": access, "client_id": e.f.ConfidentialClientID, "client_secret": e.f.ConfidentialClientSecret,
	}), "unauthorized_client", "")
	checkOAuthError(t, e.do(request{
		method: http.MethodPost, path: e.oauthPath("revoke"), contentType: jsonType,
		body: encode(t, map[string]string{"token": access, "client_id": e.f.ClientID}),
	}), "invalid_request", "Content-Type")
	if !e.active(access, e.f.ClientID, "") {
		t.Fatal("a call that was refused revoked the token")
	}
	checkOK(t, revoke(map[string]string{"token": access, "token_type_hint": "refresh_token"}), http.StatusOK)
	checkOK(t, revoke(map[string]string{"token": access}), http.StatusOK)
	if e.active(access, e.f.ClientID, "") || !e.active(refresh, e.f.ClientID, "") {
		t.Error("revoking an access token revoked the wrong token")
	}
}

func TestIntrospection(t *testing.T) {
	t.Parallel()
	turned := newClock()
	e := start(t, stytchmock.WithClock(turned.Now))

	login := e.login(e.f.ClientID, "")
	introspect := func(parameters map[string]string) response {
		return e.form(e.oauthPath("introspect"), join(map[string]string{"client_id": e.f.ClientID}, parameters))
	}
	want := strings.Fields("active aud client_id exp https://stytch.com/organization iat iss nbf request_id scope " +
		"status_code sub token_type")
	for _, kind := range []string{"access_token", "refresh_token"} {
		got := introspect(map[string]string{"token": login.text(kind)})
		checkOK(t, got, http.StatusOK)
		if !slices.Equal(fields(got.body), want) {
			t.Errorf("%s: fields %v, want %v", kind, fields(got.body), want)
		}
		if got.text("token_type") != kind || got.text("sub") != e.f.MemberID || got.text("client_id") != e.f.ClientID {
			t.Errorf("got %s", got.raw)
		}
	}
	checkOAuthError(t, introspect(nil), "invalid_request", "token")
	got := e.form(e.oauthPath("introspect"), map[string]string{
		"token": login.text("access_token"), "client_id": e.f.M2MClientID, "client_secret": e.f.M2MClientSecret,
	})
	if inactive := strings.Fields("active request_id status_code"); got.body["active"] != false || !slices.Equal(fields(got.body), inactive) {
		t.Errorf("got %s", got.raw)
	}
	turned.advance(time.Hour)
	if e.active(login.text("access_token"), e.f.ClientID, "") {
		t.Error("an expired token is active")
	}
}

func join(parameters, more map[string]string) map[string]string {
	maps.Copy(parameters, more)

	return parameters
}
