// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"sync"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	datasource "github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/client"
)

// tokenField is how a field of a saved token shows in Terraform.
type tokenField struct {
	attribute datasource.Attribute
	value     func(client.Token) attr.Value
}

// tokenFields returns all fields that any identity provider's tokens have, by Stytch's names. Which provider has
// which of them is the client's to say.
var tokenFields = sync.OnceValue(func() map[string]tokenField {
	return map[string]tokenField{
		"provider_subject": {
			text("The Member's id at the identity provider, in OpenID Connect the `sub`."),
			func(t client.Token) attr.Value { return types.StringPointerValue(t.ProviderSubject) },
		},
		"provider_tenant_id": {
			text("The id of the tenant at the identity provider: in Slack the workspace, in HubSpot the hub. Stytch " +
				"fills it in only where the login gave exactly one tenant."),
			func(t client.Token) attr.Value { return types.StringPointerValue(t.ProviderTenantID) },
		},
		"provider_tenant_ids": {
			texts("The ids of all tenants that the login gave: in GitHub the organizations, in Slack the workspaces. " +
				"Null where Stytch leaves it out."),
			func(t client.Token) attr.Value { return textList(t.ProviderTenantIDs) },
		},
		"access_token": {
			secretText("The access token for the identity provider's own API. Null where Stytch keeps none, as after " +
				"a login with Google One Tap."),
			func(t client.Token) attr.Value { return types.StringPointerValue(t.AccessToken) },
		},
		"access_token_expires_in": {
			number("For how many seconds the access token is still good. It differs at each read, and is null where " +
				"Stytch leaves it out."),
			func(t client.Token) attr.Value { return types.Int64PointerValue(t.AccessTokenExpiresIn) },
		},
		"id_token": {
			secretText("The OpenID Connect ID token, a JWT, of the Member's last login with the identity provider."),
			func(t client.Token) attr.Value { return types.StringPointerValue(t.IDToken) },
		},
		"refresh_token": {
			secretText("The refresh token. Null unless `include_refresh_token` is true and Stytch keeps one."),
			func(t client.Token) attr.Value { return types.StringPointerValue(t.RefreshToken) },
		},
		"scopes": {
			texts("The OAuth scopes that the access token was granted."),
			func(t client.Token) attr.Value { return textList(t.Scopes) },
		},
		"bot_access_token": {
			secretText("The access token to act as the Slack app's bot, with `bot_scopes`."),
			func(t client.Token) attr.Value { return types.StringPointerValue(t.BotAccessToken) },
		},
		"bot_scopes": {
			texts("The scopes that the bot was granted in Slack."),
			func(t client.Token) attr.Value { return textList(t.BotScopes) },
		},
	}
})

// tokenAttributes are the attributes of an identity provider's tokens.
func tokenAttributes(provider client.IdentityProvider) attributes {
	known, chosen := tokenFields(), attributes{}
	for _, field := range provider.Fields {
		chosen[field.Name] = known[field.Name].attribute
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
