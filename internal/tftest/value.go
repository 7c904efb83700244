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
func encode(valueType tftypes.Type, value any) (encoded tftypes.Value, err error) {
	switch from := value.(type) {
	case unknown:
		value = tftypes.UnknownValue
	case []string:
		value, err = encodeElements(valueType, from)
	case []any:
		value, err = encodeElements(valueType, from)
	case map[string]string:
		value, err = encodeMembers(valueType, from)
	case map[string]any:
		value, err = encodeMembers(valueType, from)
	}

	if err != nil {
		return tftypes.Value{}, err
	}

	if err := tftypes.ValidateValue(valueType, value); err != nil {
		return tftypes.Value{}, err
	}

	return tftypes.NewValue(valueType, value), nil
}

// encodeElements encodes the elements of a list or a set.
func encodeElements[T any](valueType tftypes.Type, elements []T) ([]tftypes.Value, error) {
	values := make([]tftypes.Value, len(elements))

	for i, element := range elements {
		elementType, err := typeOf(valueType, "")
		if err != nil {
			return nil, err
		}

		if values[i], err = encode(elementType, element); err != nil {
			return nil, err
		}
	}

	return values, nil
}

// encodeMembers encodes the members of a map or an object.
func encodeMembers[T any](valueType tftypes.Type, members map[string]T) (map[string]tftypes.Value, error) {
	values := map[string]tftypes.Value{}

	if object, ok := valueType.(tftypes.Object); ok {
		for name, attributeType := range object.AttributeTypes {
			values[name] = tftypes.NewValue(attributeType, nil)
		}
	}

	for name, member := range members {
		memberType, err := typeOf(valueType, name)
		if err != nil {
			return nil, err
		}

		if values[name], err = encode(memberType, member); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
	}

	return values, nil
}

// typeOf returns the type of what a collection holds, or of an object's attribute.
func typeOf(collection tftypes.Type, name string) (tftypes.Type, error) {
	switch collection := collection.(type) {
	case tftypes.List:
		return collection.ElementType, nil
	case tftypes.Set:
		return collection.ElementType, nil
	case tftypes.Map:
		return collection.ElementType, nil
	case tftypes.Object:
		if attributeType, ok := collection.AttributeTypes[name]; ok {
			return attributeType, nil
		}
	}

	return nil, fmt.Errorf("%s has no %q", collection, name)
}

// decode returns a value as an [Object] has it.
func decode(value tftypes.Value) (any, error) {
	if !value.IsKnown() {
		return Unknown, nil
	}

	var (
		text     *string
		truth    *bool
		number   *big.Float
		elements []tftypes.Value
		members  map[string]tftypes.Value
	)

	switch {
	case value.IsNull():
		return nil, nil //nolint:nilnil // A null is nil.
	case value.As(&text) == nil:
		return *text, nil
	case value.As(&truth) == nil:
		return *truth, nil
	case value.As(&number) == nil:
		if whole, accuracy := number.Int64(); accuracy == big.Exact {
			return whole, nil
		}

		return number, nil
	case value.As(&elements) == nil:
		list := make([]any, len(elements))

		for i, element := range elements {
			var err error
			if list[i], err = decode(element); err != nil {
				return nil, err
			}
		}

		return list, nil
	}

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
