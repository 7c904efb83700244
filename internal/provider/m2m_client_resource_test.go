// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"maps"
	"strings"
	"testing"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/stytchmock"
	"github.com/stytch-community/terraform-provider-stytchoauth/internal/tftest"
)

// ownSecret is a client secret that was chosen.
const ownSecret = "chosen-secret/of=the+client"

// everyM2MArgument is a configuration with all arguments but those about secrets.
func everyM2MArgument() tftest.Object {
	return tftest.Object{
		"client_id": "billing", "client_name": "Billing", "client_description": "Sends invoices",
		"scopes": []any{"read:users", "write:users"}, "status": "inactive",
		"trusted_metadata": `{"team":"billing","quota":{"limit":1e3}}`,
	}
}

// m2mBody is the body of a request that creates or updates the client, with this metadata.
func m2mBody(config tftest.Object, metadata map[string]any) tftest.Object {
	return with(config, tftest.Object{"trusted_metadata": metadata})
}

func TestM2MClientCreate(t *testing.T) {
	t.Parallel()

	d := deploy(t, m2mClient)
	config := with(everyM2MArgument(), tftest.Object{"client_secret_version": 1})
	d.mustApply(config)

	metadata := map[string]any{"team": "billing", "quota": map[string]any{"limit": float64(1000)}}
	body := m2mBody(everyM2MArgument(), metadata)
	d.emulator.One(t, stytchmock.RouteM2MClientCreate).RequireJSON(t, with(body, tftest.Object{"status": nil}))
	d.emulator.One(t, stytchmock.RouteM2MClientUpdate).RequireJSON(t, with(body, tftest.Object{"client_id": nil}))

	secret, _ := d.storedSecret.(string)
	requireEqual(t, with(d.client.State, tftest.Object{"client_secret_issued_at": nil}), with(everyM2MArgument(), tftest.Object{
		"client_secret_version": int64(1), "client_secret_last_four": secret[len(secret)-4:],
	}))
	requireEqual(t, d.client.Identity, tftest.Object{"client_id": "billing", "project_id": d.emulator.Seed.ProjectID})
	d.requireUnchanged(config)
}

func TestM2MClientDefaults(t *testing.T) {
	t.Parallel()

	d := deploy(t, m2mClient)
	d.mustChange(d.versioned(0, 0))
	d.emulator.One(t, stytchmock.RouteM2MClientCreate).RequireJSON(t, tftest.Object{
		"client_name": "", "client_description": "", "scopes": []any{"read:users"}, "trusted_metadata": map[string]any{},
	})
	d.emulator.RequireCount(t, "", 1)
	d.requireUnchanged(d.versioned(0, 0))

	for name, want := range map[string]any{
		"client_name": nil, "client_description": nil, "status": "active", "trusted_metadata": "{}",
	} {
		requireEqual(t, d.client.State[name], want)
	}
}

// Each argument is changed alone, and taken out. Every mutable field is sent, so nothing else changes, whether a PUT keeps
// or resets what it leaves out. Stytch merges metadata, so keys that are gone are sent as null.
func TestM2MClientUpdate(t *testing.T) {
	t.Parallel()

	for name, options := range map[string][]stytchmock.Option{
		"PUT keeps": nil, "PUT resets": {stytchmock.WithPutReplaces()},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			for attribute, values := range map[string]struct{ changed, sent, removed any }{
				"client_name":        {"Accounting", "Accounting", ""},
				"client_description": {"Pays", "Pays", ""},
				"scopes":             {[]any{"read:users"}, []any{"read:users"}, nil},
				"status":             {"active", "active", "active"},
				"trusted_metadata": {
					`{"quota":{"soft":true},"new":[1.50]}`,
					map[string]any{"quota": map[string]any{"soft": true}, "new": []any{1.5}, "team": nil},
					map[string]any{"quota": nil, "new": nil},
				},
			} {
				d := deploy(t, m2mClient, options...)
				config := everyM2MArgument()
				d.mustChange(config)

				body := with(m2mBody(config, map[string]any{
					"team": "billing", "quota": map[string]any{"limit": float64(1000)},
				}), tftest.Object{"client_id": nil})

				config = with(config, tftest.Object{attribute: values.changed})
				d.mustChange(config)
				d.emulator.Last(t, stytchmock.RouteM2MClientUpdate).RequireJSON(t, with(body, tftest.Object{attribute: values.sent}))
				d.requireUnchanged(config)

				if values.removed == nil {
					continue // It is required.
				}

				config = with(config, tftest.Object{attribute: nil})
				d.mustChange(config)
				d.requireUnchanged(config)
				d.emulator.Last(t, stytchmock.RouteM2MClientUpdate).RequireField(t, attribute, values.removed)
			}
		})
	}
}

// Metadata is the same if its value is: whatever its numbers, the order of its keys and its white space look like, nothing
// is sent.
func TestM2MClientMetadataNormalized(t *testing.T) {
	t.Parallel()

	d := deploy(t, m2mClient, stytchmock.WithNormalization())
	config := with(d.versioned(1, 0), tftest.Object{"trusted_metadata": `{ "b": 1.0, "a": [ 2e2 ] }`})
	d.mustApply(config)
	d.requireUnchanged(config)

	state := d.client.State
	config["trusted_metadata"] = `{"a":[200],"b":1}`
	d.requireUnchanged(config)
	requireEqual(t, d.client.State, state)

	// A change outside of Terraform is reverted.
	config["trusted_metadata"] = `{"a":[200],"b":2}`
	d.mustChange(config)
	d.client.State = state

	planned, _ := d.plan(with(config, tftest.Object{"trusted_metadata": state["trusted_metadata"]}))
	requireEqual(t, d.client.State["trusted_metadata"], any(`{"a":[200],"b":2}`))
	requireEqual(t, planned.State["trusted_metadata"], state["trusted_metadata"])
}

// A client that cannot be deactivated after its creation is a warning, and the next plan tries again.
func TestM2MClientCreatedAndNotDeactivated(t *testing.T) {
	t.Parallel()

	d := deploy(t, m2mClient)
	config := with(d.versioned(1, 0), tftest.Object{"status": "inactive"})
	d.emulator.Inject(stytchmock.RouteM2MClientUpdate, 1, stytchmock.Fault{Status: 503, StytchError: true})

	diags := d.change(config)
	diags.RequireWarning(t, tftest.Fault{Summary: "Unable to Deactivate M2M Client", Says: []string{"The client was created"}})
	requireEqual(t, d.client.State["status"], any("inactive"))

	planned, _ := d.plan(config)
	requireEqual(t, d.client.State["status"], any("active"))
	requireEqual(t, planned.State["status"], any("inactive"))
	d.mustChange(config)
	d.requireUnchanged(config)
}

// A secret of one's own is used at creation, and never kept. Another version of it replaces the client; adding or removing
// the version changes nothing.
func TestM2MClientOwnSecret(t *testing.T) {
	t.Parallel()

	d := deploy(t, m2mClient)
	own := with(d.versioned(0, 0), tftest.Object{"client_secret_wo": ownSecret, "client_secret_wo_version": 1})
	d.mustApply(own)
	requireEqual(t, d.storedSecret, any(ownSecret))
	requireEqual(t, d.emulator.AcceptedSecrets(d.clientID()), []string{ownSecret})
	requireEqual(t, d.client.State["client_secret_wo"], nil)

	if strings.Contains(string(d.client.Private), ownSecret) {
		t.Error("the private state has the secret")
	}

	// In later runs, the secret may be null.
	later := with(own, tftest.Object{"client_secret_wo": nil})
	d.requireUnchanged(later)

	id := d.clientID()
	d.mustChange(with(later, tftest.Object{"client_secret_wo_version": nil}))
	d.mustChange(later)
	requireEqual(t, d.clientID(), id)

	planned, diags := d.plan(with(own, tftest.Object{"client_secret_wo_version": 2}))
	diags.RequireNone(t)
	requireEqual(t, planned.Replaces, []string{"client_secret_wo_version"})

	// The client that replaces it needs the secret.
	diags = d.change(with(own, tftest.Object{"client_secret_wo_version": 2}))
	diags.RequireNone(t)

	_, diags = d.process().PlanResource(m2mClient, with(later, tftest.Object{"client_secret_wo_version": 3}), tftest.Managed{})
	diags.RequireError(t, tftest.Fault{At: "client_secret_wo_version", Says: []string{"`client_secret_wo`, which is null"}})

	// From here on, Stytch may make the next one.
	d.storedVersion = nil
	d.mustApply(with(d.versioned(0, 5), tftest.Object{"client_secret_wo_version": 2}))
}

// What Stytch says of an id or a secret of one's own comes with what to do, and without the secret.
func TestM2MClientRefused(t *testing.T) {
	t.Parallel()

	d := deploy(t, m2mClient)
	d.mustChange(with(d.versioned(0, 0), tftest.Object{"client_id": "taken"}))
	d.client = tftest.Managed{}

	diags := d.change(with(d.versioned(0, 0), tftest.Object{"client_id": "taken"}))
	diags.RequireError(t, tftest.Fault{
		At: "client_id", Summary: "Unable to Create M2M Client", Says: []string{"duplicate_m2m_client_id", "Import it"},
	})

	const insecure = "aaaaaaaaaaaaaaaa"

	d.emulator.Inject(stytchmock.RouteM2MClientCreate, 1, stytchmock.Fault{Status: 400, Body: `{"status_code":400,
		"error_type":"insecure_m2m_client_secret","error_message":"` + insecure + ` is too easy to guess."}`})

	diags = d.change(with(d.versioned(0, 0), tftest.Object{"client_secret_wo": insecure}))
	diags.RequireError(t, tftest.Fault{Says: []string{"Choose a `client_secret_wo`"}, Hides: []string{insecure}})
}

// How a lost create is found depends on what the client was given.
func TestM2MClientCreateLost(t *testing.T) {
	t.Parallel()

	for says, config := range map[string]tftest.Object{
		"`stytchoauth_m2m_client` and `client_id = \"mine\"`":   {"client_id": "mine", "client_name": "Mine"},
		"`stytchoauth_m2m_client` and `client_name = \"Mine\"`": {"client_name": "Mine"},
		"`stytchoauth_m2m_clients`, among those without a name": {},
	} {
		t.Run(says, func(t *testing.T) {
			t.Parallel()

			d := deploy(t, m2mClient)
			d.emulator.Inject(stytchmock.RouteM2MClientCreate, 1, stytchmock.Fault{Process: true, Reset: true})

			diags := d.change(with(d.versioned(0, 0), config))
			diags.RequireError(t, tftest.Fault{Says: []string{says}})
		})
	}
}

func TestM2MClientValidation(t *testing.T) {
	t.Parallel()

	keys := make([]string, 21)
	for i := range keys {
		keys[i] = `"` + string(rune('a'+i)) + `":1`
	}

	for name, one := range map[string]struct {
		config tftest.Object
		at     string
	}{
		"scope with a space":      {tftest.Object{"scopes": []any{"read users"}}, "scopes"},
		"scope that is null":      {tftest.Object{"scopes": []any{nil}}, "scopes"},
		"empty id":                {tftest.Object{"client_id": ""}, "client_id"},
		"id with a space":         {tftest.Object{"client_id": "a b"}, "client_id"},
		"empty name":              {tftest.Object{"client_name": ""}, "client_name"},
		"empty description":       {tftest.Object{"client_description": ""}, "client_description"},
		"status":                  {tftest.Object{"status": "paused"}, "status"},
		"equal versions":          {tftest.Object{"client_secret_version": 1, "next_client_secret_version": 1}, "next_client_secret_version"},
		"own secret and version":  {tftest.Object{"client_secret_version": 1, "client_secret_wo": ownSecret}, "client_secret_version"},
		"short secret":            {tftest.Object{"client_secret_wo": "7 chars"}, ""},
		"secret with a line end":  {tftest.Object{"client_secret_wo": ownSecret + "\n"}, ""},
		"metadata that is a list": {tftest.Object{"trusted_metadata": "[]"}, "trusted_metadata"},
		"metadata that is null":   {tftest.Object{"trusted_metadata": "null"}, "trusted_metadata"},
		"metadata with a null":    {tftest.Object{"trusted_metadata": `{"a":null}`}, "trusted_metadata"},
		"metadata with 21 keys":   {tftest.Object{"trusted_metadata": "{" + strings.Join(keys, ",") + "}"}, "trusted_metadata"},
		"metadata over 4 KB":      {tftest.Object{"trusted_metadata": `{"a":"` + strings.Repeat("x", 4096) + `"}`}, "trusted_metadata"},
		"metadata that is empty":  {tftest.Object{"trusted_metadata": ""}, "trusted_metadata"},
		"two values of metadata":  {tftest.Object{"trusted_metadata": "{} {}"}, "trusted_metadata"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			config := maps.Clone(clientConfigs()[m2mClient])
			maps.Copy(config, one.config)

			serve(t, nil).ValidateResource(m2mClient, config).RequireError(t, tftest.Fault{
				At: one.at, Hides: []string{ownSecret, "7 chars"},
			})
		})
	}

	unknown := tftest.Object{}
	for argument := range with(everyM2MArgument(), tftest.Object{
		"client_secret_version": 1, "next_client_secret_version": 1, "client_secret_wo": "", "client_secret_wo_version": 1,
	}) {
		unknown[argument] = tftest.Unknown
	}

	served := serve(t, nil)
	served.ValidateResource(m2mClient, unknown).RequireNone(t)

	// Each of these characters is six in what jsonencode() makes.
	served.ValidateResource(m2mClient, with(clientConfigs()[m2mClient], tftest.Object{
		"trusted_metadata": `{"a":"` + strings.Repeat(`\u003c`, 4000) + `"}`,
	})).RequireNone(t)
}

// An id of one's own may look a little like one of Stytch's.
func TestM2MClientImportOwnID(t *testing.T) {
	t.Parallel()

	d := deploy(t, m2mClient)
	d.mustChange(with(d.versioned(1, 0), tftest.Object{"client_id": "member-live-20240101-a"}))

	imported, diags := d.process().ImportResource(d.name, d.clientID(), nil)
	diags.RequireNone(t)
	requireEqual(t, imported.State["client_id"], any("member-live-20240101-a"))
}
