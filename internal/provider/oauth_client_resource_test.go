// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/stytchmock"
	"github.com/stytch-community/terraform-provider-stytchoauth/internal/tftest"
)

// mustChange plans and applies a change of the client alone, a replacement too, without a diagnostic.
func (d *deployment) mustChange(config tftest.Object) {
	d.t.Helper()

	diags := d.change(config)
	diags.RequireNone(d.t)
}

// change plans and applies a change of the client alone.
func (d *deployment) change(config tftest.Object) tftest.Diagnostics {
	d.t.Helper()

	planned, all := d.plan(config)
	if len(all.Errors()) > 0 {
		return all
	}

	process := d.process()

	if len(planned.Replaces) > 0 {
		destroyed, diags := process.PlanResource(d.name, nil, d.client)
		diags.RequireNone(d.t)
		_, diags = process.ApplyResource(d.name, destroyed)
		diags.RequireNone(d.t)

		planned, diags = process.PlanResource(d.name, config, tftest.Managed{})
		if all = append(all, diags...); len(diags.Errors()) > 0 {
			return all
		}
	}

	var diags tftest.Diagnostics

	d.client, diags = process.ApplyResource(d.name, planned)
	if all = append(all, diags...); len(diags.Errors()) == 0 && planned.State != nil {
		requirePlanned(d.t, planned.State, d.client.State)
	}

	return all
}

// requireUnchanged fails unless a plan with this configuration is empty.
func (d *deployment) requireUnchanged(config tftest.Object) {
	d.t.Helper()

	planned, diags := d.plan(config)
	diags.RequireNone(d.t)
	requireEqual(d.t, planned.State, d.client.State)
}

// route returns the route of an operation on this kind of client.
func (d *deployment) route(operation string) string {
	app := d.name == connectedApp

	return map[string]map[bool]string{
		"create": {true: stytchmock.RouteConnectedAppCreate, false: stytchmock.RouteM2MClientCreate},
		"get":    {true: stytchmock.RouteConnectedAppGet, false: stytchmock.RouteM2MClientGet},
		"update": {true: stytchmock.RouteConnectedAppUpdate, false: stytchmock.RouteM2MClientUpdate},
		"delete": {true: stytchmock.RouteConnectedAppDelete, false: stytchmock.RouteM2MClientDelete},
		"start":  {true: stytchmock.RouteConnectedAppRotateStart, false: stytchmock.RouteM2MClientRotateStart},
	}[operation][app]
}

// forEachClient runs a test for both kinds of client.
func forEachClient(t *testing.T, test func(t *testing.T, d *deployment), options ...stytchmock.Option) {
	t.Helper()

	for _, name := range []string{connectedApp, m2mClient} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			test(t, deploy(t, name, options...))
		})
	}
}

// A create whose response was lost creates nothing twice, and says how to find what it may have created.
func TestClientCreateLost(t *testing.T) {
	t.Parallel()

	forEachClient(t, func(t *testing.T, d *deployment) {
		t.Helper()
		d.settings["max_retries"] = 2
		d.emulator.Inject(d.route("create"), 1, stytchmock.Fault{Process: true, Reset: true})

		diags := d.change(with(d.versioned(1, 0), tftest.Object{"client_name": "Lost"}))
		diags.RequireError(t, tftest.Fault{Says: []string{
			"the data source `" + d.name + "` and `client_name = \"Lost\"`", "import it", "`next_client_secret_version`",
		}})
		d.emulator.RequireCount(t, d.route("create"), 1)
		requireEqual(t, d.client.State, tftest.Object(nil))

		// What the message says works.
		found, diags := d.process().Read(d.name, tftest.Object{"client_name": "Lost"})
		diags.RequireNone(t)

		id, _ := found["client_id"].(string)
		d.client, diags = d.process().ImportResource(d.name, id, nil)
		diags.RequireNone(t)
		d.requireUnchanged(with(d.versioned(0, 0), tftest.Object{"client_name": "Lost"}))
		d.mustApply(with(d.versioned(0, 1), tftest.Object{"client_name": "Lost"}))
	})
}

// A create that was refused says nothing of a client that may exist.
func TestClientCreateRefused(t *testing.T) {
	t.Parallel()

	forEachClient(t, func(t *testing.T, d *deployment) {
		t.Helper()
		d.emulator.Inject(d.route("create"), 1, stytchmock.Fault{Status: 400, Body: `{"status_code":400,
			"error_type":"too_many_connected_apps","error_message":"No.","request_id":"request-id-test-1"}`})

		diags := d.change(d.versioned(1, 0))
		diags.RequireError(t, tftest.Fault{Says: []string{"Delete one that is not used"}})

		if strings.Contains(diags.String(), "import") {
			t.Errorf("it says how to import a client:%s", diags)
		}
	})
}

// A response to a create that has no secret keeps the client, and its store fails until a version is raised.
func TestClientCreatedWithoutSecret(t *testing.T) {
	t.Parallel()

	forEachClient(t, func(t *testing.T, d *deployment) {
		t.Helper()
		d.mustChange(d.versioned(1, 0)) // One that exists, so that the response below is about it.

		noun := strings.TrimPrefix(d.name, "stytchoauth_")
		fault := stytchmock.Fault{Status: 200, Body: `{"status_code":200,"request_id":"request-id-test-1","` + noun +
			`":{"client_id":"` + d.clientID() + `","client_secret_last_four":"abcd"}}`}
		d.client = tftest.Managed{}
		d.emulator.Inject(d.route("create"), 1, fault)

		diags := d.change(d.versioned(1, 0))
		diags.RequireWarning(t, tftest.Fault{Summary: "No Client Secret", Says: []string{"Raise `client_secret_version`"}})
		requireEqual(t, d.client.State["client_secret_issued_at"], nil)

		succeeded, _ := d.apply(d.versioned(2, 0))
		requireEqual(t, succeeded, true)
		d.requireAlive()
	})
}

// If the next secret of a new client cannot be issued, Terraform taints the client, whose state is kept.
func TestClientCreatedWithoutNextSecret(t *testing.T) {
	t.Parallel()

	forEachClient(t, func(t *testing.T, d *deployment) {
		t.Helper()
		d.emulator.Inject(d.route("start"), 1, stytchmock.Fault{Status: 500, StytchError: true})

		diags := d.change(d.versioned(1, 2))
		diags.RequireError(t, tftest.Fault{Summary: "Unable to Start Rotation of Client Secret"})

		if d.clientID() == "" || d.client.State["client_secret_issued_at"] == nil {
			t.Errorf("state %v", d.client.State)
		}

		requireEqual(t, d.client.State["next_client_secret_version"], nil)
		requireEqual(t, d.client.Identity["client_id"], any(d.clientID()))
	})
}

// The newest secret of an apply is handed over: that of the next version if a client is created with one.
func TestClientCreatedWithNextSecret(t *testing.T) {
	t.Parallel()

	forEachClient(t, func(t *testing.T, d *deployment) {
		t.Helper()
		d.mustApply(d.versioned(1, 2))

		accepted := d.emulator.AcceptedSecrets(d.clientID())
		requireEqual(t, []any{d.storedSecret}, []any{accepted[1]})
		d.mustApply(d.versioned(2, 0))
	})
}

// A plan that issues nothing hands over nothing, and neither does another client.
func TestClientSecretOfAnotherRun(t *testing.T) {
	t.Parallel()

	forEachClient(t, func(t *testing.T, d *deployment) {
		t.Helper()
		d.mustApply(d.versioned(1, 0))

		opened, diags := d.process().Open("stytchoauth_client_secret",
			tftest.Object{"client_id": d.clientID(), "open_after": "now"})
		diags.RequireNone(t)
		requireEqual(t, opened.Result["client_secret"], nil)
		requireEqual(t, opened.Result["client_secret_last_four"], nil)
	})
}

// A replaced client has a secret of its own, and a later client_secret_issued_at.
func TestClientReplaced(t *testing.T) {
	t.Parallel()

	for name, changed := range map[string][2]tftest.Object{
		connectedApp: {{"client_type": "first_party"}, {"client_type": "third_party"}},
		m2mClient:    {{"client_id": "billing"}, {"client_id": "invoices"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			d := deploy(t, name)
			d.mustChange(with(d.versioned(1, 0), changed[0]))
			id, issuedAt := d.clientID(), d.issuedAt()

			planned, diags := d.plan(with(d.versioned(1, 0), changed[1]))
			diags.RequireNone(t)
			requireEqual(t, planned.Replaces, slices.Collect(maps.Keys(changed[0])))

			d.mustChange(with(d.versioned(1, 0), changed[1]))
			requireEqual(t, d.emulator.AcceptedSecrets(id), []string(nil))

			if d.issuedAt() <= issuedAt {
				t.Errorf("client_secret_issued_at goes from %d to %d", issuedAt, d.issuedAt())
			}
		})
	}
}

// A client that Stytch says does not exist is removed from the state, and its deletion is done. Any other 404 is an error.
func TestClientGone(t *testing.T) {
	t.Parallel()

	forEachClient(t, func(t *testing.T, d *deployment) {
		t.Helper()
		d.mustChange(d.versioned(1, 0))

		for _, body := range []string{
			"<html>", `{"error_type":"project_not_found"}`, `{"error_type":"route_not_found"}`, `{}`,
		} {
			d.emulator.Inject("", 2, stytchmock.Fault{Status: 404, Body: body})

			read, diags := d.process().ReadResource(d.name, d.client)
			if read.State == nil || len(diags.Errors()) != 1 {
				t.Errorf("a 404 of %s removes it:%s", body, diags)
			}

			planned, _ := d.process().PlanResource(d.name, nil, d.client)
			if _, diags = d.process().ApplyResource(d.name, planned); len(diags.Errors()) != 1 {
				t.Errorf("a 404 of %s counts as a deletion:%s", body, diags)
			}
		}

		planned, diags := d.process().PlanResource(d.name, nil, d.client)
		diags.RequireNone(t)

		for range 2 { // The second time, there is nothing to delete.
			deleted, diags := d.process().ApplyResource(d.name, planned)
			diags.RequireNone(t)
			requireEqual(t, deleted.State, tftest.Object(nil))
		}

		changed, diags := d.process().PlanResource(d.name, with(d.versioned(1, 0), tftest.Object{"client_name": "New"}), d.client)
		diags.RequireNone(t)

		_, diags = d.process().ApplyResource(d.name, changed)
		diags.RequireError(t, tftest.Fault{Says: []string{"deleted outside of Terraform"}})

		read, diags := d.process().ReadResource(d.name, d.client)
		diags.RequireNone(t)
		requireEqual(t, read.State, tftest.Object(nil))
	})
}

// A provider that is now of another project does not take a client for gone.
func TestClientOfAnotherProject(t *testing.T) {
	t.Parallel()

	forEachClient(t, func(t *testing.T, d *deployment) {
		t.Helper()
		d.mustChange(d.versioned(1, 0))

		fault := tftest.Fault{
			At: "project_id", Summary: "Client of Another Project", Says: []string{d.emulator.Seed.ProjectID, "`terraform state rm`"},
		}
		other := configured(t, d.emulator.Settings(stytchmock.Consumer))
		d.emulator.ResetRequests()

		// A CLI without identities has the project in the private state.
		for _, identity := range []tftest.Object{d.client.Identity, nil} {
			client := d.client
			client.Identity = identity

			_, diags := other.ReadResource(d.name, client)
			diags.RequireError(t, fault)

			for _, config := range []tftest.Object{nil, d.versioned(2, 0)} {
				planned, diags := other.PlanResource(d.name, config, client)
				diags.RequireNone(t)

				_, diags = other.ApplyResource(d.name, planned)
				diags.RequireError(t, fault)
			}
		}

		_, diags := other.ImportResource(d.name, "", d.client.Identity)
		diags.RequireError(t, fault)
		d.emulator.RequireCount(t, "", 0)
	})
}

func TestClientImport(t *testing.T) {
	t.Parallel()

	forEachClient(t, func(t *testing.T, d *deployment) {
		t.Helper()
		d.mustChange(d.versioned(0, 0))

		id := d.clientID()
		created := d.client

		for _, identity := range []tftest.Object{nil, {"client_id": id}, created.Identity} {
			var (
				diags tftest.Diagnostics
				given = id
			)

			if identity != nil {
				given = ""
			}

			d.client, diags = d.process().ImportResource(d.name, given, identity)
			diags.RequireNone(t)
			d.emulator.ResetRequests()
			d.requireUnchanged(d.versioned(0, 0))
			requireEqual(t, with(d.client.State), with(created.State, tftest.Object{"client_secret_issued_at": nil}))
			requireEqual(t, d.client.Identity, created.Identity)
			d.emulator.RequireCount(t, "", 1)
		}

		// A version is recorded alone, and a next one has a secret issued for a store.
		secrets := d.emulator.AcceptedSecrets(id)
		d.mustChange(d.versioned(7, 0))
		requireEqual(t, d.emulator.AcceptedSecrets(id), secrets)
		d.mustApply(d.versioned(7, 8))
	})
}

func TestClientImportRefused(t *testing.T) {
	t.Parallel()

	forEachClient(t, func(t *testing.T, d *deployment) {
		t.Helper()

		for _, id := range []string{"a b", "..", "a\n", idOf("member"), "secret-live-1"} {
			_, diags := d.process().ImportResource(d.name, id, nil)
			diags.RequireError(t, tftest.Fault{At: "client_id", Summary: "Invalid Import Id", Hides: []string{"secret-live-1"}})
		}

		_, diags := d.process().ImportResource(d.name, "", tftest.Object{
			"client_id": "a", "project_id": idOf("public-token"),
		})
		diags.RequireError(t, tftest.Fault{At: "project_id", Summary: "Invalid Import Id"})

		// Terraform says that what a Read removes cannot be imported.
		imported, diags := d.process().ImportResource(d.name, "client-of-nobody", nil)
		diags.RequireNone(t)

		read, diags := d.process().ReadResource(d.name, imported)
		diags.RequireNone(t)
		requireEqual(t, read.State, tftest.Object(nil))
	})
}

// Settings of the provider that are missing, or not known before apply, are reported where a client is read.
func TestClientWithoutSettings(t *testing.T) {
	t.Parallel()

	forEachClient(t, func(t *testing.T, d *deployment) {
		t.Helper()
		d.mustChange(d.versioned(1, 0))

		for name, fault := range map[string]tftest.Fault{
			"missing": {Summary: "Missing Provider Configuration", Says: []string{"STYTCH_SECRET"}},
			"unknown": {Summary: "Provider Configuration Not Known Yet", Says: []string{"-target"}},
		} {
			settings := with(d.settings, tftest.Object{"secret": nil})
			if name == "unknown" {
				settings["secret"] = tftest.Unknown
			}

			served := configured(t, settings)

			_, diags := served.ReadResource(d.name, d.client)
			diags.RequireError(t, fault)

			planned, diags := served.PlanResource(d.name, d.versioned(1, 0), tftest.Managed{})
			diags.RequireNone(t)

			_, diags = served.ApplyResource(d.name, planned)
			diags.RequireError(t, fault)
		}
	})
}
