// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"strings"
	"testing"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/tftest"
)

// A fault of a secret is said without the secret, and not on its attribute: Terraform prints the line of
// configuration that a diagnostic is on.
func TestArgumentFaultsOfSecrets(t *testing.T) {
	t.Parallel()

	const secret = "v3ry-s3cr3t"

	blanks := map[string]string{
		secret + "\n": "taken off by trimspace()", " " + secret: "must not contain white space", secret + "\x00": "control characters",
		"": "must not be empty",
	}
	// The secret of an M2M client is of somebody's own choice, and may have spaces in it.
	clients := map[string]string{
		secret + "\n": "taken off by trimspace()", " " + secret: "must not begin or end with white space",
		secret + "\x00": "control characters", secret + "\t" + secret: "white space other than a space", "": "must not be empty",
	}
	verifiers := map[string]string{
		secret: "is not valid: a code verifier is 43 to 128 characters long", secret + strings.Repeat("a", 129): "is not valid",
		secret + strings.Repeat("a", 40) + "\n": "is not valid", secret + strings.Repeat("+", 40): "is not valid", "": "is not valid",
	}

	for name, arguments := range map[string]map[string]map[string]string{
		"ephemeral attach_token":         {"session_token": blanks, "session_jwt": blanks},
		"ephemeral member_authorization": {"session_token": blanks, "session_jwt": blanks},
		"ephemeral user_authorization":   {"session_token": blanks, "session_jwt": blanks},
		"ephemeral user_start_url":       {"oauth_attach_token": blanks},
		"ephemeral connected_app_tokens": {"client_secret": clients, "code": blanks, "code_verifier": verifiers},
		"ephemeral m2m_token":            {"client_secret": clients},
	} {
		tested := eachType(t, serve(t, nil))[name]

		for argument, values := range arguments {
			for value, says := range values {
				base := tested.arguments

				// In place of the id, as there is one subject.
				if strings.HasPrefix(argument, "session_") {
					base = with(base, tftest.Object{"user_id": nil, "organization_id": nil, "member_id": nil})
				}

				tested.run(with(base, tftest.Object{argument: value})).RequireError(t, tftest.Fault{
					Summary: "Invalid Argument", Says: []string{"The value of `" + argument + "`", says}, Hides: []string{secret},
				})
			}
		}
	}
}

// Every sensitive argument is in the table above.
func TestArgumentFaultsOfEverySecret(t *testing.T) {
	t.Parallel()

	var found []string

	for name, tested := range eachType(t, serve(t, nil)) {
		for _, attribute := range settable(tested.schema) {
			if attribute.Sensitive {
				found = append(found, name+" "+attribute.Name)
			}
		}
	}

	requireEqual(t, sorted(found), []string{
		"ephemeral attach_token session_jwt", "ephemeral attach_token session_token",
		"ephemeral connected_app_tokens client_secret", "ephemeral connected_app_tokens code",
		"ephemeral connected_app_tokens code_verifier", "ephemeral m2m_token client_secret",
		"ephemeral member_authorization session_jwt", "ephemeral member_authorization session_token",
		"ephemeral user_authorization session_jwt", "ephemeral user_authorization session_token",
		"ephemeral user_start_url oauth_attach_token",
	})
}
