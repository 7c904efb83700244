// SPDX-License-Identifier: MPL-2.0

package tftest

import (
	"fmt"
	"math/big"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// Object is a configuration or a result. What a configuration leaves out is null. Values are string, bool, int,
// float64, []string, []any, map[string]string, map[string]any, nil and [Unknown]; results hold int64 for whole numbers,
// *big.Float for others, []any and map[string]any.
type Object = map[string]any

// unknown is the type of Unknown.
type unknown struct{}

// Unknown is a value that is known in apply alone.
var Unknown = unknown{}

// Value makes a value of a type.
func Value(t *testing.T, kind tftypes.Type, from Object) tftypes.Value {
	t.Helper()

	value, err := encode(kind, from)
	if err != nil {
		t.Fatal(err)
	}

	return value
}

// encode makes a value of a type.
func encode(kind tftypes.Type, value any) (tftypes.Value, error) {
	switch value := value.(type) {
	case nil:
		return tftypes.NewValue(kind, nil), nil
	case unknown:
		return tftypes.NewValue(kind, tftypes.UnknownValue), nil
	case int:
		return encode(kind, big.NewFloat(float64(value)))
	case float64:
		return encode(kind, big.NewFloat(value))
	case string, bool, *big.Float:
		if err := tftypes.ValidateValue(kind, value); err != nil {
			return tftypes.Value{}, err
		}

		return tftypes.NewValue(kind, value), nil
	case []string:
		return encodeList(kind, anyList(value))
	case []any:
		return encodeList(kind, value)
	case map[string]string:
		return encodeMap(kind, anyMap(value))
	case map[string]any:
		return encodeMap(kind, value)
	}

	return tftypes.Value{}, fmt.Errorf("a %T is no value here", value)
}

// encodeList makes a list.
func encodeList(kind tftypes.Type, elements []any) (tftypes.Value, error) {
	list, ok := kind.(tftypes.List)
	if !ok {
		return tftypes.Value{}, fmt.Errorf("a list is no %s", kind)
	}

	values := make([]tftypes.Value, len(elements))

	for i, element := range elements {
		value, err := encode(list.ElementType, element)
		if err != nil {
			return tftypes.Value{}, err
		}

		values[i] = value
	}

	return tftypes.NewValue(kind, values), nil
}

// encodeMap makes a map or an object.
func encodeMap(kind tftypes.Type, members map[string]any) (tftypes.Value, error) {
	values := map[string]tftypes.Value{}

	switch kind := kind.(type) {
	case tftypes.Map:
		for name, member := range members {
			value, err := encode(kind.ElementType, member)
			if err != nil {
				return tftypes.Value{}, err
			}

			values[name] = value
		}
	case tftypes.Object:
		for name := range members {
			if _, ok := kind.AttributeTypes[name]; !ok {
				return tftypes.Value{}, fmt.Errorf("there is no attribute %s", name)
			}
		}

		for name, attribute := range kind.AttributeTypes {
			value, err := encode(attribute, members[name])
			if err != nil {
				return tftypes.Value{}, fmt.Errorf("%s: %w", name, err)
			}

			values[name] = value
		}
	default:
		return tftypes.Value{}, fmt.Errorf("a map is no %s", kind)
	}

	return tftypes.NewValue(kind, values), nil
}

// anyList and anyMap widen the types of elements.
func anyList(from []string) []any {
	list := make([]any, len(from))
	for i, element := range from {
		list[i] = element
	}

	return list
}

func anyMap(from map[string]string) map[string]any {
	members := make(map[string]any, len(from))
	for name, member := range from {
		members[name] = member
	}

	return members
}
