// SPDX-License-Identifier: MPL-2.0

package contract_test

import (
	"maps"
	"reflect"
	"strings"
	"testing"

	b2boauth "github.com/stytchauth/stytch-go/v16/stytch/b2b/idp/oauth"
	"github.com/stytchauth/stytch-go/v16/stytch/b2b/organizations"
	"github.com/stytchauth/stytch-go/v16/stytch/b2b/organizations/members/oauthproviders"
	"github.com/stytchauth/stytch-go/v16/stytch/consumer/connectedapps"
	"github.com/stytchauth/stytch-go/v16/stytch/consumer/idp"
	idpoauth "github.com/stytchauth/stytch-go/v16/stytch/consumer/idp/oauth"
	"github.com/stytchauth/stytch-go/v16/stytch/consumer/m2m"
	"github.com/stytchauth/stytch-go/v16/stytch/consumer/oauth"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/client"
)

// fieldsOf returns the fields that structs have in JSON, with their types there.
func fieldsOf(structs ...reflect.Type) map[string]string {
	found := map[string]string{}
	for _, of := range structs {
		for field := range of.Fields() {
			name, _, _ := strings.Cut(field.Tag.Get("json"), ",")
			switch {
			case field.Anonymous && name == "":
				maps.Copy(found, fieldsOf(field.Type))
			case name != "" && name != "-":
				found[name] = jsonType(field.Type)
			}
		}
	}

	return found
}

// jsonType returns what a Go type is in JSON.
func jsonType(of reflect.Type) string {
	switch of.Kind() {
	case reflect.Pointer:
		return jsonType(of.Elem())
	case reflect.Slice:
		return "list of " + jsonType(of.Elem())
	case reflect.Struct, reflect.Map:
		return "object"
	case reflect.Int, reflect.Int32, reflect.Int64:
		return "integer"
	default:
		return of.String()
	}
}

func TestFieldsAreThoseOfTheSDK(t *testing.T) {
	t.Parallel()

	for name, test := range map[string]struct {
		ours, sdk map[string]string
		// oursOnly and sdkOnly are the differences that are meant.
		oursOnly, sdkOnly []string
	}{
		"member tokens": {
			ours: fieldsOf(reflect.TypeFor[client.MemberTokens]()),
			sdk: fieldsOf(
				reflect.TypeFor[oauthproviders.GoogleResponse](), reflect.TypeFor[oauthproviders.MicrosoftResponse](),
				reflect.TypeFor[oauthproviders.SlackResponse](), reflect.TypeFor[oauthproviders.HubspotResponse](),
				reflect.TypeFor[oauthproviders.GithubResponse](), reflect.TypeFor[organizations.SlackProviderInfo](),
				reflect.TypeFor[organizations.HubspotProviderInfo](), reflect.TypeFor[organizations.GithubProviderInfo](),
			),
		},
		"attach request": {
			ours: fieldsOf(reflect.TypeFor[client.AttachRequest]()),
			sdk:  fieldsOf(reflect.TypeFor[oauth.AttachParams]()),
		},
		"attach token": {
			ours: fieldsOf(reflect.TypeFor[client.AttachToken]()),
			sdk:  fieldsOf(reflect.TypeFor[oauth.AttachResponse]()),
		},
		"preflight request": {
			ours: fieldsOf(reflect.TypeFor[client.PreflightRequest]()),
			sdk:  fieldsOf(reflect.TypeFor[b2boauth.AuthorizeStartParams](), reflect.TypeFor[idpoauth.AuthorizeStartParams]()),
		},
		"preflight": {
			ours: fieldsOf(reflect.TypeFor[client.Preflight]()),
			sdk:  fieldsOf(reflect.TypeFor[b2boauth.AuthorizeStartResponse](), reflect.TypeFor[idpoauth.AuthorizeStartResponse]()),
			// Whole records of people are no concern of a preflight, and would only get into state.
			sdkOnly: []string{"member", "organization", "user"},
		},
		"Connected App of a preflight": {
			ours: fieldsOf(reflect.TypeFor[client.ConnectedAppPublic]()),
			sdk:  fieldsOf(reflect.TypeFor[connectedapps.ConnectedAppPublic]()),
		},
		"Connected App": {
			ours: fieldsOf(reflect.TypeFor[client.ConnectedApp]()),
			sdk: fieldsOf(
				reflect.TypeFor[connectedapps.ConnectedApp](), reflect.TypeFor[connectedapps.ConnectedAppWithClientSecret](),
				reflect.TypeFor[connectedapps.ConnectedAppWithNextClientSecret](),
			),
			// The SDK is older than three of them. Its names of the lists are in no other source of Stytch's.
			oursOnly: []string{
				"client_id_metadata_url", "creation_method", "id_token_template_content", "post_logout_redirect_urls",
				"redirect_urls",
			},
			sdkOnly: []string{"post_logout_redirect_url_s", "redirect_url_s"},
		},
		"M2M client": {
			ours: fieldsOf(reflect.TypeFor[client.M2MClient]()),
			sdk: fieldsOf(
				reflect.TypeFor[m2m.M2MClient](), reflect.TypeFor[m2m.M2MClientWithClientSecret](),
				reflect.TypeFor[m2m.M2MClientWithNextClientSecret](),
			),
		},
		"scope result": {
			ours: fieldsOf(reflect.TypeFor[client.ScopeResult]()),
			sdk:  fieldsOf(reflect.TypeFor[idp.ScopeResult]()),
		},
		"authorize request": {
			ours: fieldsOf(reflect.TypeFor[client.AuthorizeRequest]()),
			sdk:  fieldsOf(reflect.TypeFor[b2boauth.AuthorizeParams](), reflect.TypeFor[idpoauth.AuthorizeParams]()),
			// Stytch's OpenAPI document has it; this version of the SDK does not yet.
			oursOnly: []string{"resources"},
		},
		"authorization": {
			ours: fieldsOf(reflect.TypeFor[client.Authorization]()),
			sdk:  fieldsOf(reflect.TypeFor[b2boauth.AuthorizeResponse](), reflect.TypeFor[idpoauth.AuthorizeResponse]()),
		},
		"OAuth tokens": {
			ours: fieldsOf(reflect.TypeFor[client.OAuthTokens]()),
			sdk:  fieldsOf(reflect.TypeFor[m2m.TokenResponse]()),
			// The SDK knows the token endpoint for M2M clients alone, and does not look at the envelope.
			oursOnly: []string{"id_token", "refresh_token", "request_id", "scope", "status_code"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			assertSameFields(t, test.ours, test.sdk, test.oursOnly, test.sdkOnly)
		})
	}
}
