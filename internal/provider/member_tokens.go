// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"
	"fmt"
	"maps"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/client"
)

// memberTokens are the data source and the ephemeral resource for one identity provider's tokens.
type memberTokens struct {
	provider client.IdentityProvider
}

// memberTokensNames are the types by Stytch's name of the identity provider.
var memberTokensNames = map[string]string{
	"google":    "stytchoauth_member_google_tokens",
	"microsoft": "stytchoauth_member_microsoft_tokens",
	"slack":     "stytchoauth_member_slack_tokens",
	"hubspot":   "stytchoauth_member_hubspot_tokens",
	"github":    "stytchoauth_member_github_tokens",
}

// memberTokensDataSources returns a data source for each identity provider of a B2B project.
func memberTokensDataSources() []func() datasource.DataSource {
	var all []func() datasource.DataSource

	for _, provider := range client.MemberIdentityProviders() {
		all = append(all, memberTokens{provider}.dataSource)
	}

	return all
}

// memberTokensEphemeralResources returns an ephemeral resource for each identity provider of a B2B project.
func memberTokensEphemeralResources() []func() ephemeral.EphemeralResource {
	var all []func() ephemeral.EphemeralResource

	for _, provider := range client.MemberIdentityProviders() {
		all = append(all, memberTokens{provider}.ephemeralResource)
	}

	return all
}

// name returns the types' full name.
func (m memberTokens) name() string {
	name, ok := memberTokensNames[m.provider.Name]
	if !ok {
		panic(fmt.Sprintf("memberTokensNames lacks the identity provider %q", m.provider.Name))
	}

	return name
}

func (m memberTokens) dataSource() datasource.DataSource {
	name := m.name()

	return &dataSource{
		name:        name,
		description: keptInState(name) + m.description(""),
		attributes:  m.attributes,
		read:        withModel(m.read),
	}
}

func (m memberTokens) ephemeralResource() ephemeral.EphemeralResource {
	return &ephemeralResource{
		name:        m.name(),
		description: m.description(" Neither the state nor a plan keeps them."),
		attributes: func() attributes {
			return m.attributes().with(openAfter())
		},
		open: withModel(m.read),
	}
}

// description returns the text of a type's page, with a sentence that only one of the twins has.
func (m memberTokens) description(own string) string {
	return fmt.Sprintf("Reads the %[1]s tokens that Stytch, a login service, stored when a Member of a B2B project logged in "+
		"with %[1]s.", m.provider.Title) + own
}

func (m memberTokens) attributes() attributes {
	all := envelope().with(attributes{
		"organization_id": requiredString("The Organization's `organization_id`, slug, or external id.", isOrganization),
		"member_id":       requiredString("The Member's `member_id` or external id.", isMember),
		"provider_type":   computedString(fmt.Sprintf("Stytch's name for the identity provider: `%s`.", m.provider.Title)),
	})

	if m.provider.RefreshToken {
		all["include_refresh_token"] = optionalBool("Whether to return the refresh token. Once it is used elsewhere, Stytch may be " +
			"unable to refresh the access token. Defaults to `false`.")
	}

	if !m.provider.Registrations {
		return all.with(memberTokenAttributes(m.provider))
	}

	all["registrations"] = schema.ListNestedAttribute{
		MarkdownDescription: "The Member's registrations, in Stytch's order.",
		Computed:            true,
		NestedObject:        schema.NestedAttributeObject{Attributes: memberTokenAttributes(m.provider)},
	}

	return all
}

// read adds the tokens to a model that holds the arguments. The model is an object, as each identity provider has
// other fields.
func (m memberTokens) read(ctx context.Context, data *providerData, model *types.Object) diag.Diagnostics {
	if diags := data.requireAPI(); diags.HasError() {
		return diags
	}

	var request client.MemberTokensRequest

	values := model.Attributes()

	if id, ok := values["organization_id"].(types.String); ok {
		request.OrganizationID = id.ValueString()
	}

	if id, ok := values["member_id"].(types.String); ok {
		request.MemberID = id.ValueString()
	}

	if include, ok := values["include_refresh_token"].(types.Bool); ok {
		request.IncludeRefreshToken = include.ValueBoolPointer()
	}

	tokens, err := data.client.MemberTokens(ctx, m.provider, request)
	if err != nil {
		return m.operation(request).diagnostics(err)
	}

	values["request_id"] = types.StringPointerValue(tokens.RequestID)
	values["status_code"] = types.Int64PointerValue(tokens.StatusCode)
	values["provider_type"] = types.StringPointerValue(tokens.ProviderType)

	if m.provider.Registrations {
		values["registrations"] = m.registrations(tokens.Registrations)
	} else {
		maps.Copy(values, memberTokenValues(m.provider, tokens.Token))
	}

	var diags diag.Diagnostics

	*model, diags = types.ObjectValue(model.AttributeTypes(ctx), values)

	return diags
}

// registrations returns a list of objects.
func (m memberTokens) registrations(tokens []client.Token) types.List {
	kinds := map[string]attr.Type{}
	for name, attribute := range memberTokenAttributes(m.provider) {
		kinds[name] = attribute.GetType()
	}

	objects := make([]attr.Value, len(tokens))
	for i, token := range tokens {
		objects[i] = types.ObjectValueMust(kinds, memberTokenValues(m.provider, token))
	}

	return types.ListValueMust(types.ObjectType{AttrTypes: kinds}, objects)
}

// operation describes the read for its diagnostics.
func (m memberTokens) operation(request client.MemberTokensRequest) operation {
	const startURL = " A login begins at a start URL, such as that of `stytchoauth_member_start_url`."

	login := func(format string) advice { return advise(fmt.Sprintf(format, m.provider.Title) + startURL) }

	return operation{
		verb: "Read", noun: fmt.Sprintf("Member's %s Tokens", m.provider.Title),
		object: describe(client.Subject{OrganizationID: request.OrganizationID, MemberID: request.MemberID}),
		advice: map[string]advice{
			"member_oauth_token_not_found": login("The Member has to log in with %[1]s first: Stytch has no %[1]s token for them."),
			"missing_oauth_refresh_token":  login("The Member has to log in with %[1]s again: Stytch has no refresh token for them."),
			"unable_to_refresh_oauth_token": login("The Member has to log in with %[1]s again: %[1]s no longer accepts the refresh token " +
				"that Stytch has."),
		},
	}
}
