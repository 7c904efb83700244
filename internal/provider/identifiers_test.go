// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/tftest"
)

// idPrefixes begin the ids of each kind.
var idPrefixes = []string{
	"organization", "member", "user", "connected-app", "m2m-client", "project", "public-token", "session", "member-session",
	"request-id",
}

// idOf returns an id of a kind, as Stytch makes them.
func idOf(prefix string) string {
	return prefix + "-live-07971b06-ac8b-4cdb-9c15-63b17e653931"
}

// acceptedKinds returns the prefixes of the ids that an argument takes.
func acceptedKinds(typeName, argument string) []string {
	switch argument {
	case "organization_id":
		return []string{"organization"}
	case "member_id":
		return []string{"member"}
	case "user_id":
		return []string{"user"}
	case "connected_app_id":
		return []string{"connected-app"}
	case "project_id":
		return []string{"project"}
	case "public_token":
		return []string{"public-token"}
	case "client_ids":
		return []string{"m2m-client"}
	case "client_id":
		switch {
		case strings.HasSuffix(typeName, " client_secret"):
			return []string{"connected-app", "m2m-client"}
		case strings.Contains(typeName, " m2m_"):
			return []string{"m2m-client"}
		}

		return []string{"connected-app"}
	}

	return nil
}

// An argument that takes an id refuses those of every other kind, without a request: nothing is configured.
func TestIDsOfAnotherKind(t *testing.T) {
	t.Parallel()

	served := serve(t, nil)
	isID := regexp.MustCompile(`_ids?$|^organization_slug$|^public_token$`)

	forEachSchema(served, func(typeName string, schema *tfprotov6.Schema, run func(tftest.Object) tftest.Diagnostics) {
		// What is unknown is not refused.
		arguments := tftest.Object{}
		for _, attribute := range settable(schema) {
			arguments[attribute.Name] = tftest.Unknown
		}

		for _, attribute := range settable(schema) {
			if !isID.MatchString(attribute.Name) {
				continue
			}

			t.Run(typeName+" "+attribute.Name, func(t *testing.T) {
				t.Parallel()

				for _, prefix := range idPrefixes {
					var value any = idOf(prefix)

					at := attribute.Name
					if attribute.Type.Is(tftypes.List{}) {
						value, at = []any{value}, at+"[0]"
					}

					diagnostics := run(with(arguments, tftest.Object{attribute.Name: value}))
					if slices.Contains(acceptedKinds(typeName, attribute.Name), prefix) {
						diagnostics.RequireNone(t)

						continue
					}

					diagnostics.RequireError(t, tftest.Fault{
						At: at, Says: []string{"The value of `" + at + "` must be ", "but begins with " + prefix + "-live-, as "},
						Hides: []string{idOf(prefix)},
					})
				}
			})
		}
	})
}

// forEachSchema calls a function with each type of every sort, and the provider itself, and what validates its arguments.
func forEachSchema(
	served *tftest.Protocol,
	visit func(typeName string, schema *tfprotov6.Schema, run func(tftest.Object) tftest.Diagnostics),
) {
	each := func(
		sort string, schemas map[string]*tfprotov6.Schema, validate func(name string, arguments tftest.Object) tftest.Diagnostics,
	) {
		for name, schema := range schemas {
			visit(sort+strings.TrimPrefix(name, "stytchoauth_"), schema, func(arguments tftest.Object) tftest.Diagnostics {
				return validate(name, arguments)
			})
		}
	}

	each("data ", served.Schema.DataSourceSchemas, served.ValidateData)
	each("ephemeral ", served.Schema.EphemeralResourceSchemas, served.ValidateEphemeral)
	each("resource ", served.Schema.ResourceSchemas, served.ValidateResource)
	each("list ", served.Schema.ListResourceSchemas, served.ValidateList)

	for name, action := range served.Schema.ActionSchemas {
		each("action ", map[string]*tfprotov6.Schema{name: action.Schema}, served.ValidateAction)
	}

	visit("provider", served.Schema.Provider, served.ValidateProvider)
}

// The error says where the id belongs.
func TestIDOfAnotherKindAdvice(t *testing.T) {
	t.Parallel()

	served := serve(t, nil)

	for _, test := range []struct {
		typeName, argument, prefix, says string
	}{
		{
			"member_slack_tokens", "member_id", "organization", "The value of `member_id` must be a Member's id or external id, " +
				"but begins with organization-live-, as an Organization's id does. Set it as `organization_id`.",
		},
		{"member_start_url", "organization_slug", "organization", "Set it as `organization_id`."},
		{"member_start_url", "organization_id", "public-token", "Set it as `public_token`."},
		{"member_authorization_preflight", "member_id", "connected-app", "Set it as `client_id`."},
		{"user_connected_apps", "user_id", "member", "For Members of B2B projects, there are types with `member` in their names."},
		{"member_slack_tokens", "member_id", "user", "For Users of Consumer projects, there are types with `user` in their names."},
		{"member_slack_tokens", "organization_id", "project", "It belongs in the provider block, as `project_id`."},
		{"m2m_client", "client_id", "connected-app", "as a Connected App's id does."},
		{"member_start_url", "organization_id", "member", "as a Member's id does."},
	} {
		arguments := with(validDataSources()[test.typeName], tftest.Object{test.argument: idOf(test.prefix)})
		if test.argument == "organization_slug" {
			arguments["organization_id"] = nil
		}

		diagnostics := served.ValidateData("stytchoauth_"+test.typeName, arguments)
		diagnostics.RequireError(t, tftest.Fault{At: test.argument})

		if !strings.HasSuffix(diagnostics[0].Detail, test.says) {
			t.Errorf("it does not end with %q:%s", test.says, diagnostics)
		}
	}
}

// A slug and the id of an M2M client are of the owner's choice, and may begin like another id of Stytch's.
func TestIDOfOnesOwn(t *testing.T) {
	t.Parallel()

	const id = "project-live-sync"

	served := serve(t, nil)
	served.ValidateResource(m2mClient, with(clientConfigs()[m2mClient], tftest.Object{"client_id": id})).RequireNone(t)
	served.ValidateData(m2mClient, tftest.Object{"client_id": id}).RequireNone(t)
	served.ValidateData("stytchoauth_m2m_clients", tftest.Object{"client_ids": []string{id}}).RequireNone(t)
	served.ValidateEphemeral("stytchoauth_client_secret", tftest.Object{"client_id": id, "open_after": "now"}).RequireNone(t)
	served.ValidateEphemeral("stytchoauth_m2m_token", tftest.Object{"client_id": id, "client_secret": "s3cret"}).RequireNone(t)
	served.ValidateData("stytchoauth_member_start_url", tftest.Object{"oauth_provider": "google", "organization_slug": id}).
		RequireNone(t)
}

// The client id of a Connected App may be the URL of its metadata document.
func TestClientIDOfMetadataDocument(t *testing.T) {
	t.Parallel()

	const id = "https://app.example.com/client.json"

	served := serve(t, nil)
	served.ValidateData("stytchoauth_member_authorization_preflight",
		with(validDataSources()["member_authorization_preflight"], tftest.Object{"client_id": id})).RequireNone(t)
	served.ValidateEphemeral("stytchoauth_connected_app_tokens", tftest.Object{
		"client_id": id, "code": "c0de", "redirect_uri": "https://app.example.com/callback",
	}).RequireNone(t)
}

// A client's id and secret that are swapped are refused, before the secret is taken for an id and shown.
func TestClientSecretIsAnID(t *testing.T) {
	t.Parallel()

	id := idOf("m2m-client")
	arguments := tftest.Object{"client_id": "LGb1jx29sWTVOkQ4fDmSRhOqPnz8yFkXjvA3Bdc5e7Gi", "client_secret": id}

	serve(t, nil).ValidateEphemeral("stytchoauth_m2m_token", arguments).RequireError(t, tftest.Fault{
		Says: []string{
			"The value of `client_secret` must be a client's secret, but begins with m2m-client-live-, as an M2M client's id does. " +
				"Set it as `client_id`.",
		},
		Hides: []string{id, "LGb1jx29sWTVOkQ4fDmSRhOqPnz8yFkXjvA3Bdc5e7Gi"},
	})
}

// An API secret in place of something that is shown is refused, and neither repeated nor on the line with it.
func TestAPISecretInTheWrongPlace(t *testing.T) {
	t.Parallel()

	const secret = "secret-test-wQZjAsRqcO6z-ac1M5t3WfuRy9C_rcFXQ-Y="

	fault := tftest.Fault{Says: []string{"is the API secret of a project"}, Hides: []string{secret}}

	for _, attribute := range []string{"public_token", "project_id"} {
		for _, value := range []string{secret, " " + secret, `"` + secret + `"`} {
			serve(t, nil).ValidateProvider(tftest.Object{attribute: value}).RequireError(t, fault)
		}
	}

	// These cannot be an API secret anyway.
	for _, attribute := range []string{"base_url", "request_timeout"} {
		serve(t, nil).ValidateProvider(tftest.Object{attribute: secret}).RequireError(t, tftest.Fault{Hides: []string{secret}})
	}

	served := serve(t, map[string]string{"STYTCH_PUBLIC_TOKEN": secret, "STYTCH_PROJECT_ID": secret})
	served.Configure(nil).RequireNone(t)

	start := tftest.Object{"oauth_provider": "google", "organization_id": "acme"}

	for name, arguments := range map[string]tftest.Object{
		"stytchoauth_member_start_url": start, "stytchoauth_jwks": nil,
	} {
		_, diagnostics := served.Read(name, arguments)
		diagnostics.RequireError(t, fault)
	}

	for _, argument := range []string{"public_token", "organization_id", "login_redirect_url"} {
		for _, value := range []string{secret, "\t" + secret} {
			served.ValidateData("stytchoauth_member_start_url", with(start, tftest.Object{argument: value})).
				RequireError(t, fault)
		}
	}

	for _, argument := range []string{"redirect_urls", "post_logout_redirect_urls"} {
		served.ValidateResource(connectedApp, with(clientConfigs()[connectedApp], tftest.Object{argument: []string{secret}})).
			RequireError(t, fault)
	}

	served.ValidateResource(m2mClient, tftest.Object{"scopes": []string{"read:users", secret}}).RequireError(t, fault)
}
