// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/client"
)

// listedConnectedAppModel is a Connected App as the data sources return it.
type listedConnectedAppModel struct {
	connectedAppFields
	clientLastFours

	RedirectURLs           types.List `tfsdk:"redirect_urls"`
	PostLogoutRedirectURLs types.List `tfsdk:"post_logout_redirect_urls"`
}

// set sets the app as Stytch returns it.
func (m *listedConnectedAppModel) set(found *client.ConnectedApp) {
	m.connectedAppFields.set(found)
	m.clientLastFours = newClientLastFours(found.ClientSecrets)

	m.RedirectURLs = stringList(found.RedirectURLs)
	m.PostLogoutRedirectURLs = stringList(found.PostLogoutRedirectURLs)
}

// connectedAppDataModel is the model of stytchoauth_connected_app, the data source.
type connectedAppDataModel struct {
	listedConnectedAppModel
	envelopeModel
}

// connectedAppsModel is the model of stytchoauth_connected_apps.
type connectedAppsModel struct {
	envelopeModel

	ConnectedApps []listedConnectedAppModel `tfsdk:"connected_apps"`
	Total         types.Int64               `tfsdk:"total"`
}

func newConnectedAppDataSource() datasource.DataSource {
	return &dataSource{
		name: "stytchoauth_connected_app",
		description: "Reads a Connected App that is managed elsewhere, by its id or its name. A Connected App is an OAuth client of a " +
			"Stytch project, such as an integration or an agent.",
		attributes: func() attributes {
			return listedConnectedAppAttributes().with(clientByIDOrName(isConnectedApp), envelope())
		},
		read: withModel(readConnectedApp),
	}
}

func newConnectedAppsDataSource() datasource.DataSource {
	return &dataSource{
		name: "stytchoauth_connected_apps",
		description: "Lists the Connected Apps of a Stytch project: its OAuth clients, such as integrations " +
			"and agents, including those that registered themselves.",
		attributes: func() attributes {
			return clientSearchResults("connected_apps", "The Connected Apps, in Stytch's order.", listedConnectedAppAttributes())
		},
		read: withModel(readConnectedApps),
	}
}

// listedConnectedAppAttributes are the attributes of a listedConnectedAppModel.
func listedConnectedAppAttributes() attributes {
	return clientLastFourAttributes().with(attributes{
		"client_id":          computedString("The client id."),
		"client_name":        computedString("The name, which consent pages show."),
		"client_description": computedString("The description."),
		"client_type": computedString("The type: `first_party`, `first_party_public`, `third_party` or " +
			"`third_party_public`."),
		"status":                    computedString("The status, such as `active`."),
		"redirect_urls":             computedStrings("The URLs that may receive an authorization code."),
		"post_logout_redirect_urls": computedStrings("The URLs to which a logout may lead."),
		"full_access_allowed": computedBool("Whether the app may exchange its access tokens for sessions with all of the user's " +
			"permissions."),
		"bypass_consent_for_offline_access": computedBool("Whether the app gets refresh tokens without consent."),
		"access_token_expiry_minutes":       computedInt64("Minutes for which an access token is valid."),
		"access_token_custom_audience":      computedString("The `aud` claim of access tokens. Empty or null for the project's id."),
		"access_token_template_content":     computedString("The template of further claims of access tokens."),
		"id_token_template_content":         computedString("The template of further claims of ID tokens. May be null."),
		"logo_url":                          computedString("The logo's URL. May be empty or null."),
		"creation_method":                   computedString("How the app was created."),
		"client_id_metadata_url":            computedString("The URL of the metadata document that registered the app. Null otherwise."),
	})
}

// readConnectedApp reads an app by its id. Stytch has no filters for Connected Apps, so for a name all of them are read.
func readConnectedApp(ctx context.Context, data *providerData, model *connectedAppDataModel) diag.Diagnostics {
	if diags := data.requireAPI(); diags.HasError() {
		return diags
	}

	if !model.ClientID.IsNull() {
		found, envelope, err := data.client.ConnectedApps().Get(ctx, model.ClientID.ValueString())
		if err != nil {
			return connectedAppOperation("Read", model.ClientID).diagnostics(err)
		}

		model.set(found)
		model.envelopeModel = newEnvelopeModel(envelope)

		return nil
	}

	name := model.ClientName.ValueString()

	all, err := allPages(data.client.ConnectedApps().Search(ctx, client.ClientQuery{}, client.MaxPageSize))
	if err != nil {
		return connectedAppOperation("Find", model.ClientName).diagnostics(err)
	}

	var fits []client.ConnectedApp

	for _, one := range all.Clients {
		if *one.ClientName == name {
			fits = append(fits, one)
		}
	}

	found, diags := onlyOne(fits, name, func(app *client.ConnectedApp) *string { return app.ClientID })
	if diags.HasError() {
		return diags
	}

	model.set(found)
	model.envelopeModel = newEnvelopeModel(all.Envelope)

	return nil
}

// readConnectedApps reads all apps.
func readConnectedApps(ctx context.Context, data *providerData, model *connectedAppsModel) diag.Diagnostics {
	if diags := data.requireAPI(); diags.HasError() {
		return diags
	}

	all, err := allPages(data.client.ConnectedApps().Search(ctx, client.ClientQuery{}, client.MaxPageSize))
	if err != nil {
		return operation{verb: "List", noun: "Connected Apps"}.diagnostics(err)
	}

	model.envelopeModel, model.Total = newEnvelopeModel(all.Envelope), types.Int64PointerValue(all.Total)

	model.ConnectedApps = make([]listedConnectedAppModel, len(all.Clients))
	for i := range all.Clients {
		model.ConnectedApps[i].set(&all.Clients[i])
	}

	return nil
}
