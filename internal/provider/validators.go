// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework-validators/listvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/mapvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/client"
)

// stringCheck makes a validator of one of the checks.
type stringCheck struct {
	check       func(string) error
	description string
	// secret keeps the attribute out of the diagnostic's path: Terraform prints the line of configuration that a
	// diagnostic points to, value and all.
	secret bool
	// optional says that the argument can be left out.
	optional bool
}

var _ validator.String = &stringCheck{}

// Description says what is accepted.
func (v *stringCheck) Description(context.Context) string {
	return v.description
}

// MarkdownDescription says the same.
func (v *stringCheck) MarkdownDescription(ctx context.Context) string {
	return v.Description(ctx)
}

// ValidateString runs the check on a known value.
func (v *stringCheck) ValidateString(_ context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	if req.ConfigValue.IsNull() || req.ConfigValue.IsUnknown() {
		return
	}

	err := v.check(req.ConfigValue.ValueString())
	if err == nil {
		return
	}

	summary, detail := "Invalid Argument", fmt.Sprintf("The value of `%s` %s.", req.Path, err)
	if v.optional && errors.Is(err, errEmpty) {
		detail = fmt.Sprintf("The value of `%s` %s. Leave the argument out, or set it to null.", req.Path, err)
	}

	if v.secret {
		resp.Diagnostics.AddError(summary, detail)
	} else {
		resp.Diagnostics.AddAttributeError(req.Path, summary, detail)
	}
}

// The validators of strings.
var (
	isText         = &stringCheck{check: checkText, description: "must not be empty"}
	isAbsoluteURI  = &stringCheck{check: checkAbsoluteURI, description: "must be an absolute URI"}
	isScope        = &stringCheck{check: checkScope, description: "must be one OAuth scope"}
	isChallenge    = &stringCheck{check: checkCodeChallenge, description: "must be an S256 code challenge"}
	isParamName    = &stringCheck{check: checkProviderParam, description: "must be a parameter's name"}
	isPathSegment  = &stringCheck{check: client.CheckPathSegment, description: "must be an id, a slug or an external id"}
	isIdentifier   = &stringCheck{check: checkIdentifier, description: "must be an id"}
	isToken        = &stringCheck{check: checkToken, description: "must be a token"}
	isSecret       = &stringCheck{check: checkToken, description: "must be a token", secret: true}
	isClientID     = &stringCheck{check: checkClientCredential, description: "must be a client's id"}
	isClientSecret = &stringCheck{check: checkClientCredential, description: "must be a client's secret", secret: true}
	isVerifier     = &stringCheck{check: checkVerifier, description: "must be a code verifier", secret: true}
	isProviderName = &stringCheck{check: checkIdentityProviderName, description: "must be an identity provider's name"}
)

// isOneOf takes one of some values. The library's own validator of that repeats what it refuses, which may be the value
// of a sensitive variable.
func isOneOf(values ...string) validator.String {
	takes := "must be " + values[0]
	if len(values) > 1 {
		takes = "must be one of " + strings.Join(values, ", ")
	}

	return &stringCheck{description: takes, check: func(value string) error {
		if !slices.Contains(values, value) {
			return errors.New(takes)
		}

		return nil
	}}
}

// exactlyOneOf is for the first of some arguments, of which one is set.
func exactlyOneOf(names ...string) validator.String {
	paths := make([]path.Expression, len(names))
	for i, name := range names {
		paths[i] = path.MatchRoot(name)
	}

	return stringvalidator.ExactlyOneOf(paths...)
}

// optional are the validators of a string that can be left out.
func optional(validators []validator.String) []validator.String {
	changed := slices.Clone(validators)
	for i, one := range changed {
		if check, ok := one.(*stringCheck); ok {
			optional := *check
			optional.optional = true
			changed[i] = &optional
		}
	}

	return changed
}

// listOf are the validators of a list whose elements pass a check.
func listOf(check validator.String) []validator.List {
	return []validator.List{noNulls{}, listvalidator.ValueStringsAre(check)}
}

// paramMap are the validators of provider_params.
func paramMap() []validator.Map {
	return []validator.Map{noNulls{}, mapvalidator.KeysAre(isParamName)}
}

// noNulls refuses null elements, and names them: Terraform may show neither the attribute nor the block with it.
type noNulls struct{}

var (
	_ validator.List = noNulls{}
	_ validator.Map  = noNulls{}
)

// Description says what is accepted.
func (noNulls) Description(context.Context) string {
	return "must not hold null"
}

// MarkdownDescription says the same.
func (v noNulls) MarkdownDescription(ctx context.Context) string {
	return v.Description(ctx)
}

// ValidateList looks at each element.
func (noNulls) ValidateList(_ context.Context, req validator.ListRequest, resp *validator.ListResponse) {
	for i, element := range req.ConfigValue.Elements() {
		resp.Diagnostics.Append(refuseNull(element, req.Path, req.Path.AtListIndex(i))...)
	}
}

// ValidateMap looks at each element.
func (noNulls) ValidateMap(_ context.Context, req validator.MapRequest, resp *validator.MapResponse) {
	for key, element := range req.ConfigValue.Elements() {
		resp.Diagnostics.Append(refuseNull(element, req.Path, req.Path.AtMapKey(key))...)
	}
}

// refuseNull says which element of an argument is null.
func refuseNull(element attr.Value, argument, at path.Path) diag.Diagnostics {
	if !element.IsNull() {
		return nil
	}

	return diag.Diagnostics{diag.NewAttributeErrorDiagnostic(argument, "Invalid Argument",
		fmt.Sprintf("The value of `%s` must not be null. Leave the element out.", at))}
}

// knownProvider warns of an identity provider that is not known here: Stytch adds some from time to time.
type knownProvider struct{}

var _ validator.String = knownProvider{}

// Description says what is accepted.
func (knownProvider) Description(context.Context) string {
	return "should be one of " + strings.Join(client.UserIdentityProviders(), ", ")
}

// MarkdownDescription says the same.
func (v knownProvider) MarkdownDescription(ctx context.Context) string {
	return v.Description(ctx)
}

// ValidateString warns, and lets through.
func (v knownProvider) ValidateString(
	ctx context.Context, req validator.StringRequest, resp *validator.StringResponse,
) {
	value := req.ConfigValue.ValueString()
	if req.ConfigValue.IsNull() || req.ConfigValue.IsUnknown() || checkIdentityProviderName(value) != nil ||
		slices.Contains(client.UserIdentityProviders(), value) {
		return
	}

	resp.Diagnostics.Append(diag.NewAttributeWarningDiagnostic(req.Path, "Unknown Identity Provider",
		fmt.Sprintf("The value of `%s` is not among the identity providers that this version of the provider knows: it %s. "+
			"It is passed on to Stytch as it is.", req.Path, v.Description(ctx))))
}
