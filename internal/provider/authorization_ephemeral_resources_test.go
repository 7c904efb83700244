// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"net/http"
	"net/url"
	"testing"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/stytchmock"
	"github.com/stytch-community/terraform-provider-stytchoauth/internal/tftest"
)

// authorizationCase is one of the two types.
type authorizationCase struct {
	name                 string
	product              stytchmock.Product
	preflight, authorize string
	// subjects are the ways to name the subject, with placeholders.
	subjects map[string]tftest.Object
}

func authorizationCases() map[string]authorizationCase {
	return map[string]authorizationCase{
		"member": {
			"stytchoauth_member_authorization", stytchmock.B2B,
			stytchmock.RouteMemberPreflight, stytchmock.RouteMemberAuthorize,
			map[string]tftest.Object{
				"id":            {"organization_id": "<organization_id>", "member_id": "<member_id>"},
				"external id":   {"organization_id": "<organization_external_id>", "member_id": "<member_external_id>"},
				"session token": {"session_token": "<session_token>"},
				"session JWT":   {"session_jwt": "<session_jwt>"},
			},
		},
		"user": {
			"stytchoauth_user_authorization", stytchmock.Consumer,
			stytchmock.RouteUserPreflight, stytchmock.RouteUserAuthorize,
			map[string]tftest.Object{
				"id":            {"user_id": "<user_id>"},
				"external id":   {"user_id": "<user_external_id>"},
				"session token": {"session_token": "<consumer_session_token>"},
				"session JWT":   {"session_jwt": "<consumer_session_jwt>"},
			},
		},
	}
}

// consent returns a Connected App's request, without the subject.
func (c authorizationCase) consent(seed stytchmock.Fixture) tftest.Object {
	if c.product == stytchmock.Consumer {
		return with(userConsentArguments(seed), tftest.Object{"user_id": nil})
	}

	return with(memberConsentArguments(seed), tftest.Object{"organization_id": nil, "member_id": nil})
}

// eachAuthorization runs a test for both types, with valid arguments of a subject who consents.
func eachAuthorization(
	t *testing.T,
	run func(t *testing.T, emulator *tftest.Emulator, served *tftest.Protocol, c authorizationCase, arguments tftest.Object),
) {
	t.Helper()

	for name, c := range authorizationCases() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			emulator := tftest.Start(t)
			arguments := with(c.consent(emulator.Seed), expand(emulator, c.subjects["id"]),
				tftest.Object{"consent_granted": true})

			run(t, emulator, forProject(t, emulator, c.product), c, arguments)
		})
	}
}

// The preflight is sent first, then the authorization, both with what is set and nothing else.
func TestAuthorizationSubjects(t *testing.T) {
	t.Parallel()

	for kind, c := range authorizationCases() {
		for name, subject := range c.subjects {
			t.Run(kind+" by "+name, func(t *testing.T) {
				t.Parallel()

				emulator := tftest.Start(t)
				served := forProject(t, emulator, c.product)
				request := with(c.consent(emulator.Seed), expand(emulator, subject))
				arguments := with(request, tftest.Object{"consent_granted": true})

				served.ValidateEphemeral(c.name, arguments).RequireNone(t)

				opened, diagnostics := served.Open(c.name, arguments)
				diagnostics.RequireNone(t)

				codes := emulator.Codes()
				if id := codes[0].SubjectID; id != emulator.Seed.MemberID && id != emulator.Seed.UserID {
					t.Errorf("the code is for %s", id)
				}

				requireResult(t, opened.Result, with(arguments, tftest.Object{
					"response_type": "code", "authorization_code": codes[0].Value,
					"callback_uri": codes[0].RedirectURI + "?code=" + codes[0].Value,
				}))

				want := plain(with(request, tftest.Object{"response_type": "code"}))
				emulator.One(t, c.preflight).RequireJSON(t, want)
				emulator.One(t, c.authorize).RequireJSON(t, with(want, tftest.Object{"consent_granted": true}))
				emulator.One(t, c.authorize).RequireBasic(t, emulator.ProjectID(c.product), emulator.Secret(c.product))
				requireEqual(t, emulator.Requests()[0].Route, c.preflight)

				served.Close(opened).RequireNone(t)
				emulator.RequireCount(t, "", 2)
			})
		}
	}
}

func TestAuthorizationWithEverything(t *testing.T) {
	t.Parallel()

	eachAuthorization(t, func(
		t *testing.T, emulator *tftest.Emulator, served *tftest.Protocol, c authorizationCase, arguments tftest.Object,
	) {
		t.Helper()

		consent := with(arguments, tftest.Object{"consent_granted": nil, "response_type": "code", "prompt": "consent"})
		// The preflight does not take these.
		authorize := tftest.Object{
			"consent_granted": true, "state": "af0ifjsldkj&x=1", "nonce": "n-0S6_WzA2Mj", "code_challenge": challenge,
			"resources": []string{"https://api.example.com/", "urn:a:b"},
		}
		arguments = with(consent, authorize, tftest.Object{"skip_preflight": false, "open_after": "now"})

		opened, diagnostics := served.Open(c.name, arguments)
		diagnostics.RequireNone(t)

		code := emulator.Codes()[0]
		requireResult(t, opened.Result, with(arguments, tftest.Object{
			"authorization_code": code.Value,
			"callback_uri":       code.RedirectURI + "?code=" + code.Value + "&state=" + url.QueryEscape("af0ifjsldkj&x=1"),
		}))
		emulator.One(t, c.preflight).RequireJSON(t, plain(consent))
		emulator.One(t, c.authorize).RequireJSON(t, plain(with(consent, authorize)))
	})
}

// Without consent the refusal is the result.
func TestAuthorizationWithoutConsent(t *testing.T) {
	t.Parallel()

	eachAuthorization(t, func(
		t *testing.T, emulator *tftest.Emulator, served *tftest.Protocol, c authorizationCase, arguments tftest.Object,
	) {
		t.Helper()

		arguments = with(arguments, tftest.Object{"consent_granted": false, "state": "s"})

		opened, diagnostics := served.Open(c.name, arguments)
		diagnostics.RequireNone(t)
		requireResult(t, opened.Result, with(arguments, tftest.Object{
			"response_type": "code", "error": "access_denied", "error_description": "The user denied the request.",
			"callback_uri": emulator.Seed.RedirectURI +
				"?error=access_denied&error_description=The+user+denied+the+request.&state=s",
		}))
		emulator.One(t, c.authorize).RequireField(t, "consent_granted", false)
		requireEqual(t, len(emulator.Codes()), 0)
	})
}

// With consent a refusal is an error, for what comes next would miss its code.
func TestAuthorizationRefused(t *testing.T) {
	t.Parallel()

	eachAuthorization(t, func(
		t *testing.T, emulator *tftest.Emulator, served *tftest.Protocol, c authorizationCase, arguments tftest.Object,
	) {
		t.Helper()

		_, diagnostics := served.Open(c.name,
			with(arguments, tftest.Object{"scopes": []string{"openid", "delete:everything"}, "skip_preflight": true}))
		diagnostics.RequireError(t, tftest.Fault{
			At: "scopes", Summary: "Unable to Authorize Connected App",
			Says: []string{"invalid_scope: These scopes cannot be granted: delete:everything.", "request_id ", "Check `scopes`"},
		})
		emulator.RequireCount(t, c.preflight, 0)
		emulator.RequireCount(t, c.authorize, 1)
	})
}

// Scopes that cannot be granted are found before anything is minted.
func TestAuthorizationNotGrantable(t *testing.T) {
	t.Parallel()

	eachAuthorization(t, func(
		t *testing.T, emulator *tftest.Emulator, served *tftest.Protocol, c authorizationCase, arguments tftest.Object,
	) {
		t.Helper()

		_, diagnostics := served.Open(c.name,
			with(arguments, tftest.Object{"scopes": []string{"openid", "delete:everything", "read:documents", "admin"}}))
		diagnostics.RequireError(t, tftest.Fault{
			At: "scopes", Summary: "Scopes Cannot Be Granted",
			Says: []string{
				"These scopes cannot be granted for Connected App ", ": delete:everything, admin.",
				"Remove them from `scopes`", "Nothing was changed.",
			},
		})
		emulator.RequireCount(t, c.preflight, 1)
		emulator.RequireCount(t, c.authorize, 0)
	})
}

// A preflight that fails stops the authorization.
func TestAuthorizationSkipsPreflight(t *testing.T) {
	t.Parallel()

	eachAuthorization(t, func(
		t *testing.T, emulator *tftest.Emulator, served *tftest.Protocol, c authorizationCase, arguments tftest.Object,
	) {
		t.Helper()
		emulator.Inject(c.preflight, -1, stytchmock.Fault{Status: http.StatusForbidden, Body: "{}"})

		_, diagnostics := served.Open(c.name, arguments)
		diagnostics.RequireError(t, tftest.Fault{
			Summary: "Unable to Check Authorization of Connected App", Says: []string{"403"},
		})
		emulator.RequireCount(t, c.authorize, 0)

		opened, diagnostics := served.Open(c.name, with(arguments, tftest.Object{"skip_preflight": true}))
		diagnostics.RequireNone(t)
		requireEqual(t, opened.Result["authorization_code"], any(emulator.Codes()[0].Value))
		emulator.RequireCount(t, c.preflight, 1)
	})
}

// Stytch requires scopes, even if there are none; an empty list of resources is left out.
func TestAuthorizationEmptyLists(t *testing.T) {
	t.Parallel()

	eachAuthorization(t, func(
		t *testing.T, emulator *tftest.Emulator, served *tftest.Protocol, c authorizationCase, arguments tftest.Object,
	) {
		t.Helper()

		opened, diagnostics := served.Open(c.name,
			with(arguments, tftest.Object{"scopes": []string{}, "resources": []string{}}))
		diagnostics.RequireNone(t)
		requireEqual(t, opened.Result["resources"], any([]any{}))
		emulator.One(t, c.authorize).RequireJSON(t,
			with(arguments, tftest.Object{"response_type": "code", "scopes": []any{}}))
	})
}
