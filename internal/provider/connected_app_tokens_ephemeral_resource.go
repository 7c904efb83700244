// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/client"
)

const (
	// revocationKey is the key of the private data that Open leaves for Close.
	revocationKey = "revocation"
	// revocationTimeout is for each token: an apply that has succeeded should not wait long, and a token that cannot be
	// revoked takes no time away from the other.
	revocationTimeout = 5 * time.Second
)

type connectedAppTokensModel struct {
	appTokensModel

	ClientSecret  types.String   `tfsdk:"client_secret"`
	Code          nullableString `tfsdk:"code"`
	RedirectURI   types.String   `tfsdk:"redirect_uri"`
	CodeVerifier  types.String   `tfsdk:"code_verifier"`
	RevokeOnClose types.Bool     `tfsdk:"revoke_on_close"`
}

// connectedAppTokens is an ephemeralResource that can also be closed.
type connectedAppTokens struct {
	ephemeralResource
}

var _ ephemeral.EphemeralResourceWithClose = &connectedAppTokens{}

func newConnectedAppTokensEphemeralResource() ephemeral.EphemeralResource {
	return &connectedAppTokens{ephemeralResource{
		name: "stytchoauth_connected_app_tokens",
		description: mintsOnOpen("spends a code and issues tokens") + "Exchanges an authorization code for tokens, as a " +
			"Connected App (an OAuth client of your Stytch project) does. The tokens are for use within the run.",
		attributes: func() attributes {
			return appTokensAttributes().with(attributes{
				"client_secret": optionalSensitiveString("The client secret. A public app has none.", isClientSecret),
				"code": requiredNullableString("The authorization code, for instance from `stytchoauth_member_authorization`.",
					isSecretToken),
				"redirect_uri": requiredString("The `redirect_uri` of the request for the code.", isAbsoluteURI),
				"code_verifier": optionalSensitiveString("The verifier of that request's code challenge, for instance from "+
					"`stytchoauth_pkce`.", isVerifier),
				"revoke_on_close": optionalBool("Whether to revoke the tokens (RFC 7009) at the end of the plan or apply that opened " +
					"this. Defaults to `false`."),
			})
		},
		open: withModel(exchangeCode),
	}}
}

func exchangeCode(ctx context.Context, data *providerData, model *connectedAppTokensModel) diag.Diagnostics {
	diags := model.Code.require("code", "If it comes from an authorization, consent was refused there, and no code was issued: "+
		"see its `error` and `error_description`. With `consent_granted = false`, that is the expected result.")
	diags.Append(data.requireProject()...)

	if diags.HasError() {
		return diags
	}

	response, err := data.client.ExchangeCode(ctx, client.CodeExchange{
		ClientCredentials: client.ClientCredentials{
			ClientID: model.ClientID.ValueString(), ClientSecret: model.ClientSecret.ValueString(),
		},
		Code:         model.Code.ValueString(),
		RedirectURI:  model.RedirectURI.ValueString(),
		CodeVerifier: model.CodeVerifier.ValueString(),
	})
	if err != nil {
		return model.operation().diagnostics(err)
	}

	model.copyFrom(response)

	return nil
}

// operation describes the exchange for its diagnostics. OAuth has one error for a code that is not good and for a code
// verifier that is missing, and one for a client's secret that is wrong or missing.
func (m *connectedAppTokensModel) operation() operation {
	badClient := adviceAppSecret
	if m.ClientSecret.IsNull() {
		badClient = adviceNoSecret
	}

	request := tokenOperation("Exchange", "Authorization Code", "Connected App", m.ClientID.ValueString(), badClient)

	badCode := adviceCode
	if m.CodeVerifier.IsNull() {
		badCode = adviceNoVerifier
	}

	request.advice["invalid_grant"] = badCode
	request.advice["idp_auth_code_not_found"] = adviceCode
	request.advice["idp_auth_code_expired"] = adviceCode
	request.advice["pkce_expected_code_verifier"] = adviceNoVerifier
	request.advice["pkce_mismatch"] = adviceVerifier

	return request
}

// Open exchanges the code, and leaves for Close what it needs to revoke the tokens.
func (r *connectedAppTokens) Open(ctx context.Context, req ephemeral.OpenRequest, resp *ephemeral.OpenResponse) {
	r.ephemeralResource.Open(ctx, req, resp)

	if resp.Diagnostics.HasError() {
		return
	}

	var model connectedAppTokensModel

	resp.Diagnostics.Append(resp.Result.Get(ctx, &model)...)

	if resp.Diagnostics.HasError() || !model.RevokeOnClose.ValueBool() {
		return
	}

	private, err := json.Marshal(revocation{
		ClientID: model.ClientID.ValueString(), ClientSecret: model.ClientSecret.ValueString(),
		AccessToken: model.AccessToken.ValueString(), RefreshToken: model.RefreshToken.ValueString(),
	})
	if err != nil {
		resp.Diagnostics.AddError("Unable to Prepare Revocation", "This is a bug of the provider: "+err.Error())

		return
	}

	resp.Diagnostics.Append(resp.Private.SetKey(ctx, revocationKey, private)...)
}

// Close revokes the tokens, if that was asked for.
func (r *connectedAppTokens) Close(ctx context.Context, req ephemeral.CloseRequest, resp *ephemeral.CloseResponse) {
	private, diags := req.Private.GetKey(ctx, revocationKey)
	resp.Diagnostics.Append(diags...)

	if diags.HasError() || private == nil {
		return
	}

	var revocation revocation
	if err := json.Unmarshal(private, &revocation); err != nil {
		resp.Diagnostics.AddError("Unable to Revoke Tokens", "This is a bug of the provider: its private data cannot be read.")

		return
	}

	resp.Diagnostics.Append(revocation.run(ctx, r.data)...)
}

// revocation is what Close needs to revoke tokens. Terraform keeps it in memory, and in neither state nor plan.
type revocation struct {
	ClientID     string `json:"client_id"`
	ClientSecret string `json:"client_secret,omitzero"`
	AccessToken  string `json:"access_token"`
	RefreshToken string `json:"refresh_token,omitzero"`
}

// run revokes both tokens, the refresh token first, so that no new access token can come of it. A failure is only a
// warning, for what the tokens were needed for is done.
func (r revocation) run(ctx context.Context, data *providerData) diag.Diagnostics {
	refreshErr := r.revoke(ctx, data, r.RefreshToken, "refresh_token")
	accessErr := r.revoke(ctx, data, r.AccessToken, "access_token")

	// Stytch may have revoked the access token with its refresh token, and then does not find it.
	if r.RefreshToken != "" && refreshErr == nil && isNotFound(accessErr) {
		accessErr = nil
	}

	switch {
	case refreshErr != nil && accessErr != nil:
		return r.warning("refresh token and access token", refreshErr)
	case refreshErr != nil:
		return r.warning("refresh token", refreshErr)
	case accessErr != nil:
		return r.warning("access token", accessErr)
	}

	return nil
}

// revoke revokes one token, if there is one. An interrupt does not stop it, for nobody else will revoke the token.
func (r revocation) revoke(ctx context.Context, data *providerData, token, hint string) error {
	if token == "" {
		return nil
	}

	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), revocationTimeout)
	defer cancel()

	err := data.client.RevokeToken(ctx, client.ClientCredentials{ClientID: r.ClientID, ClientSecret: r.ClientSecret},
		token, hint)

	// The time for the token has ended: what is of interest is the last attempt.
	if failure, ok := errors.AsType[*client.Error](err); ok && failure.Kind == client.KindCanceled {
		failure.Kind, failure.Reason = client.KindAPI, ""
		if failure.StatusCode == 0 {
			failure.Kind, failure.Reason = client.KindTimeout, fmt.Sprintf("it took longer than %s", revocationTimeout)
		}
	}

	return err
}

func isNotFound(err error) bool {
	var failure *client.Error

	return errors.As(err, &failure) && failure.Kind == client.KindAPI && failure.StatusCode == http.StatusNotFound
}

// warning says which tokens are still valid.
func (r revocation) warning(tokens string, err error) diag.Diagnostics {
	request := operation{
		summary: "Tokens Not Revoked", object: fmt.Sprintf("the %s of Connected App %q", tokens, r.ClientID),
		onlyAdvice: "What was not revoked stays valid until it expires. " + revokeByHand,
	}

	return asWarnings(request.diagnostics(err), "")
}
