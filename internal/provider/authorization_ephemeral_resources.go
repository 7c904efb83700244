// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"

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
		description: mintsOnOpen("issues an authorization code") + "Authorizes a Connected App (an OAuth client of your Stytch " +
			"project, such as an agent) to act for a Member of a B2B project, as a consent page does when the Member agrees. The app " +
			"exchanges the code for tokens.",
		attributes: func() attributes {
			return authorizationAttributes().with(attributes{
				"organization_id": optionalString("The Organization's `organization_id`, slug, or external id. Set exactly "+
					"one of `organization_id` (with `member_id`), `session_token` and `session_jwt`.",
					isOrganization,
					exactlyOneOf("organization_id", "session_token", "session_jwt"),
					stringvalidator.AlsoRequires(path.MatchRoot("member_id"))),
				"member_id": optionalString("The Member's `member_id` or external id.",
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
		description: mintsOnOpen("issues an authorization code") + "Authorizes a Connected App (an OAuth client of your Stytch " +
			"project, such as an agent) to act for a User of a Consumer project, as a consent page does when the User agrees. The app " +
			"exchanges the code for tokens.",
		attributes: func() attributes {
			return authorizationAttributes().with(attributes{
				"user_id": optionalString("The User's `user_id` or external id. Set exactly one of `user_id`, "+
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
			MarkdownDescription: "Whether the Member or User consents. If so, a refusal is an error.",
			Required:            true,
		},
		"session_token": optionalSensitiveString("The token of an active session, instead of the ids. It or the JWT is "+
			"required for Stytch's Exchange Access Token endpoint.", isSessionToken),
		"session_jwt": optionalSensitiveString("The JWT of an active session, valid for five minutes.", isSecretToken),
		"state":       optionalString("An opaque value of the app, returned in `callback_uri`.", isNotEmpty),
		"nonce":       optionalString("A value for the ID token, against replay.", isNotEmpty),
		"code_challenge": optionalString("An S256 PKCE code challenge, for instance from `stytchoauth_pkce`. Some public apps "+
			"need one.", isChallenge),
		"resources": optionalStrings("The resources that the tokens are for (RFC 8707). Stytch does not document their "+
			"effect.", isAbsoluteURI),
		"skip_preflight":     optionalBool("Whether to skip the check that every scope can be granted. Defaults to `false`."),
		"callback_uri":       computedSensitiveString("The URL for the browser: `redirect_uri` with the code, or with an error."),
		"authorization_code": computedSensitiveString("The code, single-use and short-lived. Null if consent was refused."),
		"error":              computedString("The OAuth error code of a refusal, such as `access_denied`. Null otherwise."),
		"error_description":  computedString("The description of `error`. May be null."),
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
			return withAdvice(preflight.diagnostics(err), "Nothing was changed.")
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
