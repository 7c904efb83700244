// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"maps"

	datasource "github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	ephemeral "github.com/hashicorp/terraform-plugin-framework/ephemeral/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// attributes are those of one type. They are described once, in the data source's package: the ephemeral schema
// takes the same ones.
type attributes map[string]datasource.Attribute

// with returns the attributes of both. Of two with one name, the other's counts.
func (a attributes) with(others ...attributes) attributes {
	all := attributes{}

	for _, one := range append([]attributes{a}, others...) {
		maps.Copy(all, one)
	}

	return all
}

// ephemeral returns them as an ephemeral resource's.
func (a attributes) ephemeral() map[string]ephemeral.Attribute {
	all := make(map[string]ephemeral.Attribute, len(a))
	for name, attribute := range a {
		all[name] = attribute
	}

	return all
}

// argument is a required string.
func argument(description string, validators ...validator.String) datasource.StringAttribute {
	return datasource.StringAttribute{MarkdownDescription: description, Required: true, Validators: validators}
}

// secretArgument is an argument that is never shown.
func secretArgument(description string, validators ...validator.String) datasource.StringAttribute {
	return datasource.StringAttribute{
		MarkdownDescription: description, Required: true, Sensitive: true, Validators: validators,
	}
}

// option is a string that can be left out.
func option(description string, validators ...validator.String) datasource.StringAttribute {
	return datasource.StringAttribute{MarkdownDescription: description, Optional: true, Validators: optional(validators)}
}

// secretOption is an option that is never shown.
func secretOption(description string, validators ...validator.String) datasource.StringAttribute {
	return datasource.StringAttribute{
		MarkdownDescription: description, Optional: true, Sensitive: true, Validators: optional(validators),
	}
}

// defaulted is an option whose default shows in the result.
func defaulted(description string, validators ...validator.String) datasource.StringAttribute {
	return datasource.StringAttribute{
		MarkdownDescription: description, Optional: true, Computed: true, Validators: optional(validators),
	}
}

// text is a string in the result.
func text(description string) datasource.StringAttribute {
	return datasource.StringAttribute{MarkdownDescription: description, Computed: true}
}

// secretText is one that is never shown.
func secretText(description string) datasource.StringAttribute {
	return datasource.StringAttribute{MarkdownDescription: description, Computed: true, Sensitive: true}
}

// number is a whole number in the result.
func number(description string) datasource.Int64Attribute {
	return datasource.Int64Attribute{MarkdownDescription: description, Computed: true}
}

// texts is a list of strings in the result.
func texts(description string) datasource.ListAttribute {
	return datasource.ListAttribute{MarkdownDescription: description, Computed: true, ElementType: types.StringType}
}

// flag is a boolean that can be left out.
func flag(description string) datasource.BoolAttribute {
	return datasource.BoolAttribute{MarkdownDescription: description, Optional: true}
}

// envelope is what every answer of Stytch's has.
func envelope() attributes {
	return attributes{
		"request_id":  text("Stytch's id for this request, to quote to its support. It differs each time."),
		"status_code": number("The HTTP status code in Stytch's answer, such as `200`."),
	}
}

// openAfter delays an ephemeral resource.
func openAfter() attributes {
	return attributes{
		"open_after": option("Delays the opening; the value itself is not used. Terraform opens an ephemeral resource in " +
			"plan and again in apply, but not while one of its arguments is unknown. `timestamp()` is unknown in every " +
			"plan, so with `open_after = timestamp()` it is opened in apply only."),
	}
}
