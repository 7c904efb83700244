// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/tftest"
)

// eachArgument runs a test for each argument of each type.
func eachArgument(
	t *testing.T, run func(t *testing.T, tested validate, attribute *tfprotov6.SchemaAttribute),
) {
	t.Helper()

	for name, tested := range eachType(t, serve(t, nil)) {
		for _, attribute := range settable(tested.schema) {
			t.Run(name+" "+attribute.Name, func(t *testing.T) {
				t.Parallel()
				run(t, tested, attribute)
			})
		}
	}
}

func TestArgumentsValid(t *testing.T) {
	t.Parallel()

	for _, tested := range eachType(t, serve(t, nil)) {
		tested.run(tested.arguments).RequireNone(t)
	}
}

// An unknown value may turn out to be valid, also in place of an argument that excludes it.
func TestArgumentsUnknown(t *testing.T) {
	t.Parallel()

	for _, tested := range eachType(t, serve(t, nil)) {
		unknown := tftest.Object{}
		for _, attribute := range settable(tested.schema) {
			unknown[attribute.Name] = tftest.Unknown
		}

		tested.run(unknown).RequireNone(t)
	}

	eachArgument(t, func(t *testing.T, tested validate, attribute *tfprotov6.SchemaAttribute) {
		t.Helper()

		values := []any{tftest.Unknown}

		switch {
		case attribute.Type.Is(tftypes.List{}):
			values = append(values, []any{tftest.Unknown})
		case attribute.Type.Is(tftypes.Map{}):
			values = append(values, tftest.Object{"a": tftest.Unknown})
		}

		for _, value := range values {
			tested.run(with(tested.arguments, tftest.Object{attribute.Name: value})).RequireNone(t)
		}
	})
}

// Stytch would take an empty string for a value, so it is refused. Only open_after, which is not sent, may be empty.
func TestArgumentsEmpty(t *testing.T) {
	t.Parallel()

	eachArgument(t, func(t *testing.T, tested validate, attribute *tfprotov6.SchemaAttribute) {
		t.Helper()

		if !attribute.Type.Is(tftypes.String) || attribute.Name == "open_after" {
			return
		}

		errors := tested.run(with(tested.arguments, tftest.Object{attribute.Name: ""})).Errors()
		if len(errors) == 0 {
			t.Error("it may be empty")
		}

		requireNotOnSecret(t, tested.name, tested.schema, errors)

		advised := strings.Contains(errors.String(), "Leave the argument out, or set it to null.")
		if strings.Contains(errors.String(), "must not be empty") && advised != attribute.Optional {
			t.Errorf("it advises to leave it out: %t:%s", advised, errors)
		}
	})
}

// A list or a map may be empty, and may not hold null.
func TestArgumentsNullElements(t *testing.T) {
	t.Parallel()

	eachArgument(t, func(t *testing.T, tested validate, attribute *tfprotov6.SchemaAttribute) {
		t.Helper()

		var null, empty any

		switch {
		case attribute.Type.Is(tftypes.List{}):
			null, empty = []any{"https://a.example.com", nil}, []any{}
		case attribute.Type.Is(tftypes.Map{}):
			null, empty = tftest.Object{"a": "b", "c": nil}, tftest.Object{}
		default:
			return
		}

		tested.run(with(tested.arguments, tftest.Object{attribute.Name: null})).RequireError(t, tftest.Fault{
			At: attribute.Name, Says: []string{"The value of `" + attribute.Name + "[", "must not be null"},
		})
		tested.run(with(tested.arguments, tftest.Object{attribute.Name: empty})).RequireNone(t)
	})
}

// White space, and what is invisible, is refused but in texts that are the user's own.
func TestArgumentsWithWhiteSpace(t *testing.T) {
	t.Parallel()

	own := []string{"open_after", "state", "nonce", "response_type"}

	eachArgument(t, func(t *testing.T, tested validate, attribute *tfprotov6.SchemaAttribute) {
		t.Helper()

		if !attribute.Type.Is(tftypes.String) || slices.Contains(own, attribute.Name) {
			return
		}

		valid, _ := tested.arguments[attribute.Name].(string)

		for _, blank := range []string{" ", "\n", "\t", "\u200b", "\u00a0"} {
			errors := tested.run(with(tested.arguments, tftest.Object{attribute.Name: valid + "x" + blank})).Errors()
			if len(errors) == 0 {
				t.Errorf("it may hold %q", blank)
			}

			requireNotOnSecret(t, tested.name, tested.schema, errors)
		}
	})
}

// requireNotOnSecret fails if a diagnostic is on a sensitive attribute: Terraform would print its line of configuration.
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

// An invalid secret is reported without its value, and not on its attribute. Every sensitive argument has a row.
func TestArgumentsInvalidSecrets(t *testing.T) {
	t.Parallel()

	const secret = "v3ry-s3cr3t"

	tokens := map[string]string{
		secret + "\n": "ends with a line break, as text from a file often does. trimspace() takes it off.", " " + secret: "must not contain white space",
		secret + "\x00": "control characters", "": "must not be empty",
	}
	sessionTokens := maps.Clone(tokens)
	sessionTokens["eyJhbGciOiJSUzI1NiJ9."+secret+".c2ln"] = "must be a session token, but is a JWT; set it as `session_jwt`"
	// An M2M client's secret may be chosen, with spaces in it.
	clientSecrets := map[string]string{
		secret + "\n": "ends with a line break, as text from a file often does. trimspace() takes it off.", " " + secret: "must not begin or end with white space",
		secret + "\x00": "control characters", secret + "\t" + secret: "white space other than a space", "": "must not be empty",
	}
	verifiers := map[string]string{
		secret: "is not valid: a code verifier is 43 to 128 characters long", secret + strings.Repeat("a", 129): "is not valid",
		secret + strings.Repeat("a", 40) + "\n": "is not valid", secret + strings.Repeat("+", 40): "is not valid", "": "is not valid",
	}

	rows := map[string]map[string]string{
		"ephemeral attach_token session_token":         sessionTokens,
		"ephemeral attach_token session_jwt":           tokens,
		"ephemeral member_authorization session_token": sessionTokens,
		"ephemeral member_authorization session_jwt":   tokens,
		"ephemeral user_authorization session_token":   sessionTokens,
		"ephemeral user_authorization session_jwt":     tokens,
		"ephemeral user_start_url oauth_attach_token":  tokens,
		"ephemeral connected_app_tokens client_secret": clientSecrets,
		"ephemeral connected_app_tokens code":          tokens,
		"ephemeral connected_app_tokens code_verifier": verifiers,
		"ephemeral m2m_token client_secret":            clientSecrets,
	}

	var sensitive []string

	for name, tested := range eachType(t, serve(t, nil)) {
		for _, attribute := range settable(tested.schema) {
			if !attribute.Sensitive {
				continue
			}

			sensitive = append(sensitive, name+" "+attribute.Name)

			for value, says := range rows[name+" "+attribute.Name] {
				arguments := tested.arguments
				if strings.HasPrefix(attribute.Name, "session_") { // It takes the place of the subject's ids.
					arguments = with(arguments, tftest.Object{"user_id": nil, "organization_id": nil, "member_id": nil})
				}

				tested.run(with(arguments, tftest.Object{attribute.Name: value})).RequireError(t, tftest.Fault{
					Summary: "Invalid Argument", Says: []string{"The value of `" + attribute.Name + "`", says}, Hides: []string{secret},
				})
			}
		}
	}

	requireEqual(t, sorted(sensitive), slices.Sorted(maps.Keys(rows)))
}
