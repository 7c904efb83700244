// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"fmt"

	datasource "github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/client"
)

// startURLModel is what every start URL has.
type startURLModel struct {
	OAuthProvider  types.String `tfsdk:"oauth_provider"`
	PublicToken    types.String `tfsdk:"public_token"`
	CustomScopes   types.List   `tfsdk:"custom_scopes"`
	ProviderParams types.Map    `tfsdk:"provider_params"`
	URL            types.String `tfsdk:"url"`
}

// startFlow is the model of one flow: a startURLModel and what is particular to the flow.
type startFlow interface {
	common() *startURLModel
	// request holds what is particular to the flow.
	request() client.StartRequest
}

// common gives access to an embedded model.
func (m *startURLModel) common() *startURLModel {
	return m
}

// startURLAttributes are the attributes of a startURLModel.
func startURLAttributes(oauthProvider datasource.Attribute) attributes {
	return attributes{
		"oauth_provider": oauthProvider,
		"public_token": defaulted("The project's public token. Defaults to the provider's `public_token`. The URL leads to "+
			"the environment of the token, test or live, unless the provider's `base_url` is set.", isToken),
		"custom_scopes": datasource.ListAttribute{
			MarkdownDescription: "OAuth scopes to request from the identity provider in addition to Stytch's defaults. For " +
				"Slack, they are user scopes: the scopes of a bot are set in the Slack app.",
			Optional: true, ElementType: types.StringType, Validators: listOf(isScope),
		},
		"provider_params": datasource.MapAttribute{
			MarkdownDescription: "Parameters that Stytch forwards to the identity provider, such as `login_hint` or " +
				"`prompt`. Leave out the prefix `provider_` that Stytch's reference puts before their names. A parameter " +
				"with an empty value is not sent.",
			Optional: true, ElementType: types.StringType, Validators: paramMap(),
		},
		"url": text("The start URL, for a browser to open."),
	}
}

// memberProviderAttribute is the identity provider of a B2B flow. They are a closed set.
func memberProviderAttribute() datasource.Attribute {
	var names []string
	for _, provider := range client.MemberIdentityProviders() {
		names = append(names, provider.Name)
	}

	return argument("The identity provider to log in with: "+quotedList(names)+".", isOneOf(names...))
}

// userProviderAttribute is the identity provider of a Consumer project. Stytch adds some from time to time.
func userProviderAttribute(purpose string) datasource.Attribute {
	return argument(purpose+" Known names are "+quotedList(client.UserIdentityProviders())+". Any other is passed "+
		"on with a warning.", isProviderName, knownProvider{})
}

// quotedList lists names in Markdown.
func quotedList(names []string) string {
	quoted := make([]string, len(names))
	for i, name := range names {
		quoted[i] = "`" + name + "`"
	}

	return inWords(quoted)
}

// redirectOption is where Stytch sends the browser after the login.
func redirectOption(who string) datasource.Attribute {
	return option(fmt.Sprintf("The URL to which %s is redirected after the login. It must be registered in the Stytch "+
		"dashboard, which also sets the default.", who), isAbsoluteURI)
}

// challengeOption is the PKCE code challenge.
func challengeOption(others ...validator.String) datasource.Attribute {
	return option("An S256 PKCE code challenge (RFC 7636): 43 base64url characters. Only the holder of its verifier "+
		"can complete the login.", append(others, isChallenge)...)
}

// buildStartURL fills in the URL, and returns the request that it stands for.
func buildStartURL(data *providerData, flow startFlow) (client.StartRequest, diag.Diagnostics) {
	model, request := flow.common(), flow.request()

	token, diags := data.publicToken(model.PublicToken)
	if diags.HasError() {
		return request, diags
	}

	if diags = data.requireStart(token); diags.HasError() {
		return request, diags
	}

	request.Provider = model.OAuthProvider.ValueString()
	request.PublicToken = token
	request.CustomScopes = stringsIn(model.CustomScopes)
	request.ProviderParams = stringMapIn(model.ProviderParams)

	url, err := data.client.StartURL(request)
	if err != nil {
		return request, task{verb: "Build", thing: "Start URL"}.failed(err)
	}

	model.PublicToken = types.StringValue(token)
	model.URL = types.StringValue(url)

	return request, nil
}
