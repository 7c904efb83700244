// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/stytchmock"
	"github.com/stytch-community/terraform-provider-stytchoauth/internal/tftest"
)

// The data sources return what the resource manages, by id, by name and in the list.
func TestConnectedAppDataSources(t *testing.T) {
	t.Parallel()

	d := deploy(t, connectedApp)
	d.mustChange(everyConnectedAppArgument())

	want := with(everyConnectedAppArgument(), tftest.Object{
		"client_id": d.clientID(), "status": "active", "creation_method": "manual",
		"client_secret_last_four": d.client.State["client_secret_last_four"],
	})

	for _, arguments := range []tftest.Object{{"client_id": d.clientID()}, {"client_name": "Web"}} {
		found, diags := d.process().Read(connectedApp, arguments)
		diags.RequireNone(t)
		requireEqual(t, with(requireRequestID(t, found), tftest.Object{"status_code": nil}), want)
	}

	list, diags := d.process().Read("stytchoauth_connected_apps", nil)
	diags.RequireNone(t)

	apps, _ := list["connected_apps"].([]any)
	last, _ := apps[len(apps)-1].(map[string]any)

	requireEqual(t, list["total"], any(int64(len(apps))))
	requireEqual(t, with(last), want)
	requireRequestID(t, list)
}

func TestM2MClientDataSources(t *testing.T) {
	t.Parallel()

	d := deploy(t, m2mClient)
	d.mustChange(everyM2MArgument())

	want := with(everyM2MArgument(), tftest.Object{
		"client_secret_last_four": d.client.State["client_secret_last_four"],
		"trusted_metadata":        `{"quota":{"limit":1e3},"team":"billing"}`,
	})

	for _, arguments := range []tftest.Object{{"client_id": "billing"}, {"client_name": "Billing"}} {
		found, diags := d.process().Read(m2mClient, arguments)
		diags.RequireNone(t)
		requireEqual(t, with(requireRequestID(t, found), tftest.Object{"status_code": nil}), want)
	}

	for name, one := range map[string]struct {
		arguments tftest.Object
		want      []string
	}{
		"id":       {tftest.Object{"client_ids": []string{"billing", d.emulator.Seed.M2MClientID}}, []string{d.emulator.Seed.M2MClientID, "billing"}},
		"all":      {tftest.Object{"client_names": []string{"Billing"}, "scopes": []string{"write:users"}}, []string{"billing"}},
		"none":     {tftest.Object{"client_names": []string{"Billing"}, "client_ids": []string{d.emulator.Seed.M2MClientID}}, nil},
		"any":      {tftest.Object{"client_names": []string{"Billing"}, "client_ids": []string{d.emulator.Seed.M2MClientID}, "operator": "OR"}, []string{d.emulator.Seed.M2MClientID, "billing"}},
		"no names": {tftest.Object{"client_names": []string{}, "client_ids": []string{"billing"}}, []string{"billing"}},
	} {
		list, diags := d.process().Read("stytchoauth_m2m_clients", one.arguments)
		diags.RequireNone(t)

		var ids []string

		clients, _ := list["m2m_clients"].([]any)
		for _, found := range clients {
			client, _ := found.(map[string]any)
			ids = append(ids, fmt.Sprint(client["client_id"]))
		}

		if !slices.Equal(ids, one.want) || list["total"] != int64(len(one.want)) {
			t.Errorf("%s: %v, and a total of %v, want %v", name, ids, list["total"], one.want)
		}
	}
}

// A name that fits no client or several, and an id of none, are errors.
func TestClientNotFoundByName(t *testing.T) {
	t.Parallel()

	forEachClient(t, func(t *testing.T, d *deployment) {
		t.Helper()

		_, diags := d.process().Read(d.name, tftest.Object{"client_name": "Nobody"})
		diags.RequireError(t, tftest.Fault{At: "client_name", Says: []string{`"Nobody"`}})

		_, diags = d.process().Read(d.name, tftest.Object{"client_id": "nobody"})
		diags.RequireError(t, tftest.Fault{At: "client_id", Says: []string{"Check `client_id`"}})

		var ids []string

		for range 2 {
			d.client = tftest.Managed{}
			d.mustChange(with(d.versioned(0, 0), tftest.Object{"client_name": "Twin"}))
			ids = append(ids, d.clientID())
		}

		_, diags = d.process().Read(d.name, tftest.Object{"client_name": "Twin"})
		diags.RequireError(t, tftest.Fault{At: "client_name", Says: ids})

		for _, arguments := range []tftest.Object{{}, {"client_id": "a", "client_name": "b"}} {
			if diags := d.process().ValidateData(d.name, arguments); len(diags.Errors()) != 1 {
				t.Errorf("%v:%s", arguments, diags)
			}
		}
	})
}

// All pages are read. Stytch does not count the clients of every workspace.
func TestClientsOfManyPages(t *testing.T) {
	t.Parallel()

	const many = 1100

	emulator := tftest.Start(t, stytchmock.WithoutTotals())
	for i := range many {
		emulator.AddConnectedApp(stytchmock.ConnectedApp{Name: fmt.Sprintf("App %d", i), Type: stytchmock.FirstParty})
		emulator.AddM2MClient(stytchmock.M2MClient{Name: fmt.Sprintf("Client %d", i), Scopes: []string{strings.Repeat("s", 900)}})
	}

	served := forProject(t, emulator, stytchmock.B2B)

	for name, field := range map[string]string{
		"stytchoauth_connected_apps": "connected_apps", "stytchoauth_m2m_clients": "m2m_clients",
	} {
		emulator.ResetRequests()

		list, diags := served.Read(name, nil)
		diags.RequireNone(t)

		if found, _ := list[field].([]any); len(found) < many {
			t.Errorf("%d clients", len(found))
		}

		requireEqual(t, list["total"], nil)
		emulator.RequireCount(t, "", 2)
	}
}
