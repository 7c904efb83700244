// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"
	"errors"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	datasource "github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/client"
)

// authorizationModel is the model of both authorizations but for the subject's id.
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

type memberAuthorizationModel struct {
	authorizationModel

	OrganizationID types.String `tfsdk:"organization_id"`
	MemberID       types.String `tfsdk:"member_id"`
}

type userAuthorizationModel struct {
	authorizationModel

	UserID types.String `tfsdk:"user_id"`
}

func newMemberAuthorizationEphemeralResource() ephemeral.EphemeralResource {
	return &ephemeralResource{
		name: "stytchoauth_member_authorization",
		description: mintsOnOpen("an authorization code is minted") + "Authorizes a Connected App to act for a Member of a B2B " +
			"project, as an application's consent page does when the Member agrees. The Connected App exchanges the resulting " +
			"code for tokens.",
		attributes: func() attributes {
			return authorizationAttributes().with(attributes{
				"organization_id": optionalString("The `organization_id`, slug, or external id of the Organization. Set exactly "+
					"one of `organization_id` (with `member_id`), `session_token` and `session_jwt`.",
					isOrganization,
					exactlyOneOf("organization_id", "session_token", "session_jwt"),
					stringvalidator.AlsoRequires(path.MatchRoot("member_id"))),
				"member_id": optionalString("The `member_id` or external id of the Member.",
					isMember, stringvalidator.AlsoRequires(path.MatchRoot("organization_id"))),
			})
		},
		open: withModel(func(ctx context.Context, data *providerData, model *memberAuthorizationModel) diag.Diagnostics {
			return model.open(ctx, data, client.B2B, client.Subject{
				OrganizationID: model.OrganizationID.ValueString(), MemberID: model.MemberID.ValueString(),
			})
		}),
	}
}

func newUserAuthorizationEphemeralResource() ephemeral.EphemeralResource {
	return &ephemeralResource{
		name: "stytchoauth_user_authorization",
		description: mintsOnOpen("an authorization code is minted") + "Authorizes a Connected App to act for a User of a " +
			"Consumer project, as an application's consent page does when the User agrees. The Connected App exchanges the " +
			"resulting code for tokens.",
		attributes: func() attributes {
			return authorizationAttributes().with(attributes{
				"user_id": optionalString("The `user_id` or external id of the User. Set exactly one of `user_id`, "+
					"`session_token` and `session_jwt`.",
					isUser, exactlyOneOf("user_id", "session_token", "session_jwt")),
			})
		},
		open: withModel(func(ctx context.Context, data *providerData, model *userAuthorizationModel) diag.Diagnostics {
			return model.open(ctx, data, client.Consumer, client.Subject{UserID: model.UserID.ValueString()})
		}),
	}
}

func authorizationAttributes() attributes {
	return consentRequestAttributes().with(envelope(), openAfter(), attributes{
		"consent_granted": datasource.BoolAttribute{
			MarkdownDescription: "Whether the Member or User consents. If `true`, a refusal by Stytch is an error; if " +
				"`false`, it is the expected result.",
			Required: true,
		},
		"session_token": optionalSensitiveString("The token of an active session of the Member or User, instead of their id. "+
			"It links the authorization to that session. A session token or JWT is required if the Connected App is to exchange "+
			"its access token for a session later (Stytch's Exchange Access Token endpoint).", isSecretToken),
		"session_jwt": optionalSensitiveString("The JWT of an active session of the Member or User, instead of their id or "+
			"the session token. Valid for five minutes.", isSecretToken),
		"state": optionalString("An opaque value of the Connected App, returned in `callback_uri`.", isNotEmpty),
		"nonce": optionalString("A value to include in the ID token, to protect it against replay.", isNotEmpty),
		"code_challenge": optionalString("An S256 PKCE code challenge (RFC 7636): 43 base64url characters, for instance from "+
			"`stytchoauth_pkce`. Stytch requires one for some public Connected Apps.", isChallenge),
		"resources": optionalStrings("The resources that the tokens are requested for (RFC 8707). Stytch accepts this "+
			"parameter, but does not document its effect.", isAbsoluteURI),
		"skip_preflight": optionalBool("Whether to skip the preflight: a request that changes nothing, and that finds scopes " +
			"that cannot be granted before a code is issued. Defaults to `false`."),
		"callback_uri": computedSensitiveString("The URL to which the browser would be redirected: `redirect_uri` with the " +
			"code, or with an error."),
		"authorization_code": computedSensitiveString("The authorization code: single-use and short-lived. Null if consent was " +
			"refused."),
		"error":             computedString("The OAuth error code of a refusal, such as `access_denied`. Null if there is none."),
		"error_description": computedString("The description of `error`. Null if there is none."),
	})
}

// open runs the preflight, unless it is skipped, and then the authorization.
func (m *authorizationModel) open(
	ctx context.Context, data *providerData, product client.Product, subject client.Subject,
) diag.Diagnostics {
	if diags := data.requireAPI(); diags.HasError() {
		return diags
	}

	subject.SessionToken, subject.SessionJWT = m.SessionToken.ValueString(), m.SessionJWT.ValueString()

	request := client.AuthorizeRequest{
		PreflightRequest: m.request(subject),
		ConsentGranted:   m.ConsentGranted.ValueBool(),
		State:            m.State.ValueString(),
		Nonce:            m.Nonce.ValueString(),
		CodeChallenge:    m.CodeChallenge.ValueString(),
		Resources:        stringsOf(m.Resources),
	}
	preflight := preflightOperation(request.PreflightRequest)

	if !m.SkipPreflight.ValueBool() {
		if _, err := data.client.RequireGrantable(ctx, product, request.PreflightRequest); err != nil {
			return preflight.diagnosticsAt(scopesPath(err), err)
		}
	}

	response, err := data.client.Authorize(ctx, product, request)
	if err != nil {
		return operation{verb: "Authorize", noun: "Connected App", object: preflight.object}.diagnostics(err)
	}

	m.CallbackURI = types.StringPointerValue(response.CallbackURI)
	m.AuthorizationCode = types.StringPointerValue(response.AuthorizationCode)
	m.Error = types.StringPointerValue(response.OAuthError)
	m.ErrorDescription = types.StringPointerValue(response.OAuthErrorDescription)
	m.RequestID = types.StringPointerValue(response.RequestID)
	m.StatusCode = types.Int64PointerValue(response.StatusCode)

	return nil
}

// scopesPath returns the path of scopes for an error about them, and the empty path for any other.
func scopesPath(err error) path.Path {
	var failure *client.Error
	if errors.As(err, &failure) && failure.Kind == client.KindNotGrantable {
		return path.Root("scopes")
	}

	return path.Empty()
}
