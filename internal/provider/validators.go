// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework-validators/listvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/mapvalidator"
	"github.com/hashicorp/terraform-plugin-framework/diag"
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
}

var _ validator.String = stringCheck{}

// Description says what is accepted.
func (v stringCheck) Description(context.Context) string {
	return v.description
}

// MarkdownDescription says the same.
func (v stringCheck) MarkdownDescription(ctx context.Context) string {
	return v.Description(ctx)
}

// ValidateString runs the check on a known value.
func (v stringCheck) ValidateString(_ context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	if req.ConfigValue.IsNull() || req.ConfigValue.IsUnknown() {
		return
	}

	err := v.check(req.ConfigValue.ValueString())
	if err == nil {
		return
	}

	summary, detail := "Invalid Argument", fmt.Sprintf("The value of `%s` %s.", req.Path, err)
	if v.secret {
		resp.Diagnostics.AddError(summary, detail)
	} else {
		resp.Diagnostics.AddAttributeError(req.Path, summary, detail)
	}
}

// The validators of strings.
var (
	isText         = stringCheck{check: checkText, description: "must not be empty"}
	isAbsoluteURI  = stringCheck{check: checkAbsoluteURI, description: "must be an absolute URI"}
	isScope        = stringCheck{check: checkScope, description: "must be one OAuth scope"}
	isChallenge    = stringCheck{check: checkCodeChallenge, description: "must be an S256 code challenge"}
	isParamName    = stringCheck{check: checkProviderParam, description: "must be a parameter's name"}
	isPathSegment  = stringCheck{check: client.CheckPathSegment, description: "must be an id, a slug or an external id"}
	isIdentifier   = stringCheck{check: checkIdentifier, description: "must be an id"}
	isToken        = stringCheck{check: checkToken, description: "must be a token"}
	isSecret       = stringCheck{check: checkToken, description: "must be a token", secret: true}
	isVerifier     = stringCheck{check: checkVerifier, description: "must be a code verifier", secret: true}
	isProviderName = stringCheck{check: checkIdentityProviderName, description: "must be an identity provider's name"}
)

// scopeList are the validators of a list of scopes.
func scopeList() []validator.List {
	return []validator.List{listvalidator.NoNullValues(), listvalidator.ValueStringsAre(isScope)}
}

// paramMap are the validators of provider_params.
func paramMap() []validator.Map {
	return []validator.Map{mapvalidator.NoNullValues(), mapvalidator.KeysAre(isParamName)}
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
		fmt.Sprintf("%q is not among the identity providers that this version of the provider knows: it %s. "+
			"It is passed on to Stytch as it is.", value, v.Description(ctx))))
}
