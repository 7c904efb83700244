// SPDX-License-Identifier: MPL-2.0

package tftest

import (
	"fmt"
	"math/big"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// Object is a configuration or a result. What a configuration leaves out is null. A configuration takes string, bool,
// int, float64, []string, []any, map[string]string, map[string]any, nil and [Unknown]. In a result, whole numbers are
// int64 and others *big.Float, lists and sets are []any, and maps and objects are map[string]any.
type Object = map[string]any

type unknown struct{}

// Unknown is a value that is not known before apply.
var Unknown = unknown{}

// Value returns a value of a type.
func Value(tb testing.TB, valueType tftypes.Type, from Object) tftypes.Value {
	tb.Helper()

	value, err := encode(valueType, from)
	if err != nil {
		tb.Fatal(err)
	}

	return value
}

// encode returns a value of a type. A value that is not of the type is an error, and not a null.
func encode(valueType tftypes.Type, value any) (tftypes.Value, error) {
	switch value := value.(type) {
	case nil:
		return tftypes.NewValue(valueType, nil), nil
	case unknown:
		return tftypes.NewValue(valueType, tftypes.UnknownValue), nil
	case int:
		return encode(valueType, big.NewFloat(float64(value)))
	case float64:
		return encode(valueType, big.NewFloat(value))
	case string, bool, *big.Float:
		if err := tftypes.ValidateValue(valueType, value); err != nil {
			return tftypes.Value{}, err
		}

		return tftypes.NewValue(valueType, value), nil
	case []string:
		elements := make([]any, len(value))
		for i, element := range value {
			elements[i] = element
		}

		return encodeElements(valueType, elements)
	case []any:
		return encodeElements(valueType, value)
	case map[string]string:
		members := make(map[string]any, len(value))
		for name, member := range value {
			members[name] = member
		}

		return encodeMembers(valueType, members)
	case map[string]any:
		return encodeMembers(valueType, value)
	}

	return tftypes.Value{}, fmt.Errorf("a %T is not a value that a configuration takes", value)
}

// encodeElements returns a list or a set.
func encodeElements(valueType tftypes.Type, elements []any) (tftypes.Value, error) {
	var elementType tftypes.Type

	switch valueType := valueType.(type) {
	case tftypes.List:
		elementType = valueType.ElementType
	case tftypes.Set:
		elementType = valueType.ElementType
	default:
		return tftypes.Value{}, fmt.Errorf("a slice is not a %s", valueType)
	}

	values := make([]tftypes.Value, len(elements))

	for i, element := range elements {
		value, err := encode(elementType, element)
		if err != nil {
			return tftypes.Value{}, err
		}

		values[i] = value
	}

	return tftypes.NewValue(valueType, values), nil
}

// encodeMembers returns a map or an object.
func encodeMembers(valueType tftypes.Type, members map[string]any) (tftypes.Value, error) {
	memberTypes := map[string]tftypes.Type{}

	switch valueType := valueType.(type) {
	case tftypes.Map:
		for name := range members {
			memberTypes[name] = valueType.ElementType
		}
	case tftypes.Object:
		memberTypes = valueType.AttributeTypes
	default:
		return tftypes.Value{}, fmt.Errorf("a map is not a %s", valueType)
	}

	for name := range members {
		if memberTypes[name] == nil {
			return tftypes.Value{}, fmt.Errorf("there is no attribute %s", name)
		}
	}

	values := map[string]tftypes.Value{}

	for name, memberType := range memberTypes {
		value, err := encode(memberType, members[name])
		if err != nil {
			return tftypes.Value{}, fmt.Errorf("%s: %w", name, err)
		}

		values[name] = value
	}

	return tftypes.NewValue(valueType, values), nil
}

// decode returns a value as an [Object] has it.
func decode(value tftypes.Value) (any, error) {
	if !value.IsKnown() {
		return Unknown, nil
	}

	if value.IsNull() {
		return nil, nil //nolint:nilnil // A null is nil.
	}

	switch valueType := value.Type(); {
	case valueType.Is(tftypes.String):
		var text string
		err := value.As(&text)

		return text, err
	case valueType.Is(tftypes.Bool):
		var truth bool
		err := value.As(&truth)

		return truth, err
	case valueType.Is(tftypes.Number):
		var number big.Float
		err := value.As(&number)

		if whole, accuracy := number.Int64(); accuracy == big.Exact {
			return whole, err
		}

		return &number, err
	}

	var elements []tftypes.Value
	if value.As(&elements) == nil {
		list := make([]any, len(elements))

		for i, element := range elements {
			var err error
			if list[i], err = decode(element); err != nil {
				return nil, err
			}
		}

		return list, nil
	}

	var members map[string]tftypes.Value
	if err := value.As(&members); err != nil {
		return nil, err
	}

	object := Object{}

	for name, member := range members {
		var err error
		if object[name], err = decode(member); err != nil {
			return nil, err
		}
	}

	return object, nil
}
