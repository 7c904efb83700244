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

// providerData is what the provider passes to every type: the client and the settings.
type providerData struct {
	client   *client.Client
	settings settings
	// issued is what this run had issued.
	issued *issued
	// apiHint and startURLHint say what to do about settings that are not known yet, for types that call Stytch and for
	// start URLs.
	apiHint, startURLHint unknownHint
}

// unknownHint says what to do about settings that are not known yet.
type unknownHint string

// The hints. Ephemeral start URLs have no open_after.
const (
	hintReadLater unknownHint = "Set `depends_on` here to the resource that this comes from: then the data source is read in " +
		"apply, too."
	hintOpenLater   unknownHint = "Set `open_after` here to the same value: then this is opened in apply, too."
	hintManageLater unknownHint = "Apply the resource that this comes from first, with `-target`, or in a configuration of its own."
	hintBuildLater  unknownHint = "Set `public_token` here to a value that comes from the same resource: then this is opened in " +
		"apply, too."
)

// withHints returns the data for types of one kind.
func (d providerData) withHints(api, startURL unknownHint) *providerData {
	d.apiHint, d.startURLHint = api, startURL

	return &d
}

// requireAPI returns an error unless all settings for a call with the project's credentials are there.
func (d *providerData) requireAPI() diag.Diagnostics {
	diags := d.apiHint.requireUsable(d.settings.projectID, d.settings.secret, d.settings.baseURL,
		d.settings.requestTimeout, d.settings.maxRetries)
	if diags.HasError() {
		return diags
	}

	return requireSet(d.settings.projectID, d.settings.secret)
}

// requireProject returns an error unless all settings are there for a call whose path names the project, without its
// credentials.
func (d *providerData) requireProject() diag.Diagnostics {
	diags := d.apiHint.requireUsable(d.settings.projectID, d.settings.baseURL, d.settings.requestTimeout,
		d.settings.maxRetries)
	if diags.HasError() {
		return diags
	}

	return requireSet(d.settings.projectID)
}

// requireStart returns an error unless what determines the host of a start URL with this public token is known and valid:
// the base URL, and the project of a token that does not show its environment.
func (d *providerData) requireStart(publicToken string) diag.Diagnostics {
	needed := []setting{d.settings.baseURL}
	if client.EnvironmentOf(publicToken) == client.EnvironmentUnknown && d.settings.base == nil {
		needed = append(needed, d.settings.projectID, d.settings.publicToken)
	}

	return d.startURLHint.requireUsable(needed...)
}

// requireRequest returns an error unless the settings for a request without credentials are known and valid.
func (d *providerData) requireRequest() diag.Diagnostics {
	return d.startURLHint.requireUsable(d.settings.requestTimeout, d.settings.maxRetries)
}

// requireUsable returns one error that names all settings that are not known yet, and else one for each setting of the
// environment that is invalid. Nothing is sent with a guess in place of a value.
func (h unknownHint) requireUsable(needed ...setting) diag.Diagnostics {
	var (
		unknown []string
		diags   diag.Diagnostics
	)

	for _, one := range needed {
		if one.unknown {
			unknown = append(unknown, "`"+one.attribute+"`")
		}

		diags.Append(one.diagnostics()...)
	}

	if len(unknown) == 0 {
		return diags
	}

	return diag.Diagnostics{diag.NewErrorDiagnostic("Provider Configuration Not Known Yet", fmt.Sprintf("The provider's %s "+
		"cannot be known before apply. %s", inWords(unknown), h))}
}

// requireSet returns one error that names all settings that are set nowhere.
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
		"provider's %s, which the Stytch dashboard shows under Project ID & API keys. Add this to the provider block, or to the environment "+
		"as %s.", inWords(attributes), inWords(variables)))}
}

// inWords joins names with commas and "and".
func inWords(names []string) string {
	last := len(names) - 1
	if last == 0 {
		return names[0]
	}

	return strings.Join(names[:last], ", ") + " and " + names[last]
}

// publicToken returns the token of a start URL: the type's own, or else the provider's.
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
	if diags := d.startURLHint.requireUsable(token); diags.HasError() {
		return "", diags
	}

	if token.value == "" {
		return "", diag.Diagnostics{diag.NewAttributeErrorDiagnostic(at, "Missing Public Token",
			"A start URL needs the project's public token, which the Stytch dashboard shows under Project ID & API keys. Set `public_token` "+
				"here or in the provider block, or set the environment variable "+token.variable+".")}
	}

	return token.value, d.settings.checkTokenEnvironment()
}
