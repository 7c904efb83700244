// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"
	"errors"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/client"
)

// connectedAppTokensModel is the model of stytchoauth_connected_app_tokens.
type connectedAppTokensModel struct {
	oauthTokenModel

	Code          types.String `tfsdk:"code"`
	RedirectURI   types.String `tfsdk:"redirect_uri"`
	CodeVerifier  types.String `tfsdk:"code_verifier"`
	RevokeOnClose types.Bool   `tfsdk:"revoke_on_close"`
	Scope         types.String `tfsdk:"scope"`
	RefreshToken  types.String `tfsdk:"refresh_token"`
	IDToken       types.String `tfsdk:"id_token"`
}

// connectedAppTokens is the one ephemeral resource that has something to do at its end.
type connectedAppTokens struct {
	ephemeralResource
}

var _ ephemeral.EphemeralResourceWithClose = &connectedAppTokens{}

// newConnectedAppTokensEphemeralResource returns the ephemeral resource.
func newConnectedAppTokensEphemeralResource() ephemeral.EphemeralResource {
	return &connectedAppTokens{ephemeralResource{
		name: "connected_app_tokens",
		description: mintsOnOpen("a code is spent and tokens are issued") + "Exchanges an authorization code for a " +
			"Connected App's tokens, as the Connected App itself would (RFC 6749 section 4.1.3). A code can be exchanged only " +
			"once, so the request is never repeated.",
		attributes: func() attributes {
			return oauthTokenAttributes().with(attributes{
				"client_secret": secretOption("The client secret of the Connected App. Leave it out for a public Connected App.", isClientSecret),
				"code":          secretArgument("The authorization code, for instance from `stytchoauth_member_authorization`.", isSecret),
				"redirect_uri":  argument("The `redirect_uri` with which the code was requested.", isAbsoluteURI),
				"code_verifier": secretOption("The verifier of the code challenge with which the code was requested, for "+
					"instance from `stytchoauth_pkce`.", isVerifier),
				"revoke_on_close": flag("Whether to revoke the tokens (RFC 7009) when Terraform closes this ephemeral resource, " +
					"at the end of the plan or apply that opened it. Defaults to `false`."),
				"scope":         text("The granted scopes, separated by spaces. Null if Stytch leaves it out."),
				"refresh_token": secretText("The refresh token. Null unless the scope `offline_access` was granted."),
				"id_token":      secretText("The OpenID Connect ID token, a JWT. Null unless the scope `openid` was granted."),
			})
		},
		open: openWith(openConnectedAppTokens),
	}}
}

// openConnectedAppTokens exchanges the code.
func openConnectedAppTokens(
	ctx context.Context, data *providerData, model *connectedAppTokensModel,
) diag.Diagnostics {
	if diags := data.requireProject(); diags.HasError() {
		return diags
	}

	tokens, err := data.client.ExchangeCode(ctx, client.CodeExchange{
		ClientCredentials: model.credentials(),
		Code:              model.Code.ValueString(),
		RedirectURI:       model.RedirectURI.ValueString(),
		CodeVerifier:      model.CodeVerifier.ValueString(),
	})
	if err != nil {
		return tokenTask("Exchange", "Authorization Code", model.ClientID).failed(err)
	}

	model.set(tokens)
	model.Scope = types.StringPointerValue(tokens.Scope)
	model.RefreshToken = types.StringPointerValue(tokens.RefreshToken)
	model.IDToken = types.StringPointerValue(tokens.IDToken)

	return nil
}

// Open exchanges the code, and keeps for Close what it needs to revoke the tokens.
func (r *connectedAppTokens) Open(ctx context.Context, req ephemeral.OpenRequest, resp *ephemeral.OpenResponse) {
	r.ephemeralResource.Open(ctx, req, resp)

	var model connectedAppTokensModel

	if resp.Diagnostics.HasError() {
		return
	}

	resp.Diagnostics.Append(resp.Result.Get(ctx, &model)...)

	if resp.Diagnostics.HasError() || !model.RevokeOnClose.ValueBool() {
		return
	}

	revocation := newRevocation(model)

	resp.Diagnostics.Append(revocation.keep(ctx, resp.Private)...)

	if resp.Diagnostics.HasError() {
		// An Open that fails gets no Close.
		resp.Diagnostics.Append(revocation.run(ctx, r.data)...)
	}
}

// Close revokes the tokens, if that was asked for.
func (r *connectedAppTokens) Close(ctx context.Context, req ephemeral.CloseRequest, resp *ephemeral.CloseResponse) {
	revocation, diags := keptRevocation(ctx, req.Private)
	resp.Diagnostics.Append(diags...)

	if revocation == nil {
		return
	}

	if r.data == nil {
		resp.Diagnostics.Append(revocation.warning("tokens", errors.New("the provider is not configured")))

		return
	}

	resp.Diagnostics.Append(revocation.run(ctx, r.data)...)
}
