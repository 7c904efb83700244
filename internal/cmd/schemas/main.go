// SPDX-License-Identifier: MPL-2.0

// Command schemas prints the provider's schemas as `terraform providers schema -json` does, for tfplugindocs. Terraform
// before 1.14 leaves out list resources and actions, and before 1.12 identities, so the documentation would depend on
// the Terraform that is installed.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"

	tfjson "github.com/hashicorp/terraform-json"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
	"github.com/zclconf/go-cty/cty"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/provider"
)

func main() {
	if err := write(context.Background(), os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// write prints the schemas.
func write(ctx context.Context, to io.Writer) error {
	server := provider.NewServer(ctx, "dev", func(string) string { return "" })()

	schemas, err := server.GetProviderSchema(ctx, &tfprotov6.GetProviderSchemaRequest{})
	if err != nil {
		return err
	}

	identities, err := server.GetResourceIdentitySchemas(ctx, &tfprotov6.GetResourceIdentitySchemasRequest{})
	if err != nil {
		return err
	}

	for _, diagnostic := range append(schemas.Diagnostics, identities.Diagnostics...) {
		return fmt.Errorf("%s: %s", diagnostic.Summary, diagnostic.Detail)
	}

	encoder := json.NewEncoder(to)
	encoder.SetIndent("", "  ")

	return encoder.Encode(tfjson.ProviderSchemas{
		FormatVersion: "1.0",
		Schemas: map[string]*tfjson.ProviderSchema{"stytchoauth": {
			ConfigSchema:             schema(schemas.Provider),
			ResourceSchemas:          each(schemas.ResourceSchemas, schema),
			DataSourceSchemas:        each(schemas.DataSourceSchemas, schema),
			EphemeralResourceSchemas: each(schemas.EphemeralResourceSchemas, schema),
			ListResourceSchemas:      each(schemas.ListResourceSchemas, schema),
			ActionSchemas:            each(schemas.ActionSchemas, action),
			Functions:                each(schemas.Functions, function),
			ResourceIdentitySchemas:  each(identities.IdentitySchemas, identity),
		}},
	})
}

// each converts the values of a map.
func each[From, To any](from map[string]From, convert func(From) To) map[string]To {
	to := make(map[string]To, len(from))
	for name, value := range from {
		to[name] = convert(value)
	}

	return to
}

func schema(from *tfprotov6.Schema) *tfjson.Schema {
	return &tfjson.Schema{Version: uint64(from.Version), Block: block(from.Block)} //nolint:gosec // A version is not negative.
}

func action(from *tfprotov6.ActionSchema) *tfjson.ActionSchema {
	return &tfjson.ActionSchema{Block: block(from.Schema.Block)}
}

// block converts a schema's block. This provider has no nested blocks.
func block(from *tfprotov6.SchemaBlock) *tfjson.SchemaBlock {
	return &tfjson.SchemaBlock{
		Attributes: attributes(from.Attributes), Description: from.Description,
		DescriptionKind: descriptionKind(from.DescriptionKind), Deprecated: from.Deprecated,
	}
}

func attributes(from []*tfprotov6.SchemaAttribute) map[string]*tfjson.SchemaAttribute {
	to := make(map[string]*tfjson.SchemaAttribute, len(from))

	for _, one := range from {
		attribute := &tfjson.SchemaAttribute{
			Description: one.Description, DescriptionKind: descriptionKind(one.DescriptionKind), Deprecated: one.Deprecated,
			Required: one.Required, Optional: one.Optional, Computed: one.Computed, Sensitive: one.Sensitive,
			WriteOnly: one.WriteOnly,
		}

		if one.NestedType == nil {
			attribute.AttributeType = ctyType(one.Type)
		} else {
			attribute.AttributeNestedType = &tfjson.SchemaNestedAttributeType{
				Attributes: attributes(one.NestedType.Attributes), NestingMode: nestingModes[one.NestedType.Nesting],
			}
		}

		to[one.Name] = attribute
	}

	return to
}

var nestingModes = map[tfprotov6.SchemaObjectNestingMode]tfjson.SchemaNestingMode{
	tfprotov6.SchemaObjectNestingModeSingle: tfjson.SchemaNestingModeSingle,
	tfprotov6.SchemaObjectNestingModeList:   tfjson.SchemaNestingModeList,
	tfprotov6.SchemaObjectNestingModeSet:    tfjson.SchemaNestingModeSet,
	tfprotov6.SchemaObjectNestingModeMap:    tfjson.SchemaNestingModeMap,
}

func descriptionKind(from tfprotov6.StringKind) tfjson.SchemaDescriptionKind {
	if from == tfprotov6.StringKindMarkdown {
		return tfjson.SchemaDescriptionKindMarkdown
	}

	return tfjson.SchemaDescriptionKindPlain
}

func function(from *tfprotov6.Function) *tfjson.FunctionSignature {
	signature := &tfjson.FunctionSignature{
		Description: from.Description, Summary: from.Summary, DeprecationMessage: from.DeprecationMessage,
		ReturnType: ctyType(from.Return.Type),
	}

	for _, one := range from.Parameters {
		signature.Parameters = append(signature.Parameters, &tfjson.FunctionParameter{
			Name: one.Name, Description: one.Description, IsNullable: one.AllowNullValue, Type: ctyType(one.Type),
		})
	}

	return signature
}

func identity(from *tfprotov6.ResourceIdentitySchema) *tfjson.IdentitySchema {
	to := &tfjson.IdentitySchema{Version: uint64(from.Version), Attributes: map[string]*tfjson.IdentityAttribute{}} //nolint:gosec // A version is not negative.

	for _, one := range from.IdentityAttributes {
		to.Attributes[one.Name] = &tfjson.IdentityAttribute{
			IdentityType: ctyType(one.Type), Description: one.Description, RequiredForImport: one.RequiredForImport,
			OptionalForImport: one.OptionalForImport,
		}
	}

	return to
}

// ctyType converts a type by way of its JSON, which both have in common.
func ctyType(from tftypes.Type) cty.Type {
	var to cty.Type

	encoded, err := from.MarshalJSON() //nolint:staticcheck // Deprecated for want of an error that this type has no use for.
	if err == nil {
		err = to.UnmarshalJSON(encoded)
	}

	if err != nil {
		panic(err)
	}

	return to
}
