// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"regexp"
	"strings"
	"testing"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/tfcli"
	"github.com/stytch-community/terraform-provider-stytchoauth/internal/tftest"
)

// Terraform prints the line of configuration that a diagnostic is on. What is wrong with a secret is said without
// that, in every place that takes one. `SECRET` stands for it here.
func TestSecretsAreNotShown(t *testing.T) {
	t.Parallel()

	const secret = "v3ry-s3cr3t"

	workspace := tftest.NewWorkspace(t, "")

	for _, test := range []struct {
		configuration string
		errors        int
	}{
		{`
provider "stytchoauth" {
  secret = "SECRET\n"
}
`, 1},
		{`
provider "stytchoauth" {
  base_url = "https://user:SECRET@login.example.com"
}
`, 1},
		{`
provider "stytchoauth" {
  base_url = "https://user:SECRET%zz@login.example.com"
}
`, 1},
		{`
provider "stytchoauth" {
  project_id = "project-test-1:SECRET"
}
`, 1},
		{`
ephemeral "stytchoauth_attach_token" "token" {
  oauth_provider = "google"
  session_token  = "SECRET "
}

ephemeral "stytchoauth_attach_token" "both" {
  oauth_provider = "google"
  session_token  = "SECRET"
  session_jwt    = "SECRET"
}

ephemeral "stytchoauth_user_authorization" "jwt" {
  session_jwt     = "SECRET\t"
  client_id       = "connected-app-1"
  redirect_uri    = "https://app.example.com/callback"
  scopes          = []
  consent_granted = true
}

ephemeral "stytchoauth_user_start_url" "attach_token" {
  oauth_provider     = "google"
  oauth_attach_token = "SECRET\n"
}

ephemeral "stytchoauth_connected_app_tokens" "all" {
  client_id     = "connected-app-1"
  client_secret = "SECRET\n"
  redirect_uri  = "https://app.example.com/callback"
  code          = "SECRET\n"
  code_verifier = "SECRET"
}

ephemeral "stytchoauth_m2m_token" "client" {
  client_id     = "m2m-client-1"
  client_secret = "SECRET\n"
}
`, 8},
	} {
		// A provider that nothing uses is not validated.
		workspace.Configure(strings.ReplaceAll(test.configuration, "SECRET", secret) + `
ephemeral "stytchoauth_pkce" "this" {}
`)

		output, err := workspace.Run(nil, "validate", "-no-color")
		if err == nil {
			t.Errorf("nothing is wrong with it:\n%s", output)
		}

		if tfcli.Holds([]byte(output), secret) {
			t.Errorf("the secret is shown:\n%s", output)
		}

		// All of it was looked at.
		if got := len(regexp.MustCompile(`(?m)^Error: `).FindAllString(output, -1)); got != test.errors {
			t.Errorf("%d errors, want %d:\n%s", got, test.errors, output)
		}
	}
}
