// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"fmt"
	"net/http"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/client"
)

// oauthTokenModel is the part of a model that the types have in common which request tokens from the token endpoint.
type oauthTokenModel struct {
	ClientID    types.String `tfsdk:"client_id"`
	OpenAfter   types.String `tfsdk:"open_after"`
	AccessToken types.String `tfsdk:"access_token"`
	TokenType   types.String `tfsdk:"token_type"`
	ExpiresIn   types.Int64  `tfsdk:"expires_in"`
	RequestID   types.String `tfsdk:"request_id"`
	StatusCode  types.Int64  `tfsdk:"status_code"`
}

// oauthTokenAttributes returns the attributes of an oauthTokenModel.
func oauthTokenAttributes(isID *stringValidator) attributes {
	return envelope().with(openAfter(), attributes{
		"client_id":    requiredString("The client id.", isID),
		"access_token": computedSensitiveString("The access token, a JWT."),
		"token_type":   computedString("The type of the access token: `bearer`."),
		"expires_in":   computedInt64("Seconds for which the access token is valid."),
	})
}

// copyFrom sets what every token response has.
func (m *oauthTokenModel) copyFrom(tokens *client.OAuthTokens) {
	m.AccessToken = types.StringPointerValue(tokens.AccessToken)
	m.TokenType = types.StringPointerValue(tokens.TokenType)
	m.ExpiresIn = types.Int64PointerValue(tokens.ExpiresIn)
	m.RequestID = types.StringPointerValue(tokens.RequestID)
	m.StatusCode = types.Int64PointerValue(tokens.StatusCode)
}

// appTokensModel are the tokens of a Connected App, with what an M2M client does not get.
type appTokensModel struct {
	oauthTokenModel

	Scope        types.String `tfsdk:"scope"`
	RefreshToken types.String `tfsdk:"refresh_token"`
	IDToken      types.String `tfsdk:"id_token"`
}

// appTokensAttributes returns the attributes of an appTokensModel.
func appTokensAttributes() attributes {
	return oauthTokenAttributes(isConnectedApp).with(attributes{
		"scope":         computedString("The granted scopes, separated by spaces. May be null."),
		"refresh_token": computedSensitiveString("The refresh token. Null unless `offline_access` was granted."),
		"id_token":      computedSensitiveString("The ID token, a JWT. Null unless `openid` was granted."),
	})
}

// copyFrom sets the tokens.
func (m *appTokensModel) copyFrom(tokens *client.OAuthTokens) {
	m.oauthTokenModel.copyFrom(tokens)
	m.Scope = types.StringPointerValue(tokens.Scope)
	m.RefreshToken = types.StringPointerValue(tokens.RefreshToken)
	m.IDToken = types.StringPointerValue(tokens.IDToken)
}

// tokenOperation describes a token request for its diagnostics. The provider's own credentials are not sent with it, so they
// cannot be the cause of a 401: badClient is the advice about the client's.
func tokenOperation(verb, noun, client, clientID string, badClient advice) operation {
	object := fmt.Sprintf("%s %q", client, clientID)

	// If it is neither one of Stytch's ids nor the URL of a metadata document, it may be the secret: the two may be swapped.
	if !stytchID.MatchString(clientID) && !strings.HasPrefix(clientID, "https://") {
		object, badClient = "the "+client, advise(badClient.text)
	}

	return operation{
		verb: verb, noun: noun, object: object,
		advice: map[string]advice{
			"invalid_client":           badClient,
			"unauthorized_client":      badClient,
			"unauthorized_credentials": badClient,
			"project_not_found":        adviceProjectID,
		},
		adviceByStatus: map[int]advice{http.StatusUnauthorized: badClient, http.StatusNotFound: adviceProjectID},
	}
}
