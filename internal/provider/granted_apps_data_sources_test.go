// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"testing"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/stytchmock"
	"github.com/stytch-community/terraform-provider-stytchoauth/internal/tftest"
)

func TestGrantedApps(t *testing.T) {
	t.Parallel()
	forBothGrants(t, func(t *testing.T, r *grantRun) {
		t.Helper()

		process := configured(t, r.settings)
		arguments := with(r.key, tftest.Object{"client_id": nil})
		name := r.name + "s"

		process.ValidateData(name, arguments).RequireNone(t)

		none, diags := process.Read(name, arguments)
		diags.RequireNone(t)
		requireEqual(t, none["connected_apps"], any([]any{}))

		r.config["scopes"] = []string{"openid", "offline_access"}
		r.mustApply()

		found, diags := process.Read(name, arguments)
		diags.RequireNone(t)
		requireEqual(t, found["status_code"], any(int64(200)))

		apps, _ := found["connected_apps"].([]any)
		if len(apps) != 1 {
			t.Fatalf("%d apps", len(apps))
		}

		app, _ := apps[0].(tftest.Object)
		requireEqual(t, app["connected_app_id"], r.key["client_id"])
		requireEqual(t, app["client_type"], any("first_party"))
		requireEqual(t, app["logo_url"], any("https://app.example.com/logo.png"))
		requireEqual(t, app["scopes_granted"], any([]any{"offline_access", "openid"}))

		if r.name == userGrant {
			return
		}

		delete(app, "scopes_granted")

		ofAll, diags := process.Read("stytchoauth_organization_connected_apps", tftest.Object{
			"organization_id": r.emulator.Seed.OrganizationSlug,
		})
		diags.RequireNone(t)
		requireEqual(t, ofAll["connected_apps"], any([]any{app}))
	})
}

func TestGrantedAppsNotFound(t *testing.T) {
	t.Parallel()

	emulator := tftest.Start(t)

	for name, one := range map[string]struct {
		product   stytchmock.Product
		arguments tftest.Object
		at        string
	}{
		"stytchoauth_member_connected_apps": {
			stytchmock.B2B, tftest.Object{"organization_id": emulator.Seed.OrganizationID, "member_id": "unknown"}, "member_id",
		},
		"stytchoauth_organization_connected_apps": {
			stytchmock.B2B, tftest.Object{"organization_id": "unknown"}, "organization_id",
		},
		"stytchoauth_user_connected_apps": {stytchmock.Consumer, tftest.Object{"user_id": "unknown"}, "user_id"},
	} {
		_, diags := forProject(t, emulator, one.product).Read(name, one.arguments)
		diags.RequireError(t, tftest.Fault{
			At: one.at, Summary: "Unable to List Connected Apps", Says: []string{"Check `" + one.at + "`", `"unknown"`},
		})
	}
}
