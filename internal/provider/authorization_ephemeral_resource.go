// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"
	"errors"

	datasource "github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/client"
)

// authorizationModel is what the authorization of a Member and that of a User share: all but the subject's id.
type authorizationModel struct {
	consentRequestModel

	ConsentGranted types.Bool   `tfsdk:"consent_granted"`
	SessionToken   types.String `tfsdk:"session_token"`
	SessionJWT     types.String `tfsdk:"session_jwt"`
	State          types.String `tfsdk:"state"`
	Nonce          types.String `tfsdk:"nonce"`
	CodeChallenge  types.String `tfsdk:"code_challenge"`
	Resources      types.List   `tfsdk:"resources"`
	SkipPreflight  types.Bool   `tfsdk:"skip_preflight"`
	OpenAfter      types.String `tfsdk:"open_after"`

	CallbackURI       types.String `tfsdk:"callback_uri"`
	AuthorizationCode types.String `tfsdk:"authorization_code"`
	Error             types.String `tfsdk:"error"`
	ErrorDescription  types.String `tfsdk:"error_description"`
	RequestID         types.String `tfsdk:"request_id"`
	StatusCode        types.Int64  `tfsdk:"status_code"`
}

// authorizationAttributes are the attributes of an authorizationModel.
func authorizationAttributes() attributes {
	return consentRequestAttributes().with(envelope(), openAfter(), attributes{
		"consent_granted": datasource.BoolAttribute{
			MarkdownDescription: "Whether the Member or User consents. If `true`, a refusal by Stytch is an error; if " +
				"`false`, it is the expected result.",
			Required: true,
		},
		"session_token": secretOption("The token of an active session of the Member or User, instead of their id. It links "+
			"the authorization to that session. A session token or JWT is required if the Connected App is to exchange its "+
			"access token for a session later (Stytch's Exchange Access Token endpoint).", isSecret),
		"session_jwt": secretOption("The JWT of an active session of the Member or User, instead of their id or the session "+
			"token. Valid for five minutes.", isSecret),
		"state": option("An opaque value of the Connected App, returned in `callback_uri`.", isText),
		"nonce": option("A value to include in the ID token, to protect it against replay.", isText),
		"code_challenge": option("An S256 PKCE code challenge (RFC 7636): 43 base64url characters, for instance from "+
			"`stytchoauth_pkce`. Stytch requires one for some public Connected Apps.", isChallenge),
		"resources": datasource.ListAttribute{
			MarkdownDescription: "The resources that the tokens are requested for (RFC 8707). Stytch accepts this " +
				"parameter, but does not document its effect.",
			Optional: true, ElementType: types.StringType,
			Validators: listOf(isAbsoluteURI),
		},
		"skip_preflight": flag("Whether to skip the preflight: a request that changes nothing, and that finds scopes that " +
			"cannot be granted before a code is issued. Defaults to `false`."),
		"callback_uri": secretText("The URL to which the browser would be redirected: `redirect_uri` with the code, or with an " +
			"error."),
		"authorization_code": secretText("The authorization code: single-use and short-lived. Null if consent was refused."),
		"error":              text("The OAuth error code of a refusal, such as `access_denied`. Null if there is none."),
		"error_description":  text("The description of `error`. Null if there is none."),
	})
}

// authorize is the open function for both subjects.
func (m *authorizationModel) authorize(
	ctx context.Context, data *providerData, product client.Product, subject client.Subject, who string,
) diag.Diagnostics {
	if diags := data.requireAPI(); diags.HasError() {
		return diags
	}

	subject.SessionToken, subject.SessionJWT = m.SessionToken.ValueString(), m.SessionJWT.ValueString()
	if subject.SessionToken+subject.SessionJWT != "" {
		who = "the subject of a session"
	}

	request := client.AuthorizeRequest{
		PreflightRequest: m.request(subject),
		ConsentGranted:   m.ConsentGranted.ValueBool(),
		State:            m.State.ValueString(),
		Nonce:            m.Nonce.ValueString(),
		CodeChallenge:    m.CodeChallenge.ValueString(),
		Resources:        stringsIn(m.Resources),
	}
	check := preflightTask(request.PreflightRequest, who)

	if !m.SkipPreflight.ValueBool() {
		if err := data.client.RequireGrantable(ctx, product, request.PreflightRequest); err != nil {
			return check.failedAt(scopesPath(err), err)
		}
	}

	answer, err := data.client.Authorize(ctx, product, request)
	if err != nil {
		return task{verb: "Authorize", thing: "Connected App", object: check.object}.failed(err)
	}

	m.set(answer)

	return nil
}

// scopesPath is the attribute that is to blame for a preflight's error: the scopes, where it was about them.
func scopesPath(err error) path.Path {
	var failure *client.Error
	if errors.As(err, &failure) && failure.Kind == client.KindNotGrantable {
		return path.Root("scopes")
	}

	return path.Empty()
}

// set takes what Stytch answered.
func (m *authorizationModel) set(answer *client.Authorization) {
	m.CallbackURI = types.StringPointerValue(answer.CallbackURI)
	m.AuthorizationCode = types.StringPointerValue(answer.AuthorizationCode)
	m.Error = types.StringPointerValue(answer.OAuthError)
	m.ErrorDescription = types.StringPointerValue(answer.OAuthErrorDescription)
	m.RequestID = types.StringPointerValue(answer.RequestID)
	m.StatusCode = types.Int64PointerValue(answer.StatusCode)
}
