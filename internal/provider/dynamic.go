// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"
	"encoding/json"
	"errors"
	"math/big"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// errNumber says that a JSON number is beyond what Terraform can hold.
var errNumber = errors.New("hold a number that is out of Terraform's range")

const (
	// numberPrecision is that of Terraform's numbers, in bits.
	numberPrecision = 512
	// maxNumberText is how long a number may be written, in bytes, and maxNumberExponent how far it may be from 1, in
	// powers of two. On its way to Terraform each digit of a number is written out, which takes minutes for 1e10000000.
	maxNumberText, maxNumberExponent = 4096, 4096
)

// dynamicValue is a decoded JSON document as Terraform's jsondecode would have it: objects with an attribute for
// each member, and tuples.
func dynamicValue(ctx context.Context, document any) (types.Dynamic, error) {
	value, err := attrValue(ctx, document)
	if err != nil {
		return types.DynamicNull(), err
	}

	return types.DynamicValue(value), nil
}

// attrValue is one value of the document.
func attrValue(ctx context.Context, document any) (attr.Value, error) {
	switch value := document.(type) {
	case bool:
		return types.BoolValue(value), nil
	case string:
		return types.StringValue(value), nil
	case json.Number:
		return numberValue(value)
	case []any:
		return tupleValue(ctx, value)
	case map[string]any:
		return objectValue(ctx, value)
	}

	return types.DynamicNull(), nil
}

// numberValue is a JSON number.
func numberValue(value json.Number) (attr.Value, error) {
	if len(value) > maxNumberText {
		return nil, errNumber
	}

	number, _, err := big.ParseFloat(value.String(), 10, numberPrecision, big.ToNearestEven)
	if err != nil || number.IsInf() {
		return nil, errNumber
	}

	if exponent := number.MantExp(nil); exponent > maxNumberExponent || exponent < -maxNumberExponent {
		return nil, errNumber
	}

	return types.NumberValue(number), nil
}

// tupleValue is a JSON array.
func tupleValue(ctx context.Context, elements []any) (attr.Value, error) {
	values, kinds := make([]attr.Value, len(elements)), make([]attr.Type, len(elements))

	for i, element := range elements {
		value, err := attrValue(ctx, element)
		if err != nil {
			return nil, err
		}

		values[i], kinds[i] = value, value.Type(ctx)
	}

	return types.TupleValueMust(kinds, values), nil
}

// objectValue is a JSON object.
func objectValue(ctx context.Context, members map[string]any) (attr.Value, error) {
	values, kinds := make(map[string]attr.Value, len(members)), make(map[string]attr.Type, len(members))

	for name, member := range members {
		value, err := attrValue(ctx, member)
		if err != nil {
			return nil, err
		}

		values[name], kinds[name] = value, value.Type(ctx)
	}

	return types.ObjectValueMust(kinds, values), nil
}
