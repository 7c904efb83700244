// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"maps"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	datasource "github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	ephemeral "github.com/hashicorp/terraform-plugin-framework/ephemeral/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// attributes are those of one type. A data source and its ephemeral twin share them: an attribute of the data source
// package, nested ones included, is one of the ephemeral package as well.
type attributes map[string]datasource.Attribute

// with returns the attributes of all. Where two have the same name, the later one counts.
func (a attributes) with(others ...attributes) attributes {
	all := maps.Clone(a)
	for _, other := range others {
		maps.Copy(all, other)
	}

	return all
}

// ephemeral returns the attributes as those of an ephemeral resource.
func (a attributes) ephemeral() map[string]ephemeral.Attribute {
	all := make(map[string]ephemeral.Attribute, len(a))
	for name, attribute := range a {
		all[name] = attribute
	}

	return all
}

// envelope are the results that every response of Stytch has.
func envelope() attributes {
	return attributes{
		"request_id":  computedString("Stytch's id for this request."),
		"status_code": computedInt64("The HTTP status code."),
	}
}

func requiredString(description string, validators ...validator.String) datasource.StringAttribute {
	return datasource.StringAttribute{MarkdownDescription: description, Required: true, Validators: validators}
}

// requiredNullableString is a sensitive argument whose value is a [nullableString].
func requiredNullableString(description string, validators ...validator.String) datasource.StringAttribute {
	attribute := requiredString(description, validators...)
	attribute.Sensitive = true
	attribute.CustomType = nullableStringType{}

	return attribute
}

func optionalString(description string, validators ...validator.String) datasource.StringAttribute {
	return datasource.StringAttribute{
		MarkdownDescription: description, Optional: true, Validators: orLeftOut(validators),
	}
}

func optionalSensitiveString(description string, validators ...validator.String) datasource.StringAttribute {
	attribute := optionalString(description, validators...)
	attribute.Sensitive = true

	return attribute
}

// optionalComputedString is an argument whose default shows in the result.
func optionalComputedString(description string, validators ...validator.String) datasource.StringAttribute {
	attribute := optionalString(description, validators...)
	attribute.Computed = true

	return attribute
}

func optionalBool(description string) datasource.BoolAttribute {
	return datasource.BoolAttribute{MarkdownDescription: description, Optional: true}
}

func requiredStrings(description string, element *stringValidator) datasource.ListAttribute {
	return datasource.ListAttribute{
		MarkdownDescription: description, Required: true, ElementType: types.StringType, Validators: eachIs(element),
	}
}

func optionalStrings(description string, element *stringValidator) datasource.ListAttribute {
	return datasource.ListAttribute{
		MarkdownDescription: description, Optional: true, ElementType: types.StringType, Validators: eachIs(element),
	}
}

func computedString(description string) datasource.StringAttribute {
	return datasource.StringAttribute{MarkdownDescription: description, Computed: true}
}

func computedSensitiveString(description string) datasource.StringAttribute {
	return datasource.StringAttribute{MarkdownDescription: description, Computed: true, Sensitive: true}
}

func computedInt64(description string) datasource.Int64Attribute {
	return datasource.Int64Attribute{MarkdownDescription: description, Computed: true}
}

func computedBool(description string) datasource.BoolAttribute {
	return datasource.BoolAttribute{MarkdownDescription: description, Computed: true}
}

func computedStrings(description string) datasource.ListAttribute {
	return datasource.ListAttribute{MarkdownDescription: description, Computed: true, ElementType: types.StringType}
}

// stringsOf returns the elements of a list of strings, nil where it is null or empty: an empty list leaves its
// parameter out.
func stringsOf(list types.List) []string {
	var elements []string

	for _, element := range list.Elements() {
		if text, ok := element.(types.String); ok {
			elements = append(elements, text.ValueString())
		}
	}

	return elements
}

// stringMapOf returns the elements of a map of strings.
func stringMapOf(from types.Map) map[string]string {
	elements := make(map[string]string, len(from.Elements()))

	for key, element := range from.Elements() {
		if text, ok := element.(types.String); ok {
			elements[key] = text.ValueString()
		}
	}

	return elements
}

// stringList returns a list of strings, null where Stytch left it out.
func stringList(elements []string) types.List {
	if elements == nil {
		return types.ListNull(types.StringType)
	}

	values := make([]attr.Value, len(elements))
	for i, element := range elements {
		values[i] = types.StringValue(element)
	}

	return types.ListValueMust(types.StringType, values)
}
