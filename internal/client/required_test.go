// SPDX-License-Identifier: MPL-2.0

package client_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/client"
)

// promises lists, for each call, the fields that its answer must hold, as an error names them. Those of the identity
// providers repeat the client's table on purpose: what is promised there cannot change unnoticed, and a new identity
// provider is not in until it is here.
func promises() map[string][]string {
	preflight := []string{
		"request_id", "status_code", "client", "client.client_id", "client.client_name", "client.client_description",
		"client.client_type", "consent_required", "scope_results", "scope_results[1].scope",
		"scope_results[1].description", "scope_results[1].is_grantable",
	}

	return map[string][]string{
		"google tokens": {"request_id", "status_code", "provider_type", "provider_subject", "id_token", "scopes"},
		"microsoft tokens": {
			"request_id", "status_code", "provider_type", "provider_subject", "access_token",
			"access_token_expires_in", "id_token", "scopes",
		},
		"slack tokens": {
			"request_id", "status_code", "provider_type", "registrations", "registrations[1].provider_subject",
			"registrations[0].access_token", "registrations[1].scopes", "registrations[1].bot_access_token",
			"registrations[0].bot_scopes",
		},
		"hubspot tokens": {
			"request_id", "status_code", "provider_type", "registrations", "registrations[0].provider_subject",
			"registrations[0].access_token", "registrations[0].access_token_expires_in", "registrations[0].scopes",
		},
		"github tokens": {
			"request_id", "status_code", "provider_type", "registrations", "registrations[0].provider_subject",
			"registrations[0].provider_tenant_ids", "registrations[0].access_token", "registrations[0].scopes",
		},
		"attach":             {"request_id", "status_code", "oauth_attach_token"},
		"B2B preflight":      append([]string{"member_id"}, preflight...),
		"Consumer preflight": append([]string{"user_id"}, preflight...),
		"B2B authorize":      {"request_id", "status_code", "redirect_uri"},
		"Consumer authorize": {"request_id", "status_code", "redirect_uri"},
	}
}

// pathOf reads a field's name in an error as a path for [without].
func pathOf(field string) []any {
	var path []any

	for step := range strings.SplitSeq(field, ".") {
		name, index, isElement := strings.Cut(strings.TrimSuffix(step, "]"), "[")
		path = append(path, name)

		if isElement {
			path = append(path, int(index[0]-'0'))
		}
	}

	return path
}

func TestPromisedFieldThatIsNotThere(t *testing.T) {
	t.Parallel()

	promises := promises()

	for _, call := range everyCall() {
		if call.name == "start redirect" {
			continue
		}

		if len(promises[call.name]) == 0 {
			t.Errorf("nothing is promised of %s: list it in promises", call.name)
		}

		for _, field := range promises[call.name] {
			t.Run(call.name+"/"+field, func(t *testing.T) {
				t.Parallel()

				for _, value := range []any{absent, nil} {
					c, record := serve(t, reply(200, without(t, call.answer, value, pathOf(field)...)), retries(3))

					_, err := call.send(t.Context(), c)

					got := failure(t, err, client.KindAnswer)
					if want := "the answer lacks what Stytch's API promises: " + field + ": missing"; got.Reason != want {
						t.Errorf("reason %q, want %q", got.Reason, want)
					}

					if got.StatusCode != http.StatusOK || got.MaybeDone != call.mints {
						t.Errorf("got %+v", *got)
					}

					record.only(t)
				}
			})
		}
	}
}

func TestAllPromisedFieldsThatAreNotThereAreNamed(t *testing.T) {
	t.Parallel()

	const lacks = "the answer lacks what Stytch's API promises: "

	for name, test := range map[string]struct{ provider, answer, want string }{
		"none at all":   {"google", `{}`, "request_id, status_code, provider_type, provider_subject, id_token, scopes"},
		"null document": {"slack", `null`, "request_id, status_code, provider_type, registrations"},
		"only others":   {"github", `{"a":1}`, "request_id, status_code, provider_type, registrations"},
		"null element": {
			"github", `{"request_id":"r","status_code":200,"provider_type":"GitHub","registrations":[null]}`,
			"registrations[0].provider_subject, registrations[0].provider_tenant_ids, " +
				"registrations[0].access_token, registrations[0].scopes",
		},
		"some of each element": {
			"hubspot", `{"request_id":"r","provider_type":"HubSpot","registrations":[
				{"provider_subject":"s","access_token":"a","scopes":[]},
				{"provider_subject":null,"access_token":"a","access_token_expires_in":1,"scopes":[]}]}`,
			"status_code, registrations[1].provider_subject, registrations[0].access_token_expires_in",
		},
		"under another name": {
			"google", `{"request_id":"r","status_code":200,"provider_type":"Google","providerSubject":"s",
				"id_token":"i","scopes":[]}`,
			"provider_subject",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			c, _ := serve(t, reply(200, test.answer))

			_, err := c.MemberTokens(t.Context(), identityProvider(t, test.provider),
				client.MemberTokensRequest{OrganizationID: "o", MemberID: "m"})

			if got := failure(t, err, client.KindAnswer); got.Reason != lacks+test.want+": missing" {
				t.Errorf("reason %q, want %q", got.Reason, lacks+test.want+": missing")
			}
		})
	}
}

func TestFieldOfAnotherType(t *testing.T) {
	t.Parallel()

	const value = "4711471147114711.25"

	promises := promises()

	for _, call := range everyCall() {
		for _, field := range promises[call.name] {
			t.Run(call.name+"/"+field, func(t *testing.T) {
				t.Parallel()

				answer := strings.ReplaceAll(without(t, call.answer, "REPLACED", pathOf(field)...), `"REPLACED"`, value)
				c, record := serve(t, reply(200, answer), retries(3))

				_, err := call.send(t.Context(), c)

				got := failure(t, err, client.KindAnswer)

				// Which element it was, Go does not tell.
				name := strings.NewReplacer("[0]", "", "[1]", "").Replace(field)
				if want := "the answer's field " + name + " is a JSON number, which is not what Stytch's API promises: " +
					"wrong type"; got.Reason != want {
					t.Errorf("reason %q, want %q", got.Reason, want)
				}

				if strings.Contains(got.Error(), "4711") {
					t.Errorf("%q tells the value", got.Error())
				}

				record.only(t)
			})
		}
	}
}
