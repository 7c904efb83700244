// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"
	"fmt"
	"maps"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	datasource "github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/client"
)

// memberTokens is what the data source and the ephemeral resource for one identity provider's tokens share. Their
// model is an object, as it has other fields for each identity provider.
type memberTokens struct {
	provider client.IdentityProvider
}

// name is that of both types.
func (m memberTokens) name() string {
	return "member_" + m.provider.Name + "_tokens"
}

// refreshNote is what a reader has to know of an identity provider that gives refresh tokens.
func (m memberTokens) refreshNote() string {
	if !m.provider.RefreshToken {
		return ""
	}

	return " Stytch may refresh the access token during a read, so two reads can return different ones."
}

// attributes are the arguments and results.
func (m memberTokens) attributes() attributes {
	all := envelope().with(attributes{
		"organization_id": argument("The `organization_id`, slug, or external id of the Organization.", isPathSegment),
		"member_id":       argument("The `member_id` or external id of the Member.", isPathSegment),
		"provider_type":   text(fmt.Sprintf("Stytch's display name for the identity provider: `%s`.", m.provider.Title)),
	})

	if m.provider.RefreshToken {
		all["include_refresh_token"] = flag("Whether to return the refresh token. If you exchange it yourself, Stytch may no " +
			"longer be able to refresh the access token. Defaults to `false`.")
	}

	tokens := tokenAttributes(m.provider)
	if !m.provider.Registrations {
		return all.with(tokens)
	}

	all["registrations"] = datasource.ListNestedAttribute{
		MarkdownDescription: fmt.Sprintf("The Member's registrations with %s, in Stytch's order.",
			m.provider.Title),
		Computed:     true,
		NestedObject: datasource.NestedAttributeObject{Attributes: tokens},
	}

	return all
}

// read asks Stytch, and puts the answer beside the arguments.
func (m memberTokens) read(ctx context.Context, data *providerData, model *types.Object) diag.Diagnostics {
	if diags := data.requireAPI(); diags.HasError() {
		return diags
	}

	values := model.Attributes()
	request := client.MemberTokensRequest{
		OrganizationID: stringIn(values, "organization_id"), MemberID: stringIn(values, "member_id"),
	}

	if include, ok := values["include_refresh_token"].(types.Bool); ok {
		request.IncludeRefreshToken = include.ValueBoolPointer()
	}

	tokens, err := data.client.MemberTokens(ctx, m.provider, request)
	if err != nil {
		return m.task(request).failed(err)
	}

	values["request_id"] = types.StringPointerValue(tokens.RequestID)
	values["status_code"] = types.Int64PointerValue(tokens.StatusCode)
	values["provider_type"] = types.StringPointerValue(tokens.ProviderType)

	diags := m.put(values, model.AttributeTypes(ctx), tokens)
	if diags.HasError() {
		return diags
	}

	*model, diags = types.ObjectValue(model.AttributeTypes(ctx), values)

	return diags
}

// put places the tokens: at the top, or in the list of registrations.
func (m memberTokens) put(
	values map[string]attr.Value, kinds map[string]attr.Type, tokens *client.MemberTokens,
) diag.Diagnostics {
	if !m.provider.Registrations {
		maps.Copy(values, tokenValues(m.provider, tokens.Token))

		return nil
	}

	list, ok := kinds["registrations"].(types.ListType)
	if !ok {
		return diag.Diagnostics{diag.NewErrorDiagnostic("Unexpected Schema",
			"This is a bug of the provider: registrations are not a list.")}
	}

	registrations := make([]map[string]attr.Value, len(tokens.Registrations))
	for i, token := range tokens.Registrations {
		registrations[i] = tokenValues(m.provider, token)
	}

	value, diags := objectList(list.ElemType, registrations)
	values["registrations"] = value

	return diags
}

// task is what reading these tokens is called.
func (m memberTokens) task(request client.MemberTokensRequest) task {
	login := fmt.Sprintf("The Member has to log in with %s first: Stytch keeps no %s token of theirs yet. A login begins "+
		"at a start URL, see stytchoauth_member_start_url.", m.provider.Title, m.provider.Title)

	return task{
		verb: "Read", thing: fmt.Sprintf("Member's %s Tokens", m.provider.Title),
		object: fmt.Sprintf("Member %q of Organization %q", request.MemberID, request.OrganizationID),
		advice: map[string]string{"member_oauth_token_not_found": login},
	}
}
