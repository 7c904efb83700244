// SPDX-License-Identifier: MPL-2.0

package tftest

import (
	"math/big"
	"reflect"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// kind is an object with one attribute of each type.
func kind() tftypes.Object {
	return tftypes.Object{AttributeTypes: map[string]tftypes.Type{
		"text": tftypes.String, "truth": tftypes.Bool, "number": tftypes.Number,
		"list": tftypes.List{ElementType: tftypes.String}, "map": tftypes.Map{ElementType: tftypes.String},
	}}
}

// What goes in comes out, and what is left out is null.
func TestValues(t *testing.T) {
	t.Parallel()

	for name, test := range map[string]struct{ in, out Object }{
		"nothing": {nil, Object{"text": nil, "truth": nil, "number": nil, "list": nil, "map": nil}},
		"all": {
			Object{
				"text": "a", "truth": false, "number": 7, "list": []string{"a", "b"}, "map": map[string]string{"a": "b"},
			},
			Object{
				"text": "a", "truth": false, "number": int64(7), "list": []any{"a", "b"}, "map": Object{"a": "b"},
			},
		},
		"empty": {
			Object{"text": "", "truth": true, "number": 0, "list": []any{}, "map": Object{}},
			Object{"text": "", "truth": true, "number": int64(0), "list": []any{}, "map": Object{}},
		},
		"unknown and null within": {
			Object{"text": Unknown, "list": []any{"a", nil, Unknown}, "map": Object{"a": nil, "b": Unknown}},
			Object{
				"text": Unknown, "truth": nil, "number": nil, "list": []any{"a", nil, Unknown},
				"map": Object{"a": nil, "b": Unknown},
			},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			got, err := decode(Value(t, kind(), test.in))
			if err != nil || !reflect.DeepEqual(got, test.out) {
				t.Errorf("got %v, %v, want %v", got, err, test.out)
			}
		})
	}
}

// A slip in a test is an error, and not a null.
func TestValuesOfAnotherType(t *testing.T) {
	t.Parallel()

	for name, from := range map[string]Object{
		"no attribute": {"texts": "a"}, "text for a number": {"number": "7"}, "text for a list": {"list": "a"},
		"list for a text": {"text": []string{"a"}}, "number within a list": {"list": []any{1.5}}, "map for a list": {"list": Object{}},
	} {
		if got, err := encode(kind(), from); err == nil {
			t.Errorf("%s: got %v", name, got)
		}
	}
}

// Numbers keep every digit.
func TestValuesOfLargeNumbers(t *testing.T) {
	t.Parallel()

	want, _, err := big.ParseFloat("123456789012345678901234567890.5", 10, 512, big.ToNearestEven)
	if err != nil {
		t.Fatal(err)
	}

	got, err := decode(tftypes.NewValue(tftypes.Number, want))
	if number, ok := got.(*big.Float); err != nil || !ok || number.Cmp(want) != 0 {
		t.Errorf("got %v, %v", got, err)
	}
}
