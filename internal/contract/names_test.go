// SPDX-License-Identifier: MPL-2.0

package contract_test

import (
	"maps"
	"reflect"
	"slices"
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

// names maps the fields that a struct has in JSON to their types there, those of embedded structs included.
func names(of reflect.Type) map[string]string {
	found := map[string]string{}

	for field := range of.Fields() {
		name, _, _ := strings.Cut(field.Tag.Get("json"), ",")

		switch {
		case field.Anonymous && name == "":
			maps.Copy(found, names(field.Type))
		case name != "" && name != "-":
			found[name] = jsonType(field.Type)
		}
	}

	return found
}

// jsonType is what a Go type is in JSON.
func jsonType(of reflect.Type) string {
	switch of.Kind() {
	case reflect.Pointer:
		return jsonType(of.Elem())
	case reflect.Slice:
		return "list of " + jsonType(of.Elem())
	case reflect.Struct:
		return "object"
	case reflect.Bool:
		return "bool"
	case reflect.String:
		return "string"
	case reflect.Int, reflect.Int32, reflect.Int64:
		return "integer"
	default:
		return of.String()
	}
}

// merged is the fields of several structs.
func merged(types ...reflect.Type) map[string]string {
	all := map[string]string{}
	for _, one := range types {
		maps.Copy(all, names(one))
	}

	return all
}

func TestFieldsAreThoseOfTheSDK(t *testing.T) {
	t.Parallel()

	for name, test := range map[string]struct {
		ours, theirs map[string]string
		// onlyOurs and onlyTheirs are the differences that are meant.
		onlyOurs, onlyTheirs []string
	}{
		"member tokens": {
			ours: names(reflect.TypeFor[client.MemberTokens]()),
			theirs: merged(
				reflect.TypeFor[oauthproviders.GoogleResponse](), reflect.TypeFor[oauthproviders.MicrosoftResponse](),
				reflect.TypeFor[oauthproviders.SlackResponse](), reflect.TypeFor[oauthproviders.HubspotResponse](),
				reflect.TypeFor[oauthproviders.GithubResponse](), reflect.TypeFor[organizations.SlackProviderInfo](),
				reflect.TypeFor[organizations.HubspotProviderInfo](), reflect.TypeFor[organizations.GithubProviderInfo](),
			),
		},
		"attach request": {
			ours:   names(reflect.TypeFor[client.AttachRequest]()),
			theirs: names(reflect.TypeFor[oauth.AttachParams]()),
		},
		"attach token": {
			ours:   names(reflect.TypeFor[client.AttachToken]()),
			theirs: names(reflect.TypeFor[oauth.AttachResponse]()),
		},
		"preflight request": {
			ours: names(reflect.TypeFor[client.PreflightRequest]()),
			theirs: merged(
				reflect.TypeFor[b2boauth.AuthorizeStartParams](), reflect.TypeFor[idpoauth.AuthorizeStartParams](),
			),
		},
		"preflight": {
			ours: names(reflect.TypeFor[client.Preflight]()),
			theirs: merged(
				reflect.TypeFor[b2boauth.AuthorizeStartResponse](), reflect.TypeFor[idpoauth.AuthorizeStartResponse](),
			),
			// Whole records of people are no concern of a preflight, and would only get into state.
			onlyTheirs: []string{"member", "organization", "user"},
		},
		"Connected App": {
			ours:   names(reflect.TypeFor[client.ConnectedApp]()),
			theirs: names(reflect.TypeFor[connectedapps.ConnectedAppPublic]()),
		},
		"scope result": {
			ours:   names(reflect.TypeFor[client.ScopeResult]()),
			theirs: names(reflect.TypeFor[idp.ScopeResult]()),
		},
		"authorize request": {
			ours: names(reflect.TypeFor[client.AuthorizeRequest]()),
			theirs: merged(
				reflect.TypeFor[b2boauth.AuthorizeParams](), reflect.TypeFor[idpoauth.AuthorizeParams](),
			),
			// Stytch's OpenAPI document has it; this version of the SDK does not yet.
			onlyOurs: []string{"resources"},
		},
		"authorization": {
			ours: names(reflect.TypeFor[client.Authorization]()),
			theirs: merged(
				reflect.TypeFor[b2boauth.AuthorizeResponse](), reflect.TypeFor[idpoauth.AuthorizeResponse](),
			),
		},
		"OAuth tokens": {
			ours:   names(reflect.TypeFor[client.OAuthTokens]()),
			theirs: names(reflect.TypeFor[m2m.TokenResponse]()),
			// The SDK knows the token endpoint for M2M clients alone, and does not look at the envelope.
			onlyOurs: []string{"id_token", "refresh_token", "request_id", "scope", "status_code"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			sameNames(t, test.ours, test.theirs, test.onlyOurs, test.onlyTheirs)
		})
	}
}

// sameNames asserts that two structs have the same fields but for those that are named.
func sameNames(t *testing.T, ours, theirs map[string]string, onlyOurs, onlyTheirs []string) {
	t.Helper()

	var gotOurs, gotTheirs []string

	for _, name := range slices.Sorted(maps.Keys(ours)) {
		if theirs[name] == "" {
			gotOurs = append(gotOurs, name)
		} else if ours[name] != theirs[name] {
			t.Errorf("%s is a %s for us, and a %s for the SDK", name, ours[name], theirs[name])
		}
	}

	for _, name := range slices.Sorted(maps.Keys(theirs)) {
		if ours[name] == "" {
			gotTheirs = append(gotTheirs, name)
		}
	}

	if !slices.Equal(gotOurs, onlyOurs) || !slices.Equal(gotTheirs, onlyTheirs) {
		t.Errorf("we alone have %v, want %v; the SDK alone has %v, want %v", gotOurs, onlyOurs, gotTheirs, onlyTheirs)
	}
}
