// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"net/http"
	"testing"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/stytchmock"
	"github.com/stytch-community/terraform-provider-stytchoauth/internal/tftest"
)

// What goes wrong is said in OAuth's words, and is never blamed on the project's credentials.
func TestConnectedAppTokensErrors(t *testing.T) {
	t.Parallel()

	const (
		aboutCode   = "An authorization code is good for one use"
		aboutClient = "Check `client_id` and `client_secret`"
	)

	for name, test := range map[string]struct {
		change tftest.Object
		fault  *stytchmock.Fault
		says   []string
	}{
		"wrong verifier": {
			tftest.Object{"code_verifier": verifier + "-"},
			nil,
			[]string{"invalid_grant", "does not match the code_challenge", aboutCode},
		},
		"no verifier": {
			tftest.Object{"code_verifier": nil}, nil, []string{"invalid_grant", "code_verifier is required", aboutCode},
		},
		"another redirect URI": {
			tftest.Object{"redirect_uri": "https://app.example.com/other"}, nil, []string{"invalid_grant", aboutCode},
		},
		"another code": {tftest.Object{"code": "another"}, nil, []string{"invalid_grant", "unknown", aboutCode}},
		"another client": {
			tftest.Object{"client_id": "connected-app-test-1"},
			nil,
			[]string{"invalid_client", aboutClient, `client "connected-app-test-1"`},
		},
		"secret of a public client": {
			tftest.Object{"client_secret": "a-secret"}, nil, []string{"invalid_client", aboutClient},
		},
		"401": {
			nil, &stytchmock.Fault{Status: http.StatusUnauthorized, Body: `{"error_type":"something_new"}`},
			[]string{"something_new", aboutClient},
		},
		"401 of the kind that the API gives": {
			nil, &stytchmock.Fault{Status: http.StatusUnauthorized, Body: `{"error_type":"unauthorized_credentials"}`},
			[]string{"unauthorized_credentials", aboutClient},
		},
		"404": {
			nil, &stytchmock.Fault{Status: http.StatusNotFound, Body: `{"error_type":"route_not_found"}`},
			[]string{"part of the token endpoint's path", "`base_url`"},
		},
		"idp code not found": {
			nil, &stytchmock.Fault{Status: http.StatusNotFound, Body: `{"error_type":"idp_auth_code_not_found"}`},
			[]string{"idp_auth_code_not_found", aboutCode},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			emulator := tftest.Start(t)
			served := forProject(t, emulator, stytchmock.B2B)
			arguments := with(authorized(t, emulator, served, false, "openid"), test.change)

			if test.fault != nil {
				emulator.Inject(stytchmock.RouteToken, 1, *test.fault)
			}

			code, _ := arguments["code"].(string)

			_, diagnostics := served.Open(connectedAppTokens, arguments)
			diagnostics.RequireError(t, tftest.Fault{
				Summary: "Unable to Exchange Authorization Code", Says: test.says,
				Hides: []string{verifier, emulator.Seed.Secret, "STYTCH_SECRET", code},
			})
			emulator.RequireCount(t, stytchmock.RouteToken, 1)
		})
	}
}

// A code is spent by being sent: it is sent once, whatever comes of it, and says so when it is sent again.
func TestConnectedAppTokensSpendsCodeOnce(t *testing.T) {
	t.Parallel()

	emulator := tftest.Start(t)
	served := configured(t, emulator.Settings(stytchmock.B2B))
	arguments := authorized(t, emulator, served, true, "openid")

	emulator.Inject(stytchmock.RouteToken, 1, stytchmock.Fault{
		Status: http.StatusServiceUnavailable, Body: `{}`, Process: true,
	})

	_, diagnostics := served.Open(connectedAppTokens, arguments)
	diagnostics.RequireError(t, tftest.Fault{Says: []string{"503", "may have been done all the same"}})
	emulator.RequireCount(t, stytchmock.RouteToken, 1)

	_, diagnostics = served.Open(connectedAppTokens, arguments)
	diagnostics.RequireError(t, tftest.Fault{
		Says: []string{"invalid_grant", "has been used", "`open_after = timestamp()` gives one in each apply"},
	})
}
