// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/function"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/jwtclaims"
)

// jwtClaimsFunction is jwt_claims.
type jwtClaimsFunction struct{}

var _ function.Function = jwtClaimsFunction{}

// newJWTClaimsFunction returns the function.
func newJWTClaimsFunction() function.Function {
	return jwtClaimsFunction{}
}

// Metadata names it.
func (jwtClaimsFunction) Metadata(_ context.Context, _ function.MetadataRequest, resp *function.MetadataResponse) {
	resp.Name = "jwt_claims"
}

// Definition describes it.
func (jwtClaimsFunction) Definition(
	_ context.Context, _ function.DefinitionRequest, resp *function.DefinitionResponse,
) {
	resp.Definition = function.Definition{
		Summary: "Claims of a JSON Web Token, signature not checked",
		MarkdownDescription: "Returns the claims of a JSON Web Token (RFC 7519) as an object. **The signature is not " +
			"verified**, so the claims prove nothing: use them to display or compare, never to decide who may do what. " +
			"Anything but a signed JWT is an error. The error message does not repeat the token, but Terraform shows the " +
			"arguments of a failed call unless they are sensitive or ephemeral, as all tokens from this provider's types are.",
		Parameters: []function.Parameter{function.StringParameter{
			Name: "token", MarkdownDescription: "The token: three base64url segments, separated by dots.",
		}},
		Return: function.DynamicReturn{},
	}
}

// Run decodes.
func (jwtClaimsFunction) Run(ctx context.Context, req function.RunRequest, resp *function.RunResponse) {
	var token string

	resp.Error = function.ConcatFuncErrors(resp.Error, req.Arguments.Get(ctx, &token))
	if resp.Error != nil {
		return
	}

	claims, err := jwtclaims.Parse(token)
	if err != nil {
		resp.Error = function.NewArgumentFuncError(0, "this is "+err.Error())

		return
	}

	value, err := dynamicValue(ctx, claims)
	if err != nil {
		resp.Error = function.NewArgumentFuncError(0, "the token's claims "+err.Error())

		return
	}

	resp.Error = resp.Result.Set(ctx, value)
}
