// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/client"
)

// providerData is what the provider hands to every type: the client, and what can be asked of its settings.
type providerData struct {
	client   *client.Client
	settings settings
	// wayOut says what helps where a setting is not known yet. That differs between the kinds of types.
	wayOut string
}

// The ways out.
const (
	dataSourceWayOut = "A data source is read in apply instead of in plan when one of its own arguments is not known " +
		"yet, or when it has a `depends_on` on the resource that the value comes from."
	ephemeralWayOut = "An ephemeral resource is opened in apply alone when one of its own arguments is not known yet: " +
		"set its `open_after` to the same value."
)

// forKind returns the data for types of one kind.
func (d providerData) forKind(wayOut string) *providerData {
	d.wayOut = wayOut

	return &d
}

// requireAPI makes sure that a call to the API can be made with the project's credentials.
func (d *providerData) requireAPI() diag.Diagnostics {
	diags := d.requireKnown(d.settings.projectID, d.settings.secret, d.settings.baseURL, d.settings.requestTimeout,
		d.settings.maxRetries)
	if diags.HasError() {
		return diags
	}

	return d.requireSet(d.settings.projectID, d.settings.secret)
}

// requireProject makes sure that a call can be made whose path names the project, and that carries none of its
// credentials.
func (d *providerData) requireProject() diag.Diagnostics {
	diags := d.requireKnown(d.settings.projectID, d.settings.baseURL, d.settings.requestTimeout, d.settings.maxRetries)
	if diags.HasError() {
		return diags
	}

	return d.requireSet(d.settings.projectID)
}

// requireStart makes sure that a start URL with that public token can be built: without knowing the base URL, or
// the project of a token that does not show its environment, it would lead to a host that nobody meant.
func (d *providerData) requireStart(publicToken string) diag.Diagnostics {
	needed := []setting{d.settings.baseURL}
	if client.EnvironmentOf(publicToken) == client.EnvironmentUnknown && d.settings.base == nil {
		needed = append(needed, d.settings.projectID, d.settings.publicToken)
	}

	return d.requireKnown(needed...)
}

// requireRequest makes sure that a request without credentials can be sent.
func (d *providerData) requireRequest() diag.Diagnostics {
	return d.requireKnown(d.settings.requestTimeout, d.settings.maxRetries)
}

// requireKnown refuses settings that are not known yet.
func (d *providerData) requireKnown(needed ...setting) diag.Diagnostics {
	var diags diag.Diagnostics

	for _, one := range needed {
		if one.unknown {
			diags.AddError("Provider Configuration Not Known Yet", fmt.Sprintf("The provider's `%s` comes from "+
				"something that this run has yet to create, and nothing is sent with a guess in its place. %s",
				one.attribute, d.wayOut))
		}
	}

	return diags
}

// requireSet refuses settings that are nowhere set.
func (d *providerData) requireSet(needed ...setting) diag.Diagnostics {
	var diags diag.Diagnostics

	for _, one := range needed {
		if one.value == "" {
			diags.AddError("Missing Provider Configuration", fmt.Sprintf("This needs the provider's `%s`. Set it in "+
				"the provider block, or set the environment variable %s.", one.attribute, one.variable))
		}
	}

	return diags
}

// publicToken is the token of a start URL: the type's own, or else the provider's.
func (d *providerData) publicToken(own types.String) (string, diag.Diagnostics) {
	at := path.Root("public_token")

	if value := own.ValueString(); value != "" {
		var diags diag.Diagnostics
		if err := checkSameEnvironment(value, d.settings.projectID.value); err != nil {
			diags.AddAttributeError(at, "Invalid Argument", fmt.Sprintf("The value of `public_token` %s.", err))
		}

		return value, diags
	}

	token := d.settings.publicToken
	if token.unknown {
		return "", d.requireKnown(token)
	}

	if token.value == "" {
		return "", diag.Diagnostics{diag.NewAttributeErrorDiagnostic(at, "Missing Public Token",
			"A start URL needs the project's public token. Set `public_token` here or in the provider block, or set "+
				"the environment variable "+token.variable+".")}
	}

	return token.value, nil
}
