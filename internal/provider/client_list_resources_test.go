// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"fmt"
	"testing"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/stytchmock"
	"github.com/stytch-community/terraform-provider-stytchoauth/internal/tftest"
)

// listAll returns all that a list resource finds.
func listAll(
	t *testing.T, process *tftest.Protocol, name string, config tftest.Object, limit int64, include bool,
) []tftest.Listed {
	t.Helper()
	process.ValidateList(name, config).RequireNone(t)

	var all []tftest.Listed

	for listed, diags := range process.List(name, config, limit, include) {
		diags.RequireNone(t)

		all = append(all, listed)
	}

	return all
}

// What is listed can be imported as it is: the import reads the same.
func TestListResource(t *testing.T) {
	t.Parallel()

	emulator := tftest.Start(t)
	process := forProject(t, emulator, stytchmock.B2B)

	for _, name := range []string{connectedApp, m2mClient} {
		all := listAll(t, process, name, nil, 100, true)
		if len(all) < 2 {
			t.Fatalf("%s: %d are listed", name, len(all))
		}

		for _, listed := range all {
			requireEqual(t, listed.Identity["project_id"], any(emulator.Seed.ProjectID))

			if listed.DisplayName == "" {
				t.Errorf("%s has no name", listed.Identity["client_id"])
			}

			imported, diags := process.ImportResource(name, "", listed.Identity)
			diags.RequireNone(t)

			read, diags := process.ReadResource(name, imported)
			diags.RequireNone(t)
			requireEqual(t, listed.Resource, read.State)
		}

		for _, listed := range listAll(t, process, name, nil, 0, false) {
			requireEqual(t, listed.Resource, tftest.Object(nil))
		}
	}
}

func TestListResourceFilters(t *testing.T) {
	t.Parallel()

	emulator := tftest.Start(t)
	process := forProject(t, emulator, stytchmock.B2B)
	name := m2mClient

	wanted := emulator.AddM2MClient(stytchmock.M2MClient{Name: "Wanted", Scopes: []string{"read:users"}})
	emulator.AddM2MClient(stytchmock.M2MClient{Name: "Other", Scopes: []string{"read:users"}})

	both := tftest.Object{"client_names": []string{"Wanted"}, "scopes": []string{"read:users"}}
	found := listAll(t, process, name, both, 100, false)
	requireEqual(t, len(found), 1)
	requireEqual(t, found[0], tftest.Listed{
		DisplayName: "Wanted", Identity: tftest.Object{"client_id": wanted, "project_id": emulator.Seed.ProjectID},
	})

	if found := listAll(t, process, name, with(both, tftest.Object{"operator": "OR"}), 100, false); len(found) < 2 {
		t.Errorf("%d are listed", len(found))
	}

	process.ValidateList(name, tftest.Object{"operator": "XOR"}).RequireError(t, tftest.Fault{At: "operator"})
	process.ValidateList(name, tftest.Object{"scopes": []string{"two scopes"}}).RequireError(t, tftest.Fault{At: "scopes[0]"})
}

// Pages are requested as results are taken, and none beyond the limit.
func TestListResourcePages(t *testing.T) {
	t.Parallel()

	emulator := tftest.Start(t)
	process := forProject(t, emulator, stytchmock.B2B)

	for i := range 1_100 {
		emulator.AddM2MClient(stytchmock.M2MClient{Name: fmt.Sprint("client ", i)})
	}

	for _, one := range []struct {
		limit, take, want, requests int
	}{
		{limit: 0, take: 1_100, want: 1_100, requests: 2},
		{limit: 0, take: 1_000, want: 1_000, requests: 1},
		{limit: 3, take: 1_100, want: 3, requests: 1},
		{limit: 1_050, take: 1_100, want: 1_050, requests: 2},
	} {
		emulator.ResetRequests()

		taken := 0

		for _, diags := range process.List(m2mClient, nil, int64(one.limit), false) {
			diags.RequireNone(t)

			taken++

			if taken == one.take {
				break
			}
		}

		requireEqual(t, taken, one.want)
		requireEqual(t, emulator.Count(stytchmock.RouteM2MClientSearch), one.requests)
	}

	if limit := emulator.Requests()[0]; string(limit.Body) != `{"limit":1000}` {
		t.Errorf("it asks for %s", limit.Body)
	}
}

func TestListResourceErrors(t *testing.T) {
	t.Parallel()

	emulator := tftest.Start(t)
	emulator.Inject(stytchmock.RouteConnectedAppSearch, 1, stytchmock.Fault{Status: 403, StytchError: true})

	for summary, process := range map[string]*tftest.Protocol{
		"Unable to List Connected Apps":  forProject(t, emulator, stytchmock.B2B),
		"Missing Provider Configuration": configured(t, tftest.Object{}),
	} {
		var all tftest.Diagnostics
		for _, diags := range process.List(connectedApp, nil, 100, false) {
			all = append(all, diags...)
		}

		all.RequireError(t, tftest.Fault{Summary: summary})
	}
}
