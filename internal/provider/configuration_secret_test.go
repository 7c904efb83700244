// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"testing"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/tftest"
)

// What is left over from a file, or was pasted, is no part of a credential. The secret's value is never shown, and
// its attribute not pointed at: Terraform would print the line that it is on.
func TestConfigurationCredentials(t *testing.T) {
	t.Parallel()

	const secret = "secret-test-0123456789abcdef"

	for name, broken := range map[string]string{
		"line break": "\n", "carriage return": "\r\n", "space": " ", "tab": "\t", "zero-width character": "\u200b",
		"no-break space": "\u00a0", "control character": "\x01",
	} {
		for setting, value := range map[string]string{
			"secret": secret, "project_id": testProject, "public_token": testToken,
		} {
			t.Run(setting+" "+name, func(t *testing.T) {
				t.Parallel()

				want := tftest.Fault{
					At: setting, Summary: "Invalid Provider Configuration",
					Says: []string{"`" + setting + "`", "must not contain white space or control characters", "trimspace()"},
				}
				if setting == "secret" {
					want.At, want.Hides = "", []string{secret}
				}

				for _, configured := range []string{value + broken, broken + value} {
					served := serve(t, nil)
					served.ValidateProvider(tftest.Object{setting: configured}).RequireError(t, want)
					served.Configure(tftest.Object{setting: configured}).RequireError(t, want)

					fromVariable := want
					fromVariable.At, fromVariable.Says = "", []string{variableOf(setting)}
					served = serve(t, map[string]string{variableOf(setting): configured})
					served.Configure(nil).RequireError(t, fromVariable)
				}
			})
		}
	}
}

// A project id with its secret behind a colon, as curl takes them, shows a secret where none is expected.
func TestConfigurationProjectIDWithSecret(t *testing.T) {
	t.Parallel()

	const secret = "secret-test-0123456789abcdef"

	served := serve(t, nil)
	served.ValidateProvider(tftest.Object{"project_id": testProject + ":" + secret}).RequireError(t, tftest.Fault{
		Summary: "Invalid Provider Configuration", Says: []string{"`project_id`", "must not contain a colon"},
		Hides: []string{secret},
	})

	served = serve(t, map[string]string{"STYTCH_PROJECT_ID": testProject + ":" + secret})
	served.Configure(nil).RequireError(t, tftest.Fault{
		Says: []string{"STYTCH_PROJECT_ID", "must not contain a colon"}, Hides: []string{secret},
	})
}

// All that is wrong is said at once.
func TestConfigurationFaultsTogether(t *testing.T) {
	t.Parallel()

	diagnostics := serve(t, nil).ValidateProvider(tftest.Object{
		"project_id": "a:b", "secret": "a b", "public_token": "a b", "base_url": "a", "request_timeout": "a",
		"max_retries": 21,
	})
	if got := len(diagnostics.Errors()); got != 6 {
		t.Errorf("%d errors, want 6:%s", got, diagnostics)
	}
}
