// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"maps"
	"slices"
	"testing"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/stytchmock"
	"github.com/stytch-community/terraform-provider-stytchoauth/internal/tftest"
)

// everyConnectedAppArgument is a configuration with all arguments but the versions.
func everyConnectedAppArgument() tftest.Object {
	return tftest.Object{
		"client_type": "first_party", "client_name": "Web", "client_description": "The web app",
		"redirect_urls":                     []any{"https://app.example.com/a", "https://app.example.com/b"},
		"post_logout_redirect_urls":         []any{"https://app.example.com/bye"},
		"full_access_allowed":               true,
		"bypass_consent_for_offline_access": true,
		"access_token_expiry_minutes":       int64(15),
		"access_token_custom_audience":      "https://api.example.com",
		"access_token_template_content":     `{"role": {{ user.trusted_metadata.role }}}`,
		"id_token_template_content":         `{"tier": "gold"}`,
		"logo_url":                          "https://app.example.com/logo.svg#dark",
	}
}

// connectedAppBody is the body of a request that creates or updates the app.
func connectedAppBody(config tftest.Object) tftest.Object {
	minutes, _ := config["access_token_expiry_minutes"].(int64)

	return with(config, tftest.Object{"access_token_expiry_minutes": float64(minutes)})
}

func TestConnectedAppCreate(t *testing.T) {
	t.Parallel()

	d := deploy(t, connectedApp)
	config := everyConnectedAppArgument()
	d.mustApply(with(config, tftest.Object{"client_secret_version": 1}))

	request := d.emulator.One(t, stytchmock.RouteConnectedAppCreate)
	request.RequireBasic(t, d.emulator.Seed.ProjectID, d.emulator.Seed.Secret)
	request.RequireJSON(t, connectedAppBody(config))

	secret, _ := d.storedSecret.(string)
	requireEqual(t, with(d.client.State, tftest.Object{"client_secret_issued_at": nil}), with(config, tftest.Object{
		"client_id": d.clientID(), "status": "active", "creation_method": "manual",
		"client_secret_version": int64(1), "client_secret_last_four": secret[len(secret)-4:],
	}))
	requireEqual(t, d.client.Identity, tftest.Object{"client_id": d.clientID(), "project_id": d.emulator.Seed.ProjectID})
	d.requireUnchanged(with(config, tftest.Object{"client_secret_version": 1}))
}

func TestConnectedAppDefaults(t *testing.T) {
	t.Parallel()

	d := deploy(t, connectedApp)
	d.mustChange(d.versioned(0, 0))
	d.emulator.One(t, stytchmock.RouteConnectedAppCreate).RequireJSON(t, tftest.Object{
		"client_type": "first_party", "client_name": "Web", "client_description": "", "redirect_urls": []any{},
		"post_logout_redirect_urls": []any{}, "full_access_allowed": false, "bypass_consent_for_offline_access": false,
		"access_token_expiry_minutes": float64(60), "access_token_custom_audience": "",
		"access_token_template_content": "{}", "logo_url": "",
	})
	d.requireUnchanged(d.versioned(0, 0))

	for name, want := range map[string]any{
		"redirect_urls": []any{}, "post_logout_redirect_urls": []any{}, "full_access_allowed": false,
		"bypass_consent_for_offline_access": false, "access_token_expiry_minutes": int64(60),
		"access_token_template_content": "{}", "client_description": nil, "access_token_custom_audience": nil,
		"id_token_template_content": nil, "logo_url": nil, "client_id_metadata_url": nil,
	} {
		requireEqual(t, d.client.State[name], want)
	}
}

// Each argument is changed alone, and taken out. Every mutable field is sent, so nothing else changes, whether a PUT keeps
// or resets what it leaves out.
func TestConnectedAppUpdate(t *testing.T) {
	t.Parallel()

	changes := tftest.Object{
		"client_name": "Portal", "client_description": "Another", "redirect_urls": []any{"https://app.example.com/c"},
		"post_logout_redirect_urls": []any{}, "full_access_allowed": false, "bypass_consent_for_offline_access": false,
		"access_token_expiry_minutes": int64(5), "access_token_custom_audience": "https://other.example.com",
		"access_token_template_content": `{"a": 1}`, "id_token_template_content": `{"b": 2}`,
		"logo_url": "https://app.example.com/new.svg",
	}

	for name, options := range map[string][]stytchmock.Option{
		"PUT keeps": nil, "PUT resets": {stytchmock.WithPutReplaces()},
		"without ID token templates": {stytchmock.WithoutIDTokenTemplates()},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			for attribute, value := range changes {
				d := deploy(t, connectedApp, options...)
				config := everyConnectedAppArgument()
				d.mustChange(config)

				for _, value := range []any{value, nil} {
					if value == nil && (attribute == "client_name" || attribute == "id_token_template_content") {
						continue // The one is required, and the other stays as it is.
					}

					config = with(config, tftest.Object{attribute: value})
					d.mustChange(config)
					d.requireUnchanged(config)

					want := connectedAppBody(with(everyConnectedAppArgument(), config))
					delete(want, "client_type")

					if value == nil {
						want[attribute] = map[string]any{
							"redirect_urls": []any{}, "post_logout_redirect_urls": []any{}, "full_access_allowed": false,
							"bypass_consent_for_offline_access": false, "access_token_expiry_minutes": float64(60),
							"access_token_template_content": "{}",
						}[attribute]
						if want[attribute] == nil {
							want[attribute] = ""
						}
					}

					d.emulator.Last(t, stytchmock.RouteConnectedAppUpdate).RequireJSON(t, want)
				}
			}
		})
	}
}

// What changed outside of Terraform since the plan is kept, unless the plan changes it.
func TestConnectedAppUpdateKeepsDrift(t *testing.T) {
	t.Parallel()

	d := deploy(t, connectedApp, stytchmock.WithPutReplaces())
	d.mustChange(d.versioned(0, 0))
	state := d.client

	d.mustChange(with(d.versioned(0, 0), tftest.Object{"client_description": "Changed outside"}))

	d.client, d.noRefresh = state, true
	d.mustChange(with(d.versioned(0, 0), tftest.Object{"logo_url": "https://app.example.com/logo.svg"}))
	d.emulator.Last(t, stytchmock.RouteConnectedAppUpdate).RequireField(t, "client_description", "Changed outside")

	// The next refresh shows it, and an argument that is not set is cleared.
	d.noRefresh = false
	d.mustChange(with(d.versioned(0, 0), tftest.Object{"logo_url": "https://app.example.com/logo.svg"}))
	d.emulator.Last(t, stytchmock.RouteConnectedAppUpdate).RequireField(t, "client_description", "")
}

// If an update fails, the versions are not changed, and neither are the fields in the state.
func TestConnectedAppUpdateFails(t *testing.T) {
	t.Parallel()

	d := deploy(t, connectedApp)
	d.mustChange(d.versioned(1, 0))
	state := d.client.State

	d.emulator.Inject(stytchmock.RouteConnectedAppUpdate, 1, stytchmock.Fault{Status: 400, Body: `{"status_code":400,
		"error_type":"connected_app_redirect_url_must_use_https_scheme","request_id":"request-id-test-1"}`})

	diags := d.change(with(d.versioned(1, 2), tftest.Object{"redirect_urls": []any{"http://app.example.com"}}))
	diags.RequireError(t, tftest.Fault{
		At: "redirect_urls", Summary: "Unable to Update Connected App", Says: []string{"Check `redirect_urls`"},
	})
	requireEqual(t, d.client.State, state)
	d.emulator.RequireCount(t, stytchmock.RouteConnectedAppRotateStart, 0)

	// If the rotation after it fails, the state has the fields.
	d.emulator.Inject(stytchmock.RouteConnectedAppRotateStart, 1, stytchmock.Fault{Status: 500, StytchError: true})

	diags = d.change(with(d.versioned(1, 2), tftest.Object{"redirect_urls": []any{"https://app.example.com"}}))
	diags.RequireError(t, tftest.Fault{Summary: "Unable to Start Rotation of Client Secret"})
	requireEqual(t, with(d.client.State), with(state, tftest.Object{"redirect_urls": []any{"https://app.example.com"}}))
}

// Each type has the fields that Stytch accepts of it, and public types have no secret.
func TestConnectedAppTypes(t *testing.T) {
	t.Parallel()

	for _, clientType := range []string{"first_party", "first_party_public", "third_party", "third_party_public"} {
		t.Run(clientType, func(t *testing.T) {
			t.Parallel()

			d := deploy(t, connectedApp)
			config := tftest.Object{"client_type": clientType, "client_name": "App"}
			d.mustChange(config)
			d.mustChange(with(config, tftest.Object{"client_name": "Other"}))

			public := slices.Contains([]string{"first_party_public", "third_party_public"}, clientType)
			requireEqual(t, d.client.State["client_secret_issued_at"] == nil, public)
			requireEqual(t, d.client.State["client_secret_last_four"] == nil, public)

			planned, diags := d.process().PlanResource(connectedApp, config, tftest.Managed{})
			diags.RequireNone(t)

			for _, name := range []string{
				"client_secret_issued_at", "client_secret_last_four", "next_client_secret_last_four",
			} {
				requireEqual(t, planned.State[name] == nil, public)
			}
		})
	}
}

// What Stytch returns in another form than it was sent changes no configured value in the state.
func TestConnectedAppNormalized(t *testing.T) {
	t.Parallel()

	d := deploy(t, connectedApp, stytchmock.WithNormalization())
	config := with(everyConnectedAppArgument(), tftest.Object{
		"redirect_urls": []any{"https://z.example.com/", "https://a.example.com/"}, "access_token_template_content": nil,
		"id_token_template_content": nil,
	})
	d.mustChange(config)
	d.requireUnchanged(config)

	// A template that adds no claims is the same as none.
	for _, empty := range []string{"", "{}"} {
		config["access_token_template_content"] = empty
		d.mustChange(config)
		d.requireUnchanged(config)
	}

	config["id_token_template_content"] = "{}"
	d.mustChange(config)
	d.requireUnchanged(config)

	// A URL is what was planned until it is read.
	config["redirect_urls"] = []any{"https://A.example.com"}
	d.mustChange(config)

	planned, diags := d.plan(config)
	diags.RequireNone(t)
	requireEqual(t, d.client.State["redirect_urls"], any([]any{"https://a.example.com/"}))
	requireEqual(t, planned.State["redirect_urls"], any([]any{"https://A.example.com"}))
}

// If the read after a create fails, that is a warning, and the next refresh has the rest.
func TestConnectedAppCreatedAndNotRead(t *testing.T) {
	t.Parallel()

	d := deploy(t, connectedApp)
	d.emulator.Inject(stytchmock.RouteConnectedAppGet, 1, stytchmock.Fault{Status: 503, StytchError: true})

	diags := d.change(d.versioned(1, 0))
	diags.RequireWarning(t, tftest.Fault{Summary: "Unable to Read Connected App", Says: []string{"The client was created"}})
	requireEqual(t, d.client.State["creation_method"], nil)
	d.requireUnchanged(d.versioned(1, 0))
	requireEqual(t, d.client.State["creation_method"], any("manual"))
}

func TestConnectedAppValidation(t *testing.T) {
	t.Parallel()

	served := serve(t, nil)

	for name, one := range map[string]struct {
		config tftest.Object
		at     string
	}{
		"unknown type":                   {tftest.Object{"client_type": "other"}, "client_type"},
		"full access of a third party":   {tftest.Object{"client_type": "third_party", "full_access_allowed": true}, "full_access_allowed"},
		"bypass of a third party":        {tftest.Object{"client_type": "third_party_public", "bypass_consent_for_offline_access": true}, "bypass_consent_for_offline_access"},
		"version of a public app":        {tftest.Object{"client_type": "first_party_public", "client_secret_version": 1}, "client_secret_version"},
		"next version of a public app":   {tftest.Object{"client_type": "third_party_public", "next_client_secret_version": 1}, "next_client_secret_version"},
		"equal versions":                 {tftest.Object{"client_secret_version": 1, "next_client_secret_version": 1}, "next_client_secret_version"},
		"empty name":                     {tftest.Object{"client_name": ""}, "client_name"},
		"empty description":              {tftest.Object{"client_description": ""}, "client_description"},
		"empty audience":                 {tftest.Object{"access_token_custom_audience": ""}, "access_token_custom_audience"},
		"empty template":                 {tftest.Object{"id_token_template_content": ""}, "id_token_template_content"},
		"empty logo":                     {tftest.Object{"logo_url": ""}, "logo_url"},
		"relative logo":                  {tftest.Object{"logo_url": "logo.svg"}, "logo_url"},
		"expiry of 0":                    {tftest.Object{"access_token_expiry_minutes": 0}, "access_token_expiry_minutes"},
		"relative redirect URL":          {tftest.Object{"redirect_urls": []any{"/callback"}}, "redirect_urls"},
		"redirect URL with a fragment":   {tftest.Object{"redirect_urls": []any{"https://a.example.com/#x"}}, "redirect_urls"},
		"redirect URL with white space":  {tftest.Object{"redirect_urls": []any{"https://a.example.com/ x"}}, "redirect_urls"},
		"redirect URL that is null":      {tftest.Object{"redirect_urls": []any{nil}}, "redirect_urls"},
		"post-logout URL without a host": {tftest.Object{"post_logout_redirect_urls": []any{"https:///x"}}, "post_logout_redirect_urls"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			config := maps.Clone(clientConfigs()[connectedApp])
			maps.Copy(config, one.config)

			serve(t, nil).ValidateResource(connectedApp, config).RequireError(t, tftest.Fault{At: one.at})
		})
	}

	// Values that are not known yet may turn out to be good ones.
	unknown := tftest.Object{}
	for argument := range with(everyConnectedAppArgument(), tftest.Object{
		"client_secret_version": 1, "next_client_secret_version": 1,
	}) {
		unknown[argument] = tftest.Unknown
	}

	served.ValidateResource(connectedApp, unknown).RequireNone(t)
	served.ValidateResource(connectedApp, with(clientConfigs()[connectedApp], tftest.Object{
		"redirect_urls": []any{tftest.Unknown, "com.example.app:/callback"},
	})).RequireNone(t)
}
