// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"testing"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/tftest"
)

func TestRevokeAction(t *testing.T) {
	t.Parallel()
	forBothGrants(t, func(t *testing.T, r *grantRun) {
		t.Helper()
		r.mustApply()

		process := configured(t, r.settings)
		arguments := with(r.key, tftest.Object{"client_id": nil, "connected_app_id": r.key["client_id"]})
		subject := r.route("member_id", "user_id")

		_, diags := process.Invoke(r.name+"_revoke", with(arguments, tftest.Object{subject: "unknown"}))
		diags.RequireError(t, tftest.Fault{
			At: subject, Summary: "Unable to Revoke Connected App", Says: []string{"`" + subject + "`", "unknown"},
		})
		r.requireLive(r.storedToken)

		messages, diags := process.Invoke(r.name+"_revoke", arguments)
		diags.RequireNone(t)
		requireEqual(t, len(messages), 1)
		r.requireLive()

		// It says so if there was nothing to revoke.
		_, diags = process.Invoke(r.name+"_revoke", arguments)
		diags.RequireError(t, tftest.Fault{At: "connected_app_id", Says: []string{"`connected_app_id`", "nothing to revoke"}})

		_, diags = process.Invoke(r.name+"_revoke", with(arguments, tftest.Object{"connected_app_id": "a b"}))
		diags.RequireError(t, tftest.Fault{At: "connected_app_id"})
	})
}
