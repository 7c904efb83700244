// SPDX-License-Identifier: MPL-2.0

package contract_test

import (
	"net/url"
	"testing"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/client"
)

func TestPreflight(t *testing.T) {
	t.Parallel()

	for _, product := range products() {
		t.Run(product.name, func(t *testing.T) {
			t.Parallel()

			p := meet(t)

			for name, change := range map[string]func(*client.PreflightRequest){
				"by its ids":         func(*client.PreflightRequest) {},
				"not grantable":      func(r *client.PreflightRequest) { r.Scopes = append(r.Scopes, "full_access") },
				"no consent needed":  func(r *client.PreflightRequest) { r.Prompt = "" },
				"by a session token": func(r *client.PreflightRequest) { r.Subject = product.session(p) },
				"by a session JWT":   func(r *client.PreflightRequest) { r.Subject = product.sessionJWT(p) },
			} {
				request := product.request(p).PreflightRequest
				change(&request)

				c, kind := product.ours(p)

				ours, err := c.Preflight(t.Context(), kind, request)
				if err != nil {
					t.Fatalf("%s: %v", name, err)
				}

				theirs, err := product.preflight(t.Context(), p, request)
				if err != nil {
					t.Fatalf("%s: %v", name, err)
				}

				sameAnswer(t, name, ours, theirs, product.leftAlone, nil)
				p.sameQuestion(t, name, nil, nil)
			}
		})
	}
}

func TestAuthorize(t *testing.T) {
	t.Parallel()

	for _, product := range products() {
		t.Run(product.name, func(t *testing.T) {
			t.Parallel()

			p := meet(t)
			request := product.request(p)
			c, kind := product.ours(p)

			ours, err := c.Authorize(t.Context(), kind, request)
			if err != nil {
				t.Fatal(err)
			}

			theirs, err := product.authorize(t.Context(), p, request)
			if err != nil {
				t.Fatal(err)
			}

			// Each gets a code of its own, and finds it in the URI as well.
			for name, answer := range map[string]any{"ours": ours, "theirs": theirs} {
				got := fields(t, answer)
				wantCallback(t, name, got, product.redirectURI(p), url.Values{
					"code": {text(got["authorization_code"])}, "state": {request.State},
				})
			}

			sameAnswer(t, "granted", ours, theirs, nil, []string{"authorization_code", "redirect_uri"})
			p.sameQuestion(t, "granted", nil, nil)

			codes := p.emulator.Codes()
			if len(codes) != 2 || codes[0].Nonce != codes[1].Nonce || codes[0].CodeChallenge != codes[1].CodeChallenge ||
				codes[0].SubjectID != codes[1].SubjectID || codes[0].Value == codes[1].Value {
				t.Errorf("the emulator minted %+v", codes)
			}
		})
	}
}

// text is a value that must be a string.
func text(value any) string {
	text, _ := value.(string)

	return text
}

// wantCallback asserts what a callback URI says.
func wantCallback(t *testing.T, who string, answer map[string]any, base string, want url.Values) {
	t.Helper()

	got, err := url.Parse(text(answer["redirect_uri"]))
	if err != nil {
		t.Fatal(err)
	}

	if got.Query().Encode() != want.Encode() {
		t.Errorf("%s: the callback URI says %s, want %s", who, got.Query().Encode(), want.Encode())
	}

	if got.RawQuery = ""; got.String() != base {
		t.Errorf("%s: the callback URI leads to %s, want %s", who, got, base)
	}
}

func TestAuthorizeWithWhatTheSDKCannotSay(t *testing.T) {
	t.Parallel()

	for _, product := range products() {
		t.Run(product.name, func(t *testing.T) {
			t.Parallel()

			p := meet(t)
			request := product.request(p)
			request.Resources = []string{"https://api.example.com"}
			c, kind := product.ours(p)

			if _, err := c.Authorize(t.Context(), kind, request); err != nil {
				t.Fatal(err)
			}

			if _, err := product.authorize(t.Context(), p, request); err != nil {
				t.Fatal(err)
			}

			p.sameQuestion(t, "resources", map[string]any{"resources": []any{"https://api.example.com"}}, nil)

			// To refuse is to say false, which the SDK leaves out like anything that is empty.
			refusal := request
			refusal.ConsentGranted, refusal.Resources = false, nil

			ours, err := c.Authorize(t.Context(), kind, refusal)
			if err != nil {
				t.Fatal(err)
			}

			if ours.OAuthError == nil || *ours.OAuthError != "access_denied" || ours.AuthorizationCode != nil {
				t.Errorf("a refusal became %+v", *ours)
			}

			_, theirs := product.authorize(t.Context(), p, refusal)
			if theirs == nil {
				t.Error("the SDK can refuse now: its answer can be compared with ours")
			}

			p.sameQuestion(t, "refusal", map[string]any{"consent_granted": false}, nil)
		})
	}
}
