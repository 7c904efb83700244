// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"strings"
	"sync"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	datasource "github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/client"
)

// tokenField is how a field of a saved token shows in Terraform.
type tokenField struct {
	// attribute makes the attribute of its description.
	attribute   func(description string) datasource.Attribute
	description string
	// absent says when it is null, for an identity provider of which Stytch does not promise it.
	absent string
	value  func(client.Token) attr.Value
}

// tokenFields returns all fields that any identity provider's tokens have, by Stytch's names. Which provider has
// which of them, and whether it always has, is the client's to say.
var tokenFields = sync.OnceValue(func() map[string]tokenField {
	public, secret, list := described(text), described(secretText), described(texts)

	return map[string]tokenField{
		"provider_subject": {
			public, "The Member's id at the identity provider: in OpenID Connect, the `sub`.", leftOut,
			func(t client.Token) attr.Value { return types.StringPointerValue(t.ProviderSubject) },
		},
		"provider_tenant_id": {
			public, "The id of the tenant at the identity provider, such as a Slack workspace or a HubSpot hub.",
			"Null unless the login returned exactly one tenant.",
			func(t client.Token) attr.Value { return types.StringPointerValue(t.ProviderTenantID) },
		},
		"provider_tenant_ids": {
			list, "The ids of all tenants that the login returned, such as GitHub organizations or Slack workspaces.",
			leftOut,
			func(t client.Token) attr.Value { return textList(t.ProviderTenantIDs) },
		},
		"access_token": {
			secret, "The access token for the identity provider's API.", "Null if Stytch has none.",
			func(t client.Token) attr.Value { return types.StringPointerValue(t.AccessToken) },
		},
		"access_token_expires_in": {
			described(number), "The number of seconds until the access token expires. It differs at each read.", leftOut,
			func(t client.Token) attr.Value { return types.Int64PointerValue(t.AccessTokenExpiresIn) },
		},
		"id_token": {
			secret, "The OpenID Connect ID token that the identity provider issued, a JWT.", leftOut,
			func(t client.Token) attr.Value { return types.StringPointerValue(t.IDToken) },
		},
		"refresh_token": {
			secret, "The refresh token for the identity provider's API.",
			"Null unless `include_refresh_token` is true and Stytch has one.",
			func(t client.Token) attr.Value { return types.StringPointerValue(t.RefreshToken) },
		},
		"scopes": {
			list, "The OAuth scopes of the access token.", leftOut,
			func(t client.Token) attr.Value { return textList(t.Scopes) },
		},
		"bot_access_token": {
			secret, "The access token with which to act as the Slack app's bot.", leftOut,
			func(t client.Token) attr.Value { return types.StringPointerValue(t.BotAccessToken) },
		},
		"bot_scopes": {
			list, "The OAuth scopes of the bot's access token.", leftOut,
			func(t client.Token) attr.Value { return textList(t.BotScopes) },
		},
	}
})

// leftOut is when a field is null of which there is no more to say.
const leftOut = "Null if Stytch leaves it out."

// tokenNotes returns what else there is to say of a field of one identity provider, if there is anything.
func tokenNotes() map[string]map[string]string {
	return map[string]map[string]string{
		"google": {
			"access_token": "A Member who has only used Google One Tap has no access token.",
			"refresh_token": "Google issues one only sometimes; `provider_params = { prompt = \"consent\" }` on the start " +
				"URL makes it issue one.",
		},
		"slack": {
			"provider_tenant_id": "Stytch recommends `provider_tenant_ids` instead, which lists all of them.",
		},
	}
}

// described makes an attribute of any kind.
func described[A datasource.Attribute](kind func(string) A) func(string) datasource.Attribute {
	return func(description string) datasource.Attribute { return kind(description) }
}

// tokenAttributes are the attributes of an identity provider's tokens.
func tokenAttributes(provider client.IdentityProvider) attributes {
	known, notes, chosen := tokenFields(), tokenNotes()[provider.Name], attributes{}

	for _, field := range provider.Fields {
		one := known[field.Name]
		sentences := []string{one.description}

		if !field.Required {
			sentences = append(sentences, one.absent)
		}

		if note := notes[field.Name]; note != "" {
			sentences = append(sentences, note)
		}

		chosen[field.Name] = one.attribute(strings.Join(sentences, " "))
	}

	return chosen
}

// tokenValues are the values for tokenAttributes.
func tokenValues(provider client.IdentityProvider, token client.Token) map[string]attr.Value {
	known, values := tokenFields(), make(map[string]attr.Value, len(provider.Fields))
	for _, field := range provider.Fields {
		values[field.Name] = known[field.Name].value(token)
	}

	return values
}

// textList is a list of strings, null where Stytch left it out.
func textList(elements []string) types.List {
	if elements == nil {
		return types.ListNull(types.StringType)
	}

	values := make([]attr.Value, len(elements))
	for i, element := range elements {
		values[i] = types.StringValue(element)
	}

	return types.ListValueMust(types.StringType, values)
}
