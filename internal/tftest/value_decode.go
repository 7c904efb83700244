// SPDX-License-Identifier: MPL-2.0

package tftest

import (
	"fmt"
	"math/big"

	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// decode reads a value.
func decode(value tftypes.Value) (any, error) {
	if !value.IsKnown() {
		return Unknown, nil
	}

	if value.IsNull() {
		return nil, nil //nolint:nilnil // Null is what it is.
	}

	var (
		text    string
		truth   bool
		number  big.Float
		list    []tftypes.Value
		members map[string]tftypes.Value
	)

	kind := value.Type()

	switch {
	case kind.Is(tftypes.String):
		err := value.As(&text)

		return text, err
	case kind.Is(tftypes.Bool):
		err := value.As(&truth)

		return truth, err
	case kind.Is(tftypes.Number):
		err := value.As(&number)
		if whole, accuracy := number.Int64(); accuracy == big.Exact {
			return whole, err
		}

		return &number, err
	case value.As(&list) == nil:
		return decodeList(list)
	case value.As(&members) == nil:
		return decodeMap(members)
	}

	return nil, fmt.Errorf("a %s cannot be read here", kind)
}

// decodeList reads a list or a tuple.
func decodeList(list []tftypes.Value) ([]any, error) {
	elements := make([]any, len(list))

	for i, one := range list {
		element, err := decode(one)
		if err != nil {
			return nil, err
		}

		elements[i] = element
	}

	return elements, nil
}

// decodeMap reads a map or an object.
func decodeMap(members map[string]tftypes.Value) (Object, error) {
	object := make(Object, len(members))

	for name, one := range members {
		member, err := decode(one)
		if err != nil {
			return nil, err
		}

		object[name] = member
	}

	return object, nil
}
