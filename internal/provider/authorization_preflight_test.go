// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"net/http"
	"testing"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/stytchmock"
	"github.com/stytch-community/terraform-provider-stytchoauth/internal/tftest"
)

// scopeResults are results in an order, without their descriptions.
func scopeResults(grantable map[string]bool, order ...string) []any {
	results := make([]any, len(order))
	for i, scope := range order {
		results[i] = tftest.Object{"scope": scope, "is_grantable": grantable[scope]}
	}

	return results
}

// withoutDescriptions takes the descriptions out of scope results, which are the emulator's own, after a look at
// each.
func withoutDescriptions(t *testing.T, results any) []any {
	t.Helper()

	list, _ := results.([]any)
	plainer := make([]any, len(list))

	for i, one := range list {
		result, _ := one.(tftest.Object)
		if description, _ := result["description"].(string); description == "" {
			t.Errorf("no description: %v", result)
		}

		plainer[i] = with(result, tftest.Object{"description": nil})
	}

	return plainer
}

// Stytch's own id of the subject comes out, whichever one goes in, and the request holds what is set.
func TestPreflight(t *testing.T) {
	t.Parallel()

	for name, test := range map[string]struct {
		typeName, route string
		product         stytchmock.Product
		subject         tftest.Object
		result          tftest.Object
	}{
		"member": {
			"stytchoauth_member_authorization_preflight", stytchmock.RouteMemberPreflight, stytchmock.B2B,
			tftest.Object{"organization_id": "<organization_id>", "member_id": "<member_id>"},
			tftest.Object{"organization_id": "<organization_id>", "member_id": "<member_id>"},
		},
		"member by external ids": {
			"stytchoauth_member_authorization_preflight", stytchmock.RouteMemberPreflight, stytchmock.B2B,
			tftest.Object{"organization_id": "<organization_external_id>", "member_id": "<member_external_id>"},
			tftest.Object{"organization_id": "<organization_external_id>", "member_id": "<member_id>"},
		},
		"user": {
			"stytchoauth_user_authorization_preflight", stytchmock.RouteUserPreflight, stytchmock.Consumer,
			tftest.Object{"user_id": "<user_id>"},
			tftest.Object{"user_id": "<user_id>"},
		},
		"user by external id": {
			"stytchoauth_user_authorization_preflight", stytchmock.RouteUserPreflight, stytchmock.Consumer,
			tftest.Object{"user_id": "<user_external_id>"},
			tftest.Object{"user_id": "<user_id>"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			emulator := tftest.Start(t)
			served := forProject(t, emulator, test.product)
			arguments := with(userConsentArguments(emulator.Seed), tftest.Object{"user_id": nil})

			if test.product == stytchmock.B2B {
				arguments = memberConsentArguments(emulator.Seed)
			}

			arguments = with(arguments, expand(emulator, test.subject), tftest.Object{
				"scopes": []string{"delete:everything", "openid"}, "prompt": "consent",
			})

			served.ValidateData(test.typeName, arguments).RequireNone(t)

			result, diagnostics := served.Read(test.typeName, arguments)
			diagnostics.RequireNone(t)

			result["scope_results"] = withoutDescriptions(t, result["scope_results"])
			requireResult(t, result, plain(with(arguments, expand(emulator, test.result), tftest.Object{
				"response_type": "code", "consent_required": true,
				"client": tftest.Object{
					"client_id": arguments["client_id"], "client_name": "Acme Portal",
					"client_description": "Acme Portal of Acme", "client_type": "first_party",
					"logo_url": "https://app.example.com/logo.png",
				},
				"scope_results": scopeResults(map[string]bool{"openid": true}, "delete:everything", "openid"),
			})))

			request := emulator.One(t, test.route)
			request.RequireJSON(t, plain(with(arguments, tftest.Object{"response_type": "code"})))
			request.RequireBasic(t, emulator.ProjectID(test.product), emulator.Secret(test.product))
			emulator.RequireCount(t, "", 1)
		})
	}
}

// Whether consent is needed is Stytch's to say, and an app without a logo has none.
func TestPreflightLeavesOut(t *testing.T) {
	t.Parallel()

	emulator := tftest.Start(t)
	app := emulator.AddConnectedApp(stytchmock.ConnectedApp{
		Name: "Bare", Description: "Nothing on it", Type: stytchmock.FirstPartyPublic,
		RedirectURIs: []string{emulator.Seed.RedirectURI}, Scopes: []string{"openid"},
	})

	result, diagnostics := forProject(t, emulator, stytchmock.B2B).Read("stytchoauth_member_authorization_preflight",
		with(memberConsentArguments(emulator.Seed), tftest.Object{"client_id": app, "scopes": []string{}}))
	diagnostics.RequireNone(t)
	requireEqual(t, result["consent_required"], any(false))
	requireEqual(t, result["scope_results"], any([]any{}))
	requireEqual(t, result["client"], any(tftest.Object{
		"client_id": app, "client_name": "Bare", "client_description": "Nothing on it",
		"client_type": "first_party_public", "logo_url": nil,
	}))
	emulator.One(t, stytchmock.RouteMemberPreflight).RequireField(t, "scopes", []any{})
}

// An answer with holes is an error that names them.
func TestPreflightAnswerWithHoles(t *testing.T) {
	t.Parallel()

	emulator := tftest.Start(t)
	served := forProject(t, emulator, stytchmock.Consumer)

	for body, says := range map[string]string{
		`{}`:   "request_id, status_code, user_id, client, consent_required, scope_results",
		`null`: "request_id, status_code, user_id, client, consent_required, scope_results",
		`{"request_id":"r","status_code":200,"user_id":"u","client":{"client_id":"c","client_name":"n"},
			"consent_required":true,"scope_results":[{"scope":"s","description":"d","is_grantable":null}]}`: "client.client_description, client.client_type, scope_results[0].is_grantable",
	} {
		emulator.Inject(stytchmock.RouteUserPreflight, 2, stytchmock.Fault{Status: http.StatusOK, Body: body})

		_, diagnostics := served.Read("stytchoauth_user_authorization_preflight", userConsentArguments(emulator.Seed))
		diagnostics.RequireError(t, tftest.Fault{
			Summary: "Unable to Check Authorization of Connected App", Says: []string{says},
		})

		// Nor is anything minted on the strength of it.
		_, diagnostics = served.Open("stytchoauth_user_authorization",
			with(userConsentArguments(emulator.Seed), tftest.Object{"consent_granted": true}))
		diagnostics.RequireError(t, tftest.Fault{Says: []string{says}})
	}

	emulator.RequireCount(t, stytchmock.RouteUserAuthorize, 0)
}
