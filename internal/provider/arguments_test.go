// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/acctest"
)

// Arguments that have no fault, for every type. Those of the tables are changed from here.

func validTokens() acctest.Object {
	return acctest.Object{"organization_id": "acme", "member_id": "crm|ada"}
}

func validAuthorization() acctest.Object {
	return acctest.Object{
		"client_id": "connected-app-1", "redirect_uri": "https://app.example.com/callback", "scopes": []string{"openid"},
	}
}

// validDataSources are those of the data sources.
func validDataSources() map[string]acctest.Object {
	return map[string]acctest.Object{
		"member_google_tokens":    validTokens(),
		"member_microsoft_tokens": validTokens(),
		"member_slack_tokens":     validTokens(),
		"member_hubspot_tokens":   validTokens(),
		"member_github_tokens":    validTokens(),
		"member_start_url":        {"oauth_provider": "google", "organization_id": "acme"},
		"discovery_start_url":     {"oauth_provider": "google"},
		"user_start_url":          {"oauth_provider": "google"},
		"member_authorization_preflight": with(validAuthorization(), acctest.Object{
			"organization_id": "acme", "member_id": "ada",
		}),
		"user_authorization_preflight": with(validAuthorization(), acctest.Object{"user_id": "alan"}),
	}
}

// validEphemeralResources are those of the ephemeral resources.
func validEphemeralResources() map[string]acctest.Object {
	all := map[string]acctest.Object{
		"attach_token": {"oauth_provider": "google", "user_id": "alan"},
		"member_authorization": with(validAuthorization(), acctest.Object{
			"organization_id": "acme", "member_id": "ada", "consent_granted": true,
		}),
		"user_authorization": with(validAuthorization(), acctest.Object{"user_id": "alan", "consent_granted": true}),
		"pkce":               {},
		"connected_app_tokens": {
			"client_id": "connected-app-1", "redirect_uri": "https://app.example.com/callback", "code": "c0de",
		},
		"m2m_token": {"client_id": "m2m-client-1", "client_secret": "s3cret"},
	}

	for name, arguments := range validDataSources() {
		if name != "member_authorization_preflight" && name != "user_authorization_preflight" {
			all[name] = arguments
		}
	}

	return all
}

// validate is a type and what validates it.
type validate struct {
	name      string
	schema    *tfprotov6.Schema
	arguments acctest.Object
	run       func(acctest.Object) acctest.Diagnostics
}

// eachType is every type, with arguments that have no fault.
func eachType(t *testing.T, served *acctest.Protocol) map[string]validate {
	t.Helper()

	all := map[string]validate{}

	for name, arguments := range validDataSources() {
		typeName := "stytchoauth_" + name
		all["data "+name] = validate{
			name, served.Schema.DataSourceSchemas[typeName], arguments,
			func(arguments acctest.Object) acctest.Diagnostics { return served.ValidateData(typeName, arguments) },
		}
	}

	for name, arguments := range validEphemeralResources() {
		typeName := "stytchoauth_" + name
		all["ephemeral "+name] = validate{
			name, served.Schema.EphemeralResourceSchemas[typeName], arguments,
			func(arguments acctest.Object) acctest.Diagnostics {
				return served.ValidateEphemeral(typeName, arguments)
			},
		}
	}

	if want := len(served.Schema.DataSourceSchemas) + len(served.Schema.EphemeralResourceSchemas); len(all) != want {
		t.Fatalf("%d types, want %d", len(all), want)
	}

	return all
}

// settable are the arguments of a type.
func settable(schema *tfprotov6.Schema) []*tfprotov6.SchemaAttribute {
	var found []*tfprotov6.SchemaAttribute

	for _, attribute := range schema.Block.Attributes {
		if attribute.Required || attribute.Optional {
			found = append(found, attribute)
		}
	}

	return found
}

func TestArgumentsWithoutFault(t *testing.T) {
	t.Parallel()

	for name, tested := range eachType(t, serve(t, nil)) {
		if diagnostics := tested.run(tested.arguments); len(diagnostics) > 0 {
			t.Errorf("%s:%s", name, diagnostics)
		}
	}
}

// What is not known yet may turn out to be right.
func TestArgumentsUnknown(t *testing.T) {
	t.Parallel()

	for name, tested := range eachType(t, serve(t, nil)) {
		unknown := acctest.Object{}

		for _, attribute := range settable(tested.schema) {
			unknown[attribute.Name] = acctest.Unknown

			// Alone, and in place of what an argument excludes.
			arguments := with(tested.arguments, acctest.Object{attribute.Name: acctest.Unknown})
			if diagnostics := tested.run(arguments); len(diagnostics) > 0 {
				t.Errorf("%s: %s:%s", name, attribute.Name, diagnostics)
			}

			var element any

			switch {
			case attribute.Type.Is(tftypes.List{}):
				element = []any{acctest.Unknown}
			case attribute.Type.Is(tftypes.Map{}):
				element = acctest.Object{"a": acctest.Unknown}
			default:
				continue
			}

			if diagnostics := tested.run(with(tested.arguments, acctest.Object{attribute.Name: element})); len(diagnostics) > 0 {
				t.Errorf("%s: an element of %s:%s", name, attribute.Name, diagnostics)
			}
		}

		if diagnostics := tested.run(unknown); len(diagnostics) > 0 {
			t.Errorf("%s, all unknown:%s", name, diagnostics)
		}
	}
}

// An empty string is not left out, and Stytch would take it for a value. Only what does nothing takes it.
func TestArgumentsEmpty(t *testing.T) {
	t.Parallel()

	for name, tested := range eachType(t, serve(t, nil)) {
		for _, attribute := range settable(tested.schema) {
			if !attribute.Type.Is(tftypes.String) || attribute.Name == "open_after" {
				continue
			}

			errors := tested.run(with(tested.arguments, acctest.Object{attribute.Name: ""})).Errors()
			if len(errors) == 0 {
				t.Errorf("%s takes an empty %s", name, attribute.Name)

				continue
			}

			requireNotOnSecret(t, name, tested.schema, errors)
		}
	}
}

// A list or a map does not take null for an element, and takes none at all.
func TestArgumentsNullElements(t *testing.T) {
	t.Parallel()

	for name, tested := range eachType(t, serve(t, nil)) {
		for _, attribute := range settable(tested.schema) {
			var null, empty any

			switch {
			case attribute.Type.Is(tftypes.List{}):
				null, empty = []any{"https://a.example.com", nil}, []any{}
			case attribute.Type.Is(tftypes.Map{}):
				null, empty = acctest.Object{"a": "b", "c": nil}, acctest.Object{}
			default:
				continue
			}

			tested.run(with(tested.arguments, acctest.Object{attribute.Name: null})).RequireError(t, acctest.Fault{
				At: attribute.Name, Says: []string{"null"},
			})

			if diagnostics := tested.run(with(tested.arguments, acctest.Object{attribute.Name: empty})); len(diagnostics) > 0 {
				t.Errorf("%s: empty %s:%s", name, attribute.Name, diagnostics)
			}
		}
	}
}

// White space and what is invisible have no place in any text but those that are the user's own.
func TestArgumentsWithWhiteSpace(t *testing.T) {
	t.Parallel()

	own := map[string]bool{"open_after": true, "state": true, "nonce": true, "response_type": true}

	for name, tested := range eachType(t, serve(t, nil)) {
		for _, attribute := range settable(tested.schema) {
			if !attribute.Type.Is(tftypes.String) || own[attribute.Name] {
				continue
			}

			valid, _ := tested.arguments[attribute.Name].(string)

			for _, blank := range []string{" ", "\n", "\t", "\u200b", "\u00a0"} {
				errors := tested.run(with(tested.arguments, acctest.Object{attribute.Name: valid + "x" + blank})).Errors()
				if len(errors) == 0 {
					t.Errorf("%s takes %s with %q", name, attribute.Name, blank)
				}

				requireNotOnSecret(t, name, tested.schema, errors)
			}
		}
	}
}

// requireNotOnSecret fails if a diagnostic is on a sensitive attribute: Terraform would print its line.
func requireNotOnSecret(t *testing.T, name string, schema *tfprotov6.Schema, diagnostics acctest.Diagnostics) {
	t.Helper()

	for _, attribute := range settable(schema) {
		for _, one := range diagnostics {
			if attribute.Sensitive && acctest.At(one) == attribute.Name {
				t.Errorf("%s: a diagnostic is on %s:%s", name, attribute.Name, diagnostics)
			}
		}
	}
}
