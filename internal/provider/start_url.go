// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"
	"fmt"
	"net/http"

	datasource "github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/client"
)

// What the start URLs of all three flows share. The data sources can also resolve the redirect of the URL; their
// ephemeral twins send nothing, and so have nothing to delay with open_after either.

// builtEphemerally ends the descriptions of the ephemeral twins.
const builtEphemerally = "For a URL that is built from ephemeral values or must not be kept. No request is sent."

// startURLModel is the part of a model that every start URL has.
type startURLModel struct {
	OAuthProvider  types.String `tfsdk:"oauth_provider"`
	PublicToken    types.String `tfsdk:"public_token"`
	CustomScopes   types.List   `tfsdk:"custom_scopes"`
	ProviderParams types.Map    `tfsdk:"provider_params"`
	URL            types.String `tfsdk:"url"`
}

// startURL is the model of one flow, with a startURLModel embedded.
type startURL interface {
	startURLPart() *startURLModel
	// request returns what is particular to the flow.
	request() client.StartRequest
}

func (m *startURLModel) startURLPart() *startURLModel {
	return m
}

func startURLAttributes(oauthProvider datasource.Attribute) attributes {
	return attributes{
		"oauth_provider": oauthProvider,
		"public_token":   optionalComputedString("The project's public token. Defaults to the provider's.", isPublicToken),
		"custom_scopes":  optionalStrings("Scopes besides Stytch's defaults; for Slack, those of the user.", isScope),
		"provider_params": datasource.MapAttribute{
			MarkdownDescription: "Parameters for the identity provider, such as `login_hint`, without Stytch's prefix " +
				"`provider_`. Empty ones are not sent.",
			Optional: true, ElementType: types.StringType, Validators: isParamMap(),
		},
		"url": computedString("The start URL."),
	}
}

// memberProvider is oauth_provider in a B2B project, where the identity providers are a closed set.
func memberProvider() datasource.Attribute {
	var names []string
	for _, provider := range client.MemberIdentityProviders() {
		names = append(names, provider.Name)
	}

	return requiredString("The identity provider, one of "+quotedList(names)+".", isOneOf(names...))
}

// userProvider is oauth_provider in a Consumer project. Stytch adds identity providers from time to time.
func userProvider(purpose string) datasource.Attribute {
	return requiredString(purpose+" Known are "+quotedList(client.UserIdentityProviders())+"; any other is passed on with "+
		"a warning.", isProviderName, knownProvider{})
}

// quotedList lists names in Markdown.
func quotedList(names []string) string {
	quoted := make([]string, len(names))
	for i, name := range names {
		quoted[i] = "`" + name + "`"
	}

	return inWords(quoted)
}

// redirectURL is the argument that says where Stytch sends the browser after the login.
func redirectURL(who string) datasource.Attribute {
	return optionalString(fmt.Sprintf("Where %s lands: a registered URL. Defaults to the dashboard's.", who), isAbsoluteURI)
}

// loginChallenge is the argument that holds the PKCE code challenge.
func loginChallenge() datasource.Attribute {
	return optionalString("An S256 PKCE code challenge.", isChallenge)
}

// buildStartURL sets the URL and the public token in it, and returns the request that the URL stands for.
func buildStartURL(data *providerData, model startURL) (client.StartRequest, diag.Diagnostics) {
	part, request := model.startURLPart(), model.request()

	token, diags := data.publicToken(part.PublicToken)
	if diags.HasError() {
		return request, diags
	}

	if diags = data.requireStart(token); diags.HasError() {
		return request, diags
	}

	request.Provider = part.OAuthProvider.ValueString()
	request.PublicToken = token
	request.CustomScopes = stringsOf(part.CustomScopes)
	request.ProviderParams = stringMapOf(part.ProviderParams)

	url, err := data.client.StartURL(request)
	if err != nil {
		return request, operation{verb: "Build", noun: "Start URL"}.diagnostics(err)
	}

	part.PublicToken = types.StringValue(token)
	part.URL = types.StringValue(url)

	return request, nil
}

// openStartURL is the open function of the ephemeral resources.
func openStartURL[M startURL](_ context.Context, data *providerData, model M) diag.Diagnostics {
	_, diags := buildStartURL(data, model)

	return diags
}

// startRedirectModel is the part of a model that the data sources have and their ephemeral twins do not.
type startRedirectModel struct {
	ResolveRedirect types.Bool   `tfsdk:"resolve_redirect"`
	RedirectURL     types.String `tfsdk:"redirect_url"`
	RequestID       types.String `tfsdk:"request_id"`
	StatusCode      types.Int64  `tfsdk:"status_code"`
}

// resolvableStartURL is the model of one flow's data source, with a startRedirectModel embedded.
type resolvableStartURL interface {
	startURL
	redirectPart() *startRedirectModel
}

func (m *startRedirectModel) redirectPart() *startRedirectModel {
	return m
}

func startRedirectAttributes() attributes {
	return attributes{
		"resolve_redirect": optionalBool("Whether to ask Stytch where the URL leads. Defaults to `false`."),
		"redirect_url":     computedString("Where the URL leads. Null unless `resolve_redirect` is set."),
		"request_id":       computedString("Stytch's id for the request. May be null."),
		"status_code":      computedInt64("`302` or `307`. Null unless `resolve_redirect` is set."),
	}
}

// readStartURL is the read function of the data sources.
func readStartURL[M resolvableStartURL](ctx context.Context, data *providerData, model M) diag.Diagnostics {
	request, diags := buildStartURL(data, model)
	part := model.redirectPart()

	if diags.HasError() || !part.ResolveRedirect.ValueBool() {
		return diags
	}

	if diags = data.requireRequest(); diags.HasError() {
		return diags
	}

	redirect, err := data.client.StartRedirect(ctx, request)
	if err != nil {
		return startOperation(request).diagnostics(err)
	}

	part.RedirectURL = types.StringPointerValue(redirect.RedirectURL)
	part.RequestID = types.StringPointerValue(redirect.RequestID)
	part.StatusCode = types.Int64PointerValue(redirect.StatusCode)

	return nil
}

// startOperation describes the request of a start URL for its diagnostics. The provider's own credentials are not sent with
// it, so the public token is the cause of a 401.
func startOperation(request client.StartRequest) operation {
	object, organization := fmt.Sprintf("the start URL of identity provider %q", request.Provider), adviceStartOrganization

	switch {
	case request.OrganizationSlug != "":
		object += fmt.Sprintf(" and Organization %q", request.OrganizationSlug)
		organization = adviceStartSlug
	case request.OrganizationID != "":
		object += fmt.Sprintf(" and Organization %q", request.OrganizationID)
	}

	return operation{
		verb: "Resolve", noun: "Start URL's Redirect", object: object,
		advice: map[string]advice{
			"organization_not_found": organization,
			"invalid_b2b_endpoint":   adviceOtherProduct, "invalid_consumer_endpoint": adviceOtherProduct,
		},
		adviceByStatus: map[int]advice{http.StatusUnauthorized: advicePublicToken},
	}
}
