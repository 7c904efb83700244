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

// granting is a submission of the seeded member that succeeds, with changes.
func granting(e *emulator, changes map[string]any) map[string]any {
	return with(authorizationBody(e, map[string]any{
		"consent_granted": true, "code_challenge": challenge(testVerifier), "state": "af0ifjsldkj",
	}), changes)
}

func callbackOf(t *testing.T, got response) *url.URL {
	t.Helper()

	checkOK(t, got, http.StatusOK)
	u, err := url.Parse(got.text("redirect_uri"))
	if err != nil {
		t.Fatal(err)
	}

	return u
}

func TestAuthorizeGranted(t *testing.T) {
	t.Parallel()
	e := start(t)

	got := e.post(memberAuthorizePath, e.b2b(), granting(e, map[string]any{
		"nonce": "n-0S6", "scopes": []string{"openid", "email"}, "resources": []string{"https://api.example.com"},
	}))
	callback := callbackOf(t, got)
	if want := strings.Fields("authorization_code redirect_uri request_id status_code"); !slices.Equal(fields(got.body), want) {
		t.Errorf("fields %v, want %v", fields(got.body), want)
	}
	value := got.text("authorization_code")
	if want := e.f.RedirectURI + "?code=" + value + "&state=af0ifjsldkj"; callback.String() != want {
		t.Errorf("redirect_uri %s, want %s", callback, want)
	}
	codes := e.Codes()
	if len(codes) != 1 {
		t.Fatalf("codes %v", codes)
	}
	minted := codes[0]
	if minted.Value != value || minted.ClientID != e.f.ClientID || minted.SubjectID != e.f.MemberID ||
		minted.Nonce != "n-0S6" || minted.State != "af0ifjsldkj" || minted.CodeChallenge != challenge(testVerifier) ||
		minted.RedirectURI != e.f.RedirectURI || minted.Used || minted.Expired ||
		!slices.Equal(minted.Scopes, []string{"openid", "email"}) ||
		!slices.Equal(minted.Resources, []string{"https://api.example.com"}) {
		t.Errorf("code %+v", minted)
	}
}

func TestAuthorizeForUser(t *testing.T) {
	t.Parallel()
	e := start(t)

	got := e.post(userAuthorizePath, e.consumer(), userAuthorizationBody(e, map[string]any{
		"consent_granted": true, "code_challenge": challenge(testVerifier),
	}))
	callback := callbackOf(t, got)
	if callback.Query().Get("code") != got.text("authorization_code") || callback.Query().Has("state") {
		t.Errorf("redirect_uri %s", callback)
	}
	if codes := e.Codes(); len(codes) != 1 || codes[0].SubjectID != e.f.UserID {
		t.Errorf("codes %+v", codes)
	}
}

func TestAuthorizeRefusals(t *testing.T) {
	t.Parallel()
	e := start(t)

	tests := map[string]struct {
		changes map[string]any
		code    string
		says    string
	}{
		"consent withheld": {map[string]any{"consent_granted": false}, "access_denied", "denied"},
		"consent withheld without a challenge": {
			map[string]any{"consent_granted": false, "code_challenge": nil}, "access_denied", "denied",
		},
		"scope that cannot be granted": {
			map[string]any{"scopes": []string{"openid", "admin:everything"}}, "invalid_scope", "admin:everything",
		},
		"both": {map[string]any{"consent_granted": false, "scopes": []string{"x"}}, "access_denied", "denied"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			got := e.post(memberAuthorizePath, e.b2b(), granting(e, test.changes))
			callback := callbackOf(t, got)
			if want := strings.Fields("redirect_uri request_id status_code"); !slices.Equal(fields(got.body), want) {
				t.Errorf("fields %v, want %v", fields(got.body), want)
			}
			q := callback.Query()
			if q.Get("error") != test.code || !strings.Contains(q.Get("error_description"), test.says) ||
				q.Get("state") != "af0ifjsldkj" || q.Has("code") {
				t.Errorf("redirect_uri %s", callback)
			}
			if !strings.HasPrefix(callback.String(), e.f.RedirectURI+"?") {
				t.Errorf("redirect_uri %s", callback)
			}
		})
	}
	t.Cleanup(func() {
		if codes := e.Codes(); len(codes) != 0 {
			t.Errorf("codes %+v", codes)
		}
	})
}

func TestAuthorizeChallenges(t *testing.T) {
	t.Parallel()
	e := start(t)

	without := granting(e, map[string]any{"code_challenge": nil})
	checkOK(t, e.post(memberAuthorizePath, e.b2b(), without), http.StatusOK)

	strict := with(without, map[string]any{"client_id": e.AddConnectedApp(stytchmock.ConnectedApp{
		RedirectURIs: []string{e.f.RedirectURI}, Scopes: e.f.GrantableScopes, PKCERequired: true,
	})})
	checkError(t, e.post(memberAuthorizePath, e.b2b(), strict), 400, "pkce_required_for_idp_authorization_flow", "code_challenge")

	malformed := granting(e, map[string]any{"code_challenge": testVerifier[:42]})
	checkError(t, e.post(memberAuthorizePath, e.b2b(), malformed), 400, "invalid_pkce_code_challenge", "code_challenge")

	confidential := with(without, map[string]any{"client_id": e.f.ConfidentialClientID})
	checkOK(t, e.post(memberAuthorizePath, e.b2b(), confidential), http.StatusOK)
}

func TestAuthorizeKeepsTheQueryOfTheRedirectURI(t *testing.T) {
	t.Parallel()
	e := start(t)

	const redirectURI = "https://app.example.com/callback?tenant=a%20b&x=1"
	clientID := e.AddConnectedApp(stytchmock.ConnectedApp{RedirectURIs: []string{redirectURI}, Scopes: []string{"openid"}})
	changes := map[string]any{"client_id": clientID, "redirect_uri": redirectURI}
	got := e.post(memberAuthorizePath, e.b2b(), granting(e, changes))
	if want := redirectURI + "&code=" + got.text("authorization_code") + "&state=af0ifjsldkj"; got.text("redirect_uri") != want {
		t.Errorf("redirect_uri %s, want %s", got.text("redirect_uri"), want)
	}
	changes["consent_granted"] = false
	got = e.post(memberAuthorizePath, e.b2b(), granting(e, changes))
	if !strings.HasPrefix(got.text("redirect_uri"), redirectURI+"&error=access_denied&") {
		t.Errorf("redirect_uri %s", got.text("redirect_uri"))
	}
}
