// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/client"
)

// providerData is what the provider hands to every type: the client, and what can be asked of its settings.
type providerData struct {
	client   *client.Client
	settings settings
	// calling and building say what helps where a setting is not known yet: types that call Stytch, and start URLs.
	calling, building wayOut
}

// wayOut is what to do about a setting that is not known yet.
type wayOut string

// The ways out. The ephemeral start URLs have no open_after.
const (
	readLater wayOut = "A data source is read in apply instead of in plan when one of its own arguments is not known yet, " +
		"or when it has a `depends_on` on a resource that is not created yet."
	openLater wayOut = "An ephemeral resource is opened in apply alone when one of its own arguments is not known yet: " +
		"set its `open_after` to the same value."
	buildLater wayOut = "An ephemeral resource is opened in apply alone when one of its own arguments is not known yet: " +
		"set `public_token` here to a value that comes from the same place."
)

// forKind returns the data for types of one kind.
func (d providerData) forKind(calling, building wayOut) *providerData {
	d.calling, d.building = calling, building

	return &d
}

// requireAPI makes sure that a call to the API can be made with the project's credentials.
func (d *providerData) requireAPI() diag.Diagnostics {
	diags := d.calling.requireKnown(d.settings.projectID, d.settings.secret, d.settings.baseURL,
		d.settings.requestTimeout, d.settings.maxRetries)
	if diags.HasError() {
		return diags
	}

	return requireSet(d.settings.projectID, d.settings.secret)
}

// requireProject makes sure that a call can be made whose path names the project, and that carries none of its
// credentials.
func (d *providerData) requireProject() diag.Diagnostics {
	diags := d.calling.requireKnown(d.settings.projectID, d.settings.baseURL, d.settings.requestTimeout,
		d.settings.maxRetries)
	if diags.HasError() {
		return diags
	}

	return requireSet(d.settings.projectID)
}

// requireStart makes sure that a start URL with that public token can be built: without knowing the base URL, or
// the project of a token that does not show its environment, it would lead to a host that nobody meant.
func (d *providerData) requireStart(publicToken string) diag.Diagnostics {
	needed := []setting{d.settings.baseURL}
	if client.EnvironmentOf(publicToken) == client.EnvironmentUnknown && d.settings.base == nil {
		needed = append(needed, d.settings.projectID, d.settings.publicToken)
	}

	return d.building.requireKnown(needed...)
}

// requireRequest makes sure that a request without credentials can be sent.
func (d *providerData) requireRequest() diag.Diagnostics {
	return d.building.requireKnown(d.settings.requestTimeout, d.settings.maxRetries)
}

// requireKnown refuses settings that are not known yet, all in one error.
func (w wayOut) requireKnown(needed ...setting) diag.Diagnostics {
	var unknown []string

	for _, one := range needed {
		if one.unknown {
			unknown = append(unknown, "`"+one.attribute+"`")
		}
	}

	if len(unknown) == 0 {
		return nil
	}

	return diag.Diagnostics{diag.NewErrorDiagnostic("Provider Configuration Not Known Yet", fmt.Sprintf("The provider's "+
		"%s cannot be known yet: what sets this is still to be created, or opened, in this run. Nothing is sent with a guess "+
		"in place of a value. %s", inWords(unknown), w))}
}

// requireSet refuses settings that are nowhere set, all in one error.
func requireSet(needed ...setting) diag.Diagnostics {
	var attributes, variables []string

	for _, one := range needed {
		if one.value == "" {
			attributes = append(attributes, "`"+one.attribute+"`")
			variables = append(variables, one.variable)
		}
	}

	if len(attributes) == 0 {
		return nil
	}

	return diag.Diagnostics{diag.NewErrorDiagnostic("Missing Provider Configuration", fmt.Sprintf("This needs the "+
		"provider's %s. Set this in the provider block, or in the environment as %s.", inWords(attributes),
		inWords(variables)))}
}

// inWords lists names.
func inWords(names []string) string {
	last := len(names) - 1
	if last == 0 {
		return names[0]
	}

	return strings.Join(names[:last], ", ") + " and " + names[last]
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
		return "", d.building.requireKnown(token)
	}

	if token.value == "" {
		return "", diag.Diagnostics{diag.NewAttributeErrorDiagnostic(at, "Missing Public Token",
			"A start URL needs the project's public token. Set `public_token` here or in the provider block, or set "+
				"the environment variable "+token.variable+".")}
	}

	return token.value, d.settings.checkTokenEnvironment()
}
