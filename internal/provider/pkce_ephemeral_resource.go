// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/pkce"
)

type pkceModel struct {
	CodeVerifier        types.String `tfsdk:"code_verifier"`
	CodeChallenge       types.String `tfsdk:"code_challenge"`
	CodeChallengeMethod types.String `tfsdk:"code_challenge_method"`
}

func newPKCEEphemeralResource() ephemeral.EphemeralResource {
	return &ephemeralResource{
		name: "stytchoauth_pkce",
		description: "Generates a PKCE code verifier and its S256 code challenge (RFC 7636). The challenge goes out with the " +
			"request for a code, the verifier with its exchange, so a stolen code alone is useless. No request is sent.",
		attributes: func() attributes {
			return attributes{
				"code_verifier":         computedSensitiveString("The code verifier: 43 random characters."),
				"code_challenge":        computedString("The S256 code challenge of `code_verifier`."),
				"code_challenge_method": computedString("The method: `S256`."),
			}
		},
		open: withModel(openPKCE),
	}
}

func openPKCE(_ context.Context, _ *providerData, model *pkceModel) diag.Diagnostics {
	verifier := pkce.NewVerifier()

	challenge, err := pkce.Challenge(verifier)
	if err != nil {
		return diag.Diagnostics{diag.NewErrorDiagnostic("Unable to Make Code Challenge",
			"This is a bug of the provider: its own code verifier is not valid.")}
	}

	model.CodeVerifier = types.StringValue(verifier)
	model.CodeChallenge = types.StringValue(challenge)
	model.CodeChallengeMethod = types.StringValue(pkce.Method)

	return nil
}
