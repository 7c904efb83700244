// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/tftest"
)

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
		unknown := tftest.Object{}

		for _, attribute := range settable(tested.schema) {
			unknown[attribute.Name] = tftest.Unknown

			// Alone, and in place of what an argument excludes.
			arguments := with(tested.arguments, tftest.Object{attribute.Name: tftest.Unknown})
			if diagnostics := tested.run(arguments); len(diagnostics) > 0 {
				t.Errorf("%s: %s:%s", name, attribute.Name, diagnostics)
			}

			var element any

			switch {
			case attribute.Type.Is(tftypes.List{}):
				element = []any{tftest.Unknown}
			case attribute.Type.Is(tftypes.Map{}):
				element = tftest.Object{"a": tftest.Unknown}
			default:
				continue
			}

			if diagnostics := tested.run(with(tested.arguments, tftest.Object{attribute.Name: element})); len(diagnostics) > 0 {
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

			errors := tested.run(with(tested.arguments, tftest.Object{attribute.Name: ""})).Errors()
			if len(errors) == 0 {
				t.Errorf("%s takes an empty %s", name, attribute.Name)

				continue
			}

			requireNotOnSecret(t, name, tested.schema, errors)
		}
	}
}

// Terraform shows neither the block nor the line of what it finds when it opens an ephemeral resource, so each finding
// names its type.
func TestArgumentsNameTheirType(t *testing.T) {
	t.Parallel()

	all := eachType(t, serve(t, nil))

	all["ephemeral attach_token"].run(tftest.Object{"oauth_provider": "google", "user_id": ""}).RequireError(t, tftest.Fault{
		At: "user_id", Says: []string{
			"The value of `user_id` must not be empty. Leave the argument out, or set it to null.",
			"This was about an ephemeral resource of type stytchoauth_attach_token.",
		},
	})

	m2m := all["ephemeral m2m_token"]

	diagnostics := m2m.run(with(m2m.arguments, tftest.Object{"client_id": ""}))
	diagnostics.RequireError(t, tftest.Fault{
		At: "client_id", Says: []string{"The value of `client_id` must not be empty.\n\nThis was about"},
	})
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
				null, empty = tftest.Object{"a": "b", "c": nil}, tftest.Object{}
			default:
				continue
			}

			tested.run(with(tested.arguments, tftest.Object{attribute.Name: null})).RequireError(t, tftest.Fault{
				At: attribute.Name, Says: []string{"The value of `" + attribute.Name + "[", "must not be null"},
			})

			if diagnostics := tested.run(with(tested.arguments, tftest.Object{attribute.Name: empty})); len(diagnostics) > 0 {
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
				errors := tested.run(with(tested.arguments, tftest.Object{attribute.Name: valid + "x" + blank})).Errors()
				if len(errors) == 0 {
					t.Errorf("%s takes %s with %q", name, attribute.Name, blank)
				}

				requireNotOnSecret(t, name, tested.schema, errors)
			}
		}
	}
}

// requireNotOnSecret fails if a diagnostic is on a sensitive attribute: Terraform would print its line.
func requireNotOnSecret(t *testing.T, name string, schema *tfprotov6.Schema, diagnostics tftest.Diagnostics) {
	t.Helper()

	for _, attribute := range settable(schema) {
		for _, one := range diagnostics {
			if attribute.Sensitive && tftest.At(one) == attribute.Name {
				t.Errorf("%s: a diagnostic is on %s:%s", name, attribute.Name, diagnostics)
			}
		}
	}
}
