// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/client"
)

// builtOffline is what the pages of the data sources for start URLs say.
const builtOffline = "No request is sent unless `resolve_redirect` is set, which asks Stytch where the URL leads, for a " +
	"`check` block that asserts the identity provider's host. Stytch intends this endpoint for browsers."

// adviceTokenOfOther is for a start URL of the one product with the public token of the other.
const adviceTokenOfOther = "The `public_token` is that of a project of the other product: B2B projects have the start URLs " +
	"for Members, Consumer projects those for Users. Take the public token of the project that the URL is for."

// startRedirectModel is what the data sources for start URLs have and their ephemeral twins do not.
type startRedirectModel struct {
	ResolveRedirect types.Bool   `tfsdk:"resolve_redirect"`
	RedirectURL     types.String `tfsdk:"redirect_url"`
	RequestID       types.String `tfsdk:"request_id"`
	StatusCode      types.Int64  `tfsdk:"status_code"`
}

// redirect gives access to an embedded model.
func (m *startRedirectModel) redirect() *startRedirectModel {
	return m
}

// resolvedFlow is the model of a data source for start URLs.
type resolvedFlow interface {
	startFlow
	redirect() *startRedirectModel
}

// startRedirectAttributes are the attributes of a startRedirectModel.
func startRedirectAttributes() attributes {
	return attributes{
		"resolve_redirect": flag("Whether to request the URL once, without credentials, to see where Stytch would " +
			"redirect the browser. Defaults to `false`: no request is sent."),
		"redirect_url": text("The URL to which Stytch would redirect the browser. Null unless `resolve_redirect` is set. It " +
			"contains a fresh OAuth `state`, so it differs at each read."),
		"request_id":  text("Stytch's id for the request, if it returns one. Null unless `resolve_redirect` is set."),
		"status_code": number("The HTTP status code of the redirect: `302` or `307`. Null unless `resolve_redirect` is set."),
	}
}

// readStartURL is the read function of the data sources for start URLs.
func readStartURL[F resolvedFlow](ctx context.Context, data *providerData, flow F) diag.Diagnostics {
	request, diags := buildStartURL(data, flow)
	if diags.HasError() || !flow.redirect().ResolveRedirect.ValueBool() {
		return diags
	}

	if diags = data.requireRequest(); diags.HasError() {
		return diags
	}

	found, err := data.client.StartRedirect(ctx, request)
	if err != nil {
		return task{
			verb: "Resolve", thing: "Start URL's Redirect",
			object: fmt.Sprintf("the start URL for the identity provider %q", request.Provider),
			advice: map[string]string{
				"invalid_b2b_endpoint": adviceTokenOfOther, "invalid_consumer_endpoint": adviceTokenOfOther,
			},
		}.failed(err)
	}

	flow.redirect().set(found)

	return nil
}

// set takes what Stytch answered.
func (m *startRedirectModel) set(found *client.StartRedirect) {
	m.RedirectURL = types.StringPointerValue(found.RedirectURL)
	m.RequestID = types.StringPointerValue(found.RequestID)
	m.StatusCode = types.Int64PointerValue(found.StatusCode)
}
