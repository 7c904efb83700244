// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"net/http"
	"testing"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/stytchmock"
	"github.com/stytch-community/terraform-provider-stytchoauth/internal/tftest"
)

// eachAuthorization runs a test for both types, with arguments that have no fault.
func eachAuthorization(
	t *testing.T, run func(t *testing.T, emulator *tftest.Emulator, served *tftest.Protocol, tested authorization,
		arguments tftest.Object),
) {
	t.Helper()

	for kind, tested := range authorizations() {
		t.Run(kind, func(t *testing.T) {
			t.Parallel()

			emulator := tftest.Start(t)
			arguments := with(tested.arguments(emulator.Seed), expand(emulator, firstSubject(tested)),
				tftest.Object{"consent_granted": true})

			run(t, emulator, forProject(t, emulator, tested.product), tested, arguments)
		})
	}
}

// A subject who says no is a result. The answer goes out as false, not as nothing.
func TestAuthorizationDenied(t *testing.T) {
	t.Parallel()

	eachAuthorization(t, func(
		t *testing.T, emulator *tftest.Emulator, served *tftest.Protocol, tested authorization, arguments tftest.Object,
	) {
		t.Helper()

		arguments = with(arguments, tftest.Object{"consent_granted": false, "state": "s"})

		opened, diagnostics := served.Open(tested.name, arguments)
		diagnostics.RequireNone(t)

		redirectURI, _ := arguments["redirect_uri"].(string)
		requireResult(t, opened.Result, plain(with(arguments, tftest.Object{
			"response_type": "code", "error": "access_denied", "error_description": "The user denied the request.",
			"callback_uri": redirectURI + "?error=access_denied&error_description=The+user+denied+the+request.&state=s",
		})))
		emulator.One(t, tested.authorize).RequireField(t, "consent_granted", false)

		if codes := emulator.Codes(); len(codes) > 0 {
			t.Errorf("codes %+v", codes)
		}
	})
}

// A subject who said yes, and whom Stytch overrules, is an error: what comes after would miss its code.
func TestAuthorizationRefused(t *testing.T) {
	t.Parallel()

	eachAuthorization(t, func(
		t *testing.T, emulator *tftest.Emulator, served *tftest.Protocol, tested authorization, arguments tftest.Object,
	) {
		t.Helper()

		_, diagnostics := served.Open(tested.name,
			with(arguments, tftest.Object{"scopes": []string{"openid", "delete:everything"}, "skip_preflight": true}))
		diagnostics.RequireError(t, tftest.Fault{
			Summary: "Unable to Authorize Connected App",
			Says: []string{
				"with the OAuth error invalid_scope: These scopes cannot be granted: delete:everything.",
				"error_type: invalid_scope", "request_id: request-id-test-", "RBAC policy",
			},
		})
		emulator.RequireCount(t, tested.preflight, 0)
		emulator.RequireCount(t, tested.authorize, 1)
	})
}

// What cannot be granted is found out before anything is minted.
func TestAuthorizationNotGrantable(t *testing.T) {
	t.Parallel()

	eachAuthorization(t, func(
		t *testing.T, emulator *tftest.Emulator, served *tftest.Protocol, tested authorization, arguments tftest.Object,
	) {
		t.Helper()

		for _, consent := range []bool{true, false} {
			_, diagnostics := served.Open(tested.name, with(arguments, tftest.Object{
				"scopes": []string{"openid", "delete:everything", "read:documents", "admin"}, "consent_granted": consent,
			}))
			diagnostics.RequireError(t, tftest.Fault{
				At: "scopes", Summary: "Unable to Check Authorization of Connected App",
				Says: []string{
					"these scopes cannot be granted: delete:everything, admin. Nothing was minted.",
					"request_id: request-id-test-", "Leave these scopes out",
				},
			})
		}

		emulator.RequireCount(t, tested.preflight, 2)
		emulator.RequireCount(t, tested.authorize, 0)
	})
}

// A preflight that fails stops the authorization, too; without one there is none to fail.
func TestAuthorizationSkipsPreflight(t *testing.T) {
	t.Parallel()

	eachAuthorization(t, func(
		t *testing.T, emulator *tftest.Emulator, served *tftest.Protocol, tested authorization, arguments tftest.Object,
	) {
		t.Helper()
		emulator.Inject(tested.preflight, -1, stytchmock.Fault{Status: http.StatusInternalServerError, Body: "{}"})

		_, diagnostics := served.Open(tested.name, arguments)
		diagnostics.RequireError(t, tftest.Fault{
			Summary: "Unable to Check Authorization of Connected App", Says: []string{"500"},
		})
		emulator.RequireCount(t, tested.authorize, 0)

		opened, diagnostics := served.Open(tested.name, with(arguments, tftest.Object{"skip_preflight": true}))
		diagnostics.RequireNone(t)
		requireEqual(t, opened.Result["authorization_code"], any(emulator.Codes()[0].Value))
		emulator.RequireCount(t, tested.preflight, 1)
	})
}

// No scopes at all are sent as such, for Stytch wants the field; no resources are left out.
func TestAuthorizationEmptyLists(t *testing.T) {
	t.Parallel()

	eachAuthorization(t, func(
		t *testing.T, emulator *tftest.Emulator, served *tftest.Protocol, tested authorization, arguments tftest.Object,
	) {
		t.Helper()

		arguments = with(arguments, tftest.Object{"scopes": []string{}, "resources": []string{}})

		opened, diagnostics := served.Open(tested.name, arguments)
		diagnostics.RequireNone(t)
		requireEqual(t, opened.Result["resources"], any([]any{}))

		want := with(arguments, tftest.Object{
			"response_type": "code", "scopes": []any{}, "resources": nil, "consent_granted": nil,
		})
		emulator.One(t, tested.preflight).RequireJSON(t, want)
		emulator.One(t, tested.authorize).RequireJSON(t, with(want, tftest.Object{"consent_granted": true}))
	})
}

// What Stytch may answer to who granted consent.
func TestAuthorizationAnswers(t *testing.T) {
	t.Parallel()

	const envelope = `"request_id":"request-id-test-00000000-0000-4000-8000-000000000000","status_code":200`

	for name, test := range map[string]struct {
		body string
		// code is what comes of it; says is what an error says.
		code string
		says []string
	}{
		"code in the URI alone": {`{` + envelope + `,"redirect_uri":"https://a.example.com/cb?a=b&code=c%2Bd"}`, "c+d", nil},
		"empty field":           {`{` + envelope + `,"redirect_uri":"app:/cb?code=c","authorization_code":""}`, "c", nil},
		"the field wins":        {`{` + envelope + `,"redirect_uri":"app:/cb?code=c","authorization_code":"d"}`, "d", nil},
		"neither":               {`{` + envelope + `,"redirect_uri":"app:/cb"}`, "", []string{"without an authorization_code"}},
		"no URI":                {`{` + envelope + `,"authorization_code":"d"}`, "", []string{"promises: redirect_uri"}},
		"relative URI":          {`{` + envelope + `,"redirect_uri":"/cb?code=c"}`, "", []string{"not an absolute URI"}},
		"refusal":               {`{` + envelope + `,"redirect_uri":"app:/cb?error=access_denied"}`, "", []string{"access_denied"}},
		"refusal that explains": {`{` + envelope + `,"redirect_uri":"app:/cb?error=a&error_description=b+c"}`, "", []string{"error a: b c."}},
		"nothing":               {`{}`, "", []string{"request_id, status_code, redirect_uri", "may have been done all the same"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			emulator := tftest.Start(t)
			emulator.Inject(stytchmock.RouteMemberAuthorize, -1, stytchmock.Fault{Status: http.StatusOK, Body: test.body})

			opened, diagnostics := forProject(t, emulator, stytchmock.B2B).Open("stytchoauth_member_authorization",
				with(memberConsentArguments(emulator.Seed), tftest.Object{"consent_granted": true}))
			if test.says != nil {
				diagnostics.RequireError(t, tftest.Fault{Summary: "Unable to Authorize Connected App", Says: test.says})
			} else {
				diagnostics.RequireNone(t)
				requireEqual(t, opened.Result["authorization_code"], any(test.code))
			}

			// What mints is asked for once.
			emulator.RequireCount(t, stytchmock.RouteMemberAuthorize, 1)
		})
	}
}
