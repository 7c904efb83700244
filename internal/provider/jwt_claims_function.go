// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"
	"encoding/json"
	"errors"
	"math/big"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/jwtclaims"
)

// jwtClaimsFunction is jwt_claims.
type jwtClaimsFunction struct{}

var _ function.Function = jwtClaimsFunction{}

func newJWTClaimsFunction() function.Function {
	return jwtClaimsFunction{}
}

// Metadata sets the function's name.
func (jwtClaimsFunction) Metadata(_ context.Context, _ function.MetadataRequest, resp *function.MetadataResponse) {
	resp.Name = "jwt_claims"
}

// Definition sets the function's description, parameters and result.
func (jwtClaimsFunction) Definition(
	_ context.Context, _ function.DefinitionRequest, resp *function.DefinitionResponse,
) {
	resp.Definition = function.Definition{
		Summary: "Claims of a JSON Web Token, signature not checked",
		MarkdownDescription: "Returns the claims of a JSON Web Token (RFC 7519) as an object. **The signature is not " +
			"verified**: do not base access decisions on the claims. Terraform shows the argument of a failed call unless it is " +
			"sensitive or ephemeral.",
		Parameters: []function.Parameter{function.StringParameter{
			Name: "token", MarkdownDescription: "The token: three base64url segments, separated by dots.",
		}},
		Return: function.DynamicReturn{},
	}
}

// Run decodes the token.
func (jwtClaimsFunction) Run(ctx context.Context, req function.RunRequest, resp *function.RunResponse) {
	var token string

	resp.Error = req.Arguments.Get(ctx, &token)
	if resp.Error != nil {
		return
	}

	claims, err := jwtclaims.Parse(token)
	if err != nil {
		resp.Error = function.NewArgumentFuncError(0, "this is "+err.Error())

		return
	}

	value, err := fromJSON(ctx, claims)
	if err != nil {
		resp.Error = function.NewArgumentFuncError(0, "the token's claims "+err.Error())

		return
	}

	resp.Error = resp.Result.Set(ctx, types.DynamicValue(value))
}

const (
	// numberPrecision is that of Terraform's numbers, in bits.
	numberPrecision = 512
	// maxNumberLength is how long a number may be written, in bytes, and maxNumberExponent how far it may be from 1, in
	// powers of two. Each digit of a number is written out on its way to Terraform, which takes minutes for 1e10000000.
	maxNumberLength, maxNumberExponent = 4096, 4096
)

var errNumber = errors.New("hold a number that is out of Terraform's range")

// fromJSON returns a decoded JSON document as Terraform's jsondecode has it: objects with an attribute for each
// member, and tuples.
func fromJSON(ctx context.Context, document any) (attr.Value, error) {
	switch document := document.(type) {
	case bool:
		return types.BoolValue(document), nil
	case string:
		return types.StringValue(document), nil
	case json.Number:
		return fromJSONNumber(document)
	case []any:
		values, kinds := make([]attr.Value, len(document)), make([]attr.Type, len(document))

		for i, element := range document {
			value, err := fromJSON(ctx, element)
			if err != nil {
				return nil, err
			}

			values[i], kinds[i] = value, value.Type(ctx)
		}

		return types.TupleValueMust(kinds, values), nil
	case map[string]any:
		values, kinds := make(map[string]attr.Value, len(document)), make(map[string]attr.Type, len(document))

		for name, member := range document {
			value, err := fromJSON(ctx, member)
			if err != nil {
				return nil, err
			}

			values[name], kinds[name] = value, value.Type(ctx)
		}

		return types.ObjectValueMust(kinds, values), nil
	}

	return types.DynamicNull(), nil
}

func fromJSONNumber(text json.Number) (attr.Value, error) {
	if len(text) > maxNumberLength {
		return nil, errNumber
	}

	number, _, err := big.ParseFloat(text.String(), 10, numberPrecision, big.ToNearestEven)
	if err != nil || number.IsInf() {
		return nil, errNumber
	}

	if exponent := number.MantExp(nil); exponent > maxNumberExponent || exponent < -maxNumberExponent {
		return nil, errNumber
	}

	return types.NumberValue(number), nil
}
