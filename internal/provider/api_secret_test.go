// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"testing"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/tftest"
)

// An API secret in place of something that is shown is refused, and neither repeated nor on the line with it.
func TestAPISecretInTheWrongPlace(t *testing.T) {
	t.Parallel()

	const secret = "secret-test-wQZjAsRqcO6z-ac1M5t3WfuRy9C_rcFXQ-Y="

	fault := tftest.Fault{Says: []string{"is the API secret of a project"}, Hides: []string{secret}}

	for _, attribute := range []string{"public_token", "project_id"} {
		serve(t, nil).ValidateProvider(tftest.Object{attribute: secret}).RequireError(t, fault)
	}

	for _, variable := range []string{"STYTCH_PUBLIC_TOKEN", "STYTCH_PROJECT_ID"} {
		serve(t, map[string]string{variable: secret}).Configure(nil).RequireError(t, fault)
	}

	served := serve(t, nil)
	start := tftest.Object{"oauth_provider": "google", "organization_id": "acme"}

	for _, argument := range []string{"public_token", "organization_id", "login_redirect_url"} {
		served.ValidateData("stytchoauth_member_start_url", with(start, tftest.Object{argument: secret})).
			RequireError(t, fault)
	}
	for _, argument := range []string{"redirect_urls", "post_logout_redirect_urls"} {
		served.ValidateResource(connectedApp, with(clientConfigs()[connectedApp], tftest.Object{argument: []string{secret}})).
			RequireError(t, fault)
	}

	served.ValidateResource(m2mClient, tftest.Object{"scopes": []string{"read:users", secret}}).RequireError(t, fault)
}
