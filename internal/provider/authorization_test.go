// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"net/url"
	"testing"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/stytchmock"
	"github.com/stytch-community/terraform-provider-stytchoauth/internal/tftest"
)

// authorization is one of the two types, with arguments that have no fault but no subject.
type authorization struct {
	name                 string
	product              stytchmock.Product
	preflight, authorize string
	arguments            func(stytchmock.Fixture) tftest.Object
	// subjects are the ways to name the subject, by placeholder.
	subjects map[string]tftest.Object
	subject  func(stytchmock.Fixture) string
}

// authorizations are both.
func authorizations() map[string]authorization {
	return map[string]authorization{
		"member": {
			"stytchoauth_member_authorization", stytchmock.B2B,
			stytchmock.RouteMemberPreflight, stytchmock.RouteMemberAuthorize,
			func(seed stytchmock.Fixture) tftest.Object {
				return with(memberConsentArguments(seed), tftest.Object{"organization_id": nil, "member_id": nil})
			},
			map[string]tftest.Object{
				"ids":           {"organization_id": "<organization_id>", "member_id": "<member_id>"},
				"slug":          {"organization_id": "<organization_slug>", "member_id": "<member_id>"},
				"external ids":  {"organization_id": "<organization_external_id>", "member_id": "<member_external_id>"},
				"session token": {"session_token": "<session_token>"},
				"session JWT":   {"session_jwt": "<session_jwt>"},
			},
			func(seed stytchmock.Fixture) string { return seed.MemberID },
		},
		"user": {
			"stytchoauth_user_authorization", stytchmock.Consumer,
			stytchmock.RouteUserPreflight, stytchmock.RouteUserAuthorize,
			func(seed stytchmock.Fixture) tftest.Object {
				return with(userConsentArguments(seed), tftest.Object{"user_id": nil})
			},
			map[string]tftest.Object{
				"id":            {"user_id": "<user_id>"},
				"external id":   {"user_id": "<user_external_id>"},
				"session token": {"session_token": "<consumer_session_token>"},
				"session JWT":   {"session_jwt": "<consumer_session_jwt>"},
			},
			func(seed stytchmock.Fixture) string { return seed.UserID },
		},
	}
}

// expand puts the seeded values into a subject.
func expand(emulator *tftest.Emulator, subject tftest.Object) tftest.Object {
	expanded := tftest.Object{}

	for name, value := range subject {
		if text, ok := value.(string); ok {
			expanded[name] = emulator.Expand(text)
		}
	}

	return expanded
}

// Whoever the subject is named by, the preflight goes out first, then the authorization, with what is set and
// nothing else.
func TestAuthorizationSubjects(t *testing.T) {
	t.Parallel()

	for kind, authorization := range authorizations() {
		for name, subject := range authorization.subjects {
			t.Run(kind+" by "+name, func(t *testing.T) {
				t.Parallel()

				emulator := tftest.Start(t)
				served := forProject(t, emulator, authorization.product)
				who := expand(emulator, subject)
				arguments := with(authorization.arguments(emulator.Seed), who, tftest.Object{"consent_granted": true})

				served.ValidateEphemeral(authorization.name, arguments).RequireNone(t)

				opened, diagnostics := served.Open(authorization.name, arguments)
				diagnostics.RequireNone(t)

				codes := emulator.Codes()
				if len(codes) != 1 || codes[0].SubjectID != authorization.subject(emulator.Seed) {
					t.Fatalf("codes %+v", codes)
				}

				requireResult(t, opened.Result, plain(with(arguments, tftest.Object{
					"response_type": "code", "authorization_code": codes[0].Value,
					"callback_uri": codes[0].RedirectURI + "?code=" + codes[0].Value,
				})))

				asked := with(who, tftest.Object{
					"client_id": arguments["client_id"], "redirect_uri": arguments["redirect_uri"], "response_type": "code",
					"scopes": []any{"openid", "read:documents"},
				})
				emulator.One(t, authorization.preflight).RequireJSON(t, asked)

				request := emulator.One(t, authorization.authorize)
				request.RequireJSON(t, with(asked, tftest.Object{"consent_granted": true}))
				request.RequireBasic(t, emulator.ProjectID(authorization.product), emulator.Secret(authorization.product))

				if emulator.Requests()[0].Route != authorization.preflight {
					t.Error("the preflight does not come first")
				}

				served.Close(opened).RequireNone(t)
				emulator.RequireCount(t, "", 2)
			})
		}
	}
}

// Every argument goes out under its name, and comes back as Stytch answers.
func TestAuthorizationWithEverything(t *testing.T) {
	t.Parallel()

	for kind, authorization := range authorizations() {
		t.Run(kind, func(t *testing.T) {
			t.Parallel()

			emulator := tftest.Start(t)
			served := forProject(t, emulator, authorization.product)
			first := expand(emulator, firstSubject(authorization))
			arguments := with(authorization.arguments(emulator.Seed), first, tftest.Object{
				"consent_granted": true, "response_type": "code", "prompt": "consent", "state": "af0ifjsldkj&x=1",
				"nonce": "n-0S6_WzA2Mj", "code_challenge": challenge, "resources": []string{"https://api.example.com/", "urn:a:b"},
				"skip_preflight": false, "open_after": "now",
			})

			opened, diagnostics := served.Open(authorization.name, arguments)
			diagnostics.RequireNone(t)

			code := emulator.Codes()[0]
			requireResult(t, opened.Result, plain(with(arguments, tftest.Object{
				"authorization_code": code.Value,
				"callback_uri":       code.RedirectURI + "?code=" + code.Value + "&state=" + url.QueryEscape("af0ifjsldkj&x=1"),
			})))

			asked := with(first, tftest.Object{
				"client_id": arguments["client_id"], "redirect_uri": arguments["redirect_uri"], "response_type": "code",
				"scopes": []any{"openid", "read:documents"}, "prompt": "consent",
			})
			// state, nonce, code_challenge and resources are refused by a preflight.
			emulator.One(t, authorization.preflight).RequireJSON(t, asked)
			emulator.One(t, authorization.authorize).RequireJSON(t, with(asked, tftest.Object{
				"consent_granted": true, "state": "af0ifjsldkj&x=1", "nonce": "n-0S6_WzA2Mj", "code_challenge": challenge,
				"resources": []any{"https://api.example.com/", "urn:a:b"},
			}))
		})
	}
}

// firstSubject is the subject by its ids.
func firstSubject(authorization authorization) tftest.Object {
	if authorization.product == stytchmock.Consumer {
		return authorization.subjects["id"]
	}

	return authorization.subjects["ids"]
}
