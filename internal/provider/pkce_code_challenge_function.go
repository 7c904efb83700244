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
		MarkdownDescription: "Returns the S256 code challenge of a PKCE code verifier (RFC 7636). Terraform shows the argument of " +
			"a failed call unless it is sensitive or ephemeral.",
		Parameters: []function.Parameter{function.StringParameter{
			Name:                "code_verifier",
			MarkdownDescription: "The code verifier: 43 to 128 characters of `A-Z`, `a-z`, `0-9`, `-`, `.`, `_` and `~`.",
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
