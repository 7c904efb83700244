// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/client"
)

// memberTokenField is a field of a Member's token in Terraform.
type memberTokenField struct {
	attribute   func(description string) schema.Attribute
	description string
	// absent says when it is null, for identity providers whose tokens need not have it.
	absent string
	value  func(client.Token) attr.Value
}

// leftOut is for a field of which Stytch does not say when it is missing.
const leftOut = "May be null."

// memberTokenFields are all fields of a [client.Token], by Stytch's names. Which of them an identity provider's tokens
// have, and which of these always, is in [client.MemberIdentityProviders].
var memberTokenFields = map[string]memberTokenField{
	"provider_subject": {
		stringField, "The Member's id at the identity provider (`sub`).", leftOut,
		func(t client.Token) attr.Value { return types.StringPointerValue(t.ProviderSubject) },
	},
	"provider_tenant_id": {
		stringField, "The id of the Slack workspace or HubSpot hub.",
		"Null unless there is exactly one.",
		func(t client.Token) attr.Value { return types.StringPointerValue(t.ProviderTenantID) },
	},
	"provider_tenant_ids": {
		stringsField, "The ids of the Slack workspaces or GitHub organizations.",
		leftOut,
		func(t client.Token) attr.Value { return stringList(t.ProviderTenantIDs) },
	},
	"access_token": {
		sensitiveField, "The access token.", "Null if Stytch has none.",
		func(t client.Token) attr.Value { return types.StringPointerValue(t.AccessToken) },
	},
	"access_token_expires_in": {
		int64Field, "Seconds until the access token expires.", leftOut,
		func(t client.Token) attr.Value { return types.Int64PointerValue(t.AccessTokenExpiresIn) },
	},
	"id_token": {
		sensitiveField, "The OpenID Connect ID token, a JWT.", leftOut,
		func(t client.Token) attr.Value { return types.StringPointerValue(t.IDToken) },
	},
	"refresh_token": {
		sensitiveField, "The refresh token.",
		"Null unless `include_refresh_token` is true and Stytch has one.",
		func(t client.Token) attr.Value { return types.StringPointerValue(t.RefreshToken) },
	},
	"scopes": {
		stringsField, "The scopes of the access token.", leftOut,
		func(t client.Token) attr.Value { return stringList(t.Scopes) },
	},
	"bot_access_token": {
		sensitiveField, "The bot's access token.", leftOut,
		func(t client.Token) attr.Value { return types.StringPointerValue(t.BotAccessToken) },
	},
	"bot_scopes": {
		stringsField, "The bot's scopes.", leftOut,
		func(t client.Token) attr.Value { return stringList(t.BotScopes) },
	},
}

// memberTokenNotes are more to say about a field of one identity provider.
var memberTokenNotes = map[string]map[string]string{
	"google": {
		"access_token": "A Member who has only used Google One Tap has none.",
		"refresh_token": "Google issues one at each login if the start URL has `provider_params = { prompt = " +
			"\"consent\" }`.",
	},
	"slack": {
		"provider_tenant_id": "Prefer `provider_tenant_ids`.",
	},
}

func stringField(description string) schema.Attribute    { return computedString(description) }
func stringsField(description string) schema.Attribute   { return computedStrings(description) }
func int64Field(description string) schema.Attribute     { return computedInt64(description) }
func sensitiveField(description string) schema.Attribute { return computedSensitiveString(description) }

// memberTokenAttributes returns the attributes of an identity provider's tokens.
func memberTokenAttributes(provider client.IdentityProvider) attributes {
	all := attributes{}

	for _, field := range provider.Fields {
		inTerraform, ok := memberTokenFields[field.Name]
		if !ok {
			panic(fmt.Sprintf("memberTokenFields lacks the field %q of the identity provider %q", field.Name, provider.Name))
		}

		sentences := []string{inTerraform.description}

		if !field.Required {
			sentences = append(sentences, inTerraform.absent)
		}

		if note := memberTokenNotes[provider.Name][field.Name]; note != "" {
			sentences = append(sentences, note)
		}

		all[field.Name] = inTerraform.attribute(strings.Join(sentences, " "))
	}

	return all
}

// memberTokenValues returns the values for [memberTokenAttributes].
func memberTokenValues(provider client.IdentityProvider, token client.Token) map[string]attr.Value {
	values := make(map[string]attr.Value, len(provider.Fields))
	for _, field := range provider.Fields {
		values[field.Name] = memberTokenFields[field.Name].value(token)
	}

	return values
}
