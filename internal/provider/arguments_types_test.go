// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/tftest"
)

// Valid arguments of every type, by its name without the prefix stytchoauth_. Tests change them from here.

func validTokens() tftest.Object {
	return tftest.Object{"organization_id": "acme", "member_id": "crm|ada"}
}

func validAuthorization() tftest.Object {
	return tftest.Object{
		"client_id": "connected-app-1", "redirect_uri": "https://app.example.com/callback", "scopes": []string{"openid"},
	}
}

func validDataSources() map[string]tftest.Object {
	all := map[string]tftest.Object{
		"member_start_url":    {"oauth_provider": "google", "organization_id": "acme"},
		"discovery_start_url": {"oauth_provider": "google"},
		"user_start_url":      {"oauth_provider": "google"},
		"member_authorization_preflight": with(validAuthorization(), tftest.Object{
			"organization_id": "acme", "member_id": "ada",
		}),
		"user_authorization_preflight": with(validAuthorization(), tftest.Object{"user_id": "alan"}),
		"connected_app":                {"client_id": "connected-app-1"},
		"connected_apps":               {},
		"m2m_client":                   {"client_id": "m2m-client-1"},
		"m2m_clients":                  {},
		"member_connected_apps":        validTokens(),
		"user_connected_apps":          {"user_id": "alan"},
		"organization_connected_apps":  {"organization_id": "acme"},
		"openid_configuration":         {},
		"jwks":                         {},
	}

	for _, name := range surfaceTwins() {
		all[name] = validTokens()
	}

	return all
}

func validEphemeralResources() map[string]tftest.Object {
	all := map[string]tftest.Object{
		"attach_token": {"oauth_provider": "google", "user_id": "alan"},
		"member_authorization": with(validAuthorization(), tftest.Object{
			"organization_id": "acme", "member_id": "ada", "consent_granted": true,
		}),
		"user_authorization": with(validAuthorization(), tftest.Object{"user_id": "alan", "consent_granted": true}),
		"pkce":               {},
		"connected_app_tokens": {
			"client_id": "connected-app-1", "redirect_uri": "https://app.example.com/callback", "code": "c0de",
		},
		"m2m_token":     {"client_id": "m2m-client-1", "client_secret": "s3cret"},
		"client_secret": {"client_id": "m2m-client-1", "open_after": "now"},
		"member_connected_app_tokens": with(validTokens(), tftest.Object{
			"client_id": "connected-app-1", "open_after": "now",
		}),
		"user_connected_app_tokens": {"user_id": "alan", "client_id": "connected-app-1", "open_after": "now"},
	}

	twins := append(surfaceTwins(), "member_start_url", "discovery_start_url", "user_start_url")
	for _, name := range twins {
		all[name] = validDataSources()[name]
	}

	return all
}

// validate is a type, valid arguments of it, and a function that validates arguments.
type validate struct {
	name      string
	schema    *tfprotov6.Schema
	arguments tftest.Object
	run       func(tftest.Object) tftest.Diagnostics
}

// eachType returns every type under "data" or "ephemeral" and its name.
func eachType(t *testing.T, served *tftest.Protocol) map[string]validate {
	t.Helper()

	all := map[string]validate{}

	for name, arguments := range validDataSources() {
		typeName := "stytchoauth_" + name
		all["data "+name] = validate{
			name, served.Schema.DataSourceSchemas[typeName], arguments,
			func(arguments tftest.Object) tftest.Diagnostics { return served.ValidateData(typeName, arguments) },
		}
	}

	for name, arguments := range validEphemeralResources() {
		typeName := "stytchoauth_" + name
		all["ephemeral "+name] = validate{
			name, served.Schema.EphemeralResourceSchemas[typeName], arguments,
			func(arguments tftest.Object) tftest.Diagnostics {
				return served.ValidateEphemeral(typeName, arguments)
			},
		}
	}

	if want := len(served.Schema.DataSourceSchemas) + len(served.Schema.EphemeralResourceSchemas); len(all) != want {
		t.Fatalf("%d types, want %d", len(all), want)
	}

	return all
}

// settable returns the arguments of a type.
func settable(schema *tfprotov6.Schema) []*tfprotov6.SchemaAttribute {
	var found []*tfprotov6.SchemaAttribute

	for _, attribute := range schema.Block.Attributes {
		if attribute.Required || attribute.Optional {
			found = append(found, attribute)
		}
	}

	return found
}
