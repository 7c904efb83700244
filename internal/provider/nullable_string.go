// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types/basetypes"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// nullableString is the value of a required argument that often refers to a result which may be null. The framework
// refuses a null in a required argument before Open, with an error that does not say what the null means, and for which
// Terraform shows no place. So a nullableString does not report that it is null; [nullableString.require] does, in Open.
type nullableString struct{ basetypes.StringValue }

// nullableStringType is the type of a nullableString.
type nullableStringType struct{ basetypes.StringType }

var (
	_ basetypes.StringValuable = nullableString{}
	_ basetypes.StringTypable  = nullableStringType{}
)

// IsNull returns false, so that the framework accepts a null.
func (v nullableString) IsNull() bool {
	return false
}

// Type returns a nullableStringType.
func (v nullableString) Type(context.Context) attr.Type {
	return nullableStringType{}
}

// Equal reports whether both are the same value, or null.
func (v nullableString) Equal(other attr.Value) bool {
	o, ok := other.(nullableString)

	return ok && v.StringValue.Equal(o.StringValue)
}

// require returns an error if the value is null. It is for a sensitive argument, and so on no attribute.
func (v nullableString) require(argument, meaning string) diag.Diagnostics {
	if !v.StringValue.IsNull() {
		return nil
	}

	return diag.Diagnostics{diag.NewErrorDiagnostic("Missing Required Argument",
		fmt.Sprintf("The argument %q is required, and its value is null. %s", argument, meaning))}
}

// Equal reports whether the other type is the same.
func (t nullableStringType) Equal(other attr.Type) bool {
	_, ok := other.(nullableStringType)

	return ok
}

// ValueType returns a nullableString.
func (t nullableStringType) ValueType(context.Context) attr.Value {
	return nullableString{}
}

// ValueFromString returns the value as a nullableString.
func (t nullableStringType) ValueFromString(
	_ context.Context, value basetypes.StringValue,
) (basetypes.StringValuable, diag.Diagnostics) {
	return nullableString{value}, nil
}

// ValueFromTerraform returns the value as a nullableString.
func (t nullableStringType) ValueFromTerraform(ctx context.Context, from tftypes.Value) (attr.Value, error) {
	value, err := t.StringType.ValueFromTerraform(ctx, from)
	if err != nil {
		return nil, err
	}

	text, ok := value.(basetypes.StringValue)
	if !ok {
		return nil, fmt.Errorf("a string has the type %T", value)
	}

	return nullableString{text}, nil
}
