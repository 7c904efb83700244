// SPDX-License-Identifier: MPL-2.0

package contract_test

import (
	"net/http"
	"net/url"
	"testing"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/client"
	"github.com/stytch-community/terraform-provider-stytchoauth/internal/stytchmock"
)

func TestPreflight(t *testing.T) {
	t.Parallel()

	c := newClients(t)
	for _, p := range c.products() {
		for name, change := range map[string]func(*client.PreflightRequest){
			"by its ids":         func(*client.PreflightRequest) {},
			"not grantable":      func(r *client.PreflightRequest) { r.Scopes = append(r.Scopes, "full_access") },
			"no consent needed":  func(r *client.PreflightRequest) { r.Prompt = "" },
			"by a session token": func(r *client.PreflightRequest) { r.Subject = p.bySession },
			"by a session JWT":   func(r *client.PreflightRequest) { r.Subject = p.byJWT },
		} {
			name = p.name + " " + name
			request := p.request.PreflightRequest
			change(&request)
			ours, err := p.client.Preflight(t.Context(), p.kind, request)
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			sdk, err := p.sdkPreflight(t.Context(), request)
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			assertSameResult(t, name, ours, sdk, p.sdkOnly, nil)
			c.assertSameRequest(t, name, nil, nil)
		}
	}
}

func TestAuthorize(t *testing.T) {
	t.Parallel()

	c := newClients(t)
	for _, p := range c.products() {
		ours, err := p.client.Authorize(t.Context(), p.kind, p.request)
		if err != nil {
			t.Fatal(err)
		}
		sdk, err := p.sdkAuthorize(t.Context(), p.request)
		if err != nil {
			t.Fatal(err)
		}
		// Each gets a code of its own, and finds it in the URI as well.
		for name, result := range map[string]any{"ours": ours, "the SDK's": sdk} {
			got := fields(t, result)
			code, _ := got["authorization_code"].(string)
			want := p.request.RedirectURI + "?" + url.Values{"code": {code}, "state": {p.request.State}}.Encode()
			if got["redirect_uri"] != want {
				t.Errorf("%s: %s: redirect_uri %v, want %s", p.name, name, got["redirect_uri"], want)
			}
		}
		assertSameResult(t, p.name, ours, sdk, nil, []string{"authorization_code", "redirect_uri"})
		c.assertSameRequest(t, p.name, nil, nil)

		codes := c.emulator.Codes()
		codes = codes[len(codes)-2:]
		if codes[0].Nonce != codes[1].Nonce || codes[0].CodeChallenge != codes[1].CodeChallenge ||
			codes[0].SubjectID != codes[1].SubjectID || codes[0].Value == codes[1].Value {
			t.Errorf("%s: the emulator issued %+v", p.name, codes)
		}
	}
}

func TestAuthorizeWithWhatTheSDKCannotSend(t *testing.T) {
	t.Parallel()

	c := newClients(t)
	for _, p := range c.products() {
		request := p.request
		request.Resources = []string{"https://api.example.com"}
		if _, err := p.client.Authorize(t.Context(), p.kind, request); err != nil {
			t.Fatal(err)
		}
		if _, err := p.sdkAuthorize(t.Context(), request); err != nil {
			t.Fatal(err)
		}
		c.assertSameRequest(t, p.name, map[string]any{"resources": []any{"https://api.example.com"}}, nil)

		// To refuse is to send false, which the SDK omits like anything that is empty.
		refusal := p.request
		refusal.ConsentGranted = false
		ours, err := p.client.Authorize(t.Context(), p.kind, refusal)
		if err != nil {
			t.Fatal(err)
		}
		if ours.OAuthError == nil || *ours.OAuthError != "access_denied" || ours.AuthorizationCode != nil {
			t.Errorf("%s: a refusal became %+v", p.name, *ours)
		}
		if _, err := p.sdkAuthorize(t.Context(), refusal); err == nil {
			t.Error("the SDK can refuse now: its result can be compared with ours")
		}
		c.assertSameRequest(t, p.name, map[string]any{"consent_granted": false}, nil)
	}
}

func TestAuthorizationErrors(t *testing.T) {
	t.Parallel()

	c := newClients(t)
	for name, test := range map[string]struct {
		fixture func(*stytchmock.Fixture)
		change  func(*client.AuthorizeRequest)
		status  int
		want    string
	}{
		"wrong secret": {
			fixture: func(f *stytchmock.Fixture) { f.Secret, f.ConsumerSecret = "secret-test-wrong", "secret-test-wrong" },
			change:  func(*client.AuthorizeRequest) {},
			status:  http.StatusUnauthorized, want: "unauthorized_credentials",
		},
		"unknown Connected App": {
			change: func(r *client.AuthorizeRequest) { r.ClientID = "connected-app-test-0" },
			status: http.StatusNotFound, want: "connected_app_not_found",
		},
		"unregistered redirect URI": {
			change: func(r *client.AuthorizeRequest) { r.RedirectURI = "https://evil.example.com/" },
			status: http.StatusUnauthorized, want: "connected_app_supplied_redirect_url_not_found_in_client",
		},
		"unknown session": {
			change: func(r *client.AuthorizeRequest) { r.Subject = client.Subject{SessionToken: "session-token-unknown"} },
			status: http.StatusNotFound, want: "session_not_found",
		},
		"malformed scope": {
			change: func(r *client.AuthorizeRequest) { r.Scopes = []string{"two scopes"} },
			status: http.StatusBadRequest, want: "oauth_invalid_scope_requested",
		},
	} {
		for _, p := range c.with(t, test.fixture).products() {
			name := p.name + " " + name
			request := p.request
			test.change(&request)

			_, ours := p.client.Preflight(t.Context(), p.kind, request.PreflightRequest)
			_, sdk := p.sdkPreflight(t.Context(), request.PreflightRequest)
			assertSameError(t, name, ours, sdk, test.status, test.want)
			c.assertSameRequest(t, name, nil, nil)

			_, ours = p.client.Authorize(t.Context(), p.kind, request)
			_, sdk = p.sdkAuthorize(t.Context(), request)
			assertSameError(t, name, ours, sdk, test.status, test.want)
			c.assertSameRequest(t, name, nil, nil)
		}
	}
	if codes := c.emulator.Codes(); len(codes) > 0 {
		t.Errorf("%d codes were issued", len(codes))
	}
}
