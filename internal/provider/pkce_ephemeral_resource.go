// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/pkce"
)

// pkceModel is the model of stytchoauth_pkce.
type pkceModel struct {
	CodeVerifier        types.String `tfsdk:"code_verifier"`
	CodeChallenge       types.String `tfsdk:"code_challenge"`
	CodeChallengeMethod types.String `tfsdk:"code_challenge_method"`
}

// newPKCEEphemeralResource returns the ephemeral resource.
func newPKCEEphemeralResource() ephemeral.EphemeralResource {
	return &ephemeralResource{
		name: "pkce",
		description: "Makes a fresh PKCE code verifier and its S256 challenge (RFC 7636). The challenge goes to an " +
			"authorization, the verifier to the exchange of its code. Nothing is sent, and each plan and each apply has " +
			"a pair of its own.",
		attributes: func() attributes {
			return attributes{
				"code_verifier":         secretText("The code verifier, 43 random characters. Who has it can redeem the code."),
				"code_challenge":        text("The verifier's challenge."),
				"code_challenge_method": text("The method of the challenge: `S256`."),
			}
		},
		open: openWith(openPKCE),
	}
}

// openPKCE makes a pair.
func openPKCE(_ context.Context, _ *providerData, model *pkceModel) diag.Diagnostics {
	verifier := pkce.NewVerifier()

	challenge, err := pkce.Challenge(verifier)
	if err != nil {
		return diag.Diagnostics{diag.NewErrorDiagnostic("Unable to Make Code Challenge",
			"This is a bug of the provider: its own code verifier is none.")}
	}

	model.CodeVerifier = types.StringValue(verifier)
	model.CodeChallenge = types.StringValue(challenge)
	model.CodeChallengeMethod = types.StringValue(pkce.Method)

	return nil
}
