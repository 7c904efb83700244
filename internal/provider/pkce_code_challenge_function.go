// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/function"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/pkce"
)

// pkceCodeChallengeFunction is pkce_code_challenge.
type pkceCodeChallengeFunction struct{}

var _ function.Function = pkceCodeChallengeFunction{}

func newPKCECodeChallengeFunction() function.Function {
	return pkceCodeChallengeFunction{}
}

// Metadata sets the function's name.
func (pkceCodeChallengeFunction) Metadata(
	_ context.Context, _ function.MetadataRequest, resp *function.MetadataResponse,
) {
	resp.Name = "pkce_code_challenge"
}

// Definition sets the function's description, parameters and result.
func (pkceCodeChallengeFunction) Definition(
	_ context.Context, _ function.DefinitionRequest, resp *function.DefinitionResponse,
) {
	resp.Definition = function.Definition{
		Summary: "S256 code challenge of a PKCE code verifier",
		MarkdownDescription: "Returns the S256 code challenge of a PKCE code verifier (RFC 7636 section 4.2): the " +
			"base64url-encoded SHA-256 hash of the verifier, 43 characters long. The verifier must be 43 to 128 characters of " +
			"`A-Z`, `a-z`, `0-9`, `-`, `.`, `_` and `~`; anything else is an error. The error message does not repeat the " +
			"verifier, but Terraform shows the arguments of a failed call unless they are sensitive or ephemeral.",
		Parameters: []function.Parameter{function.StringParameter{
			Name: "code_verifier", MarkdownDescription: "The code verifier.",
		}},
		Return: function.StringReturn{},
	}
}

// Run computes the challenge.
func (pkceCodeChallengeFunction) Run(ctx context.Context, req function.RunRequest, resp *function.RunResponse) {
	var verifier string

	resp.Error = req.Arguments.Get(ctx, &verifier)
	if resp.Error != nil {
		return
	}

	challenge, err := pkce.Challenge(verifier)
	if err != nil {
		resp.Error = function.NewArgumentFuncError(0, err.Error())

		return
	}

	resp.Error = resp.Result.Set(ctx, challenge)
}
