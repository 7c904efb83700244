// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// stringIn is a string of an object's values, empty where it is null or not there.
func stringIn(values map[string]attr.Value, name string) string {
	text, ok := values[name].(types.String)
	if !ok {
		return ""
	}

	return text.ValueString()
}

// stringsIn are the elements of a list of strings, nil where it is null or empty: an empty list leaves its
// parameter out.
func stringsIn(list types.List) []string {
	var elements []string

	for _, element := range list.Elements() {
		if text, ok := element.(types.String); ok {
			elements = append(elements, text.ValueString())
		}
	}

	return elements
}

// stringMapIn are the elements of a map of strings, none where it is null.
func stringMapIn(from types.Map) map[string]string {
	elements := make(map[string]string, len(from.Elements()))

	for key, element := range from.Elements() {
		if text, ok := element.(types.String); ok {
			elements[key] = text.ValueString()
		}
	}

	return elements
}

// objectList is a list of objects of one type.
func objectList(kind attr.Type, elements []map[string]attr.Value) (types.List, diag.Diagnostics) {
	object, ok := kind.(types.ObjectType)
	if !ok {
		return types.ListNull(kind), diag.Diagnostics{diag.NewErrorDiagnostic("Unexpected Schema",
			"This is a bug of the provider: a list of objects has elements of another type.")}
	}

	objects := make([]attr.Value, len(elements))

	for i, element := range elements {
		value, diags := types.ObjectValue(object.AttrTypes, element)
		if diags.HasError() {
			return types.ListNull(kind), diags
		}

		objects[i] = value
	}

	return types.ListValue(kind, objects)
}
