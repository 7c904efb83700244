// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"cmp"
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/client"
)

// listedM2MClientModel is an M2M client as the data sources return it.
type listedM2MClientModel struct {
	m2mClientFields
	clientLastFours

	Scopes types.List `tfsdk:"scopes"`
}

// set sets the client as Stytch returns it.
func (m *listedM2MClientModel) set(found *client.M2MClient) {
	m.m2mClientFields.set(found)
	m.clientLastFours = newClientLastFours(found.ClientSecrets)

	m.Scopes = stringList(found.Scopes)
	if found.TrustedMetadata == nil {
		m.TrustedMetadata = types.StringNull()
	}
}

// m2mClientDataModel is the model of stytchoauth_m2m_client, the data source.
type m2mClientDataModel struct {
	listedM2MClientModel
	envelopeModel
}

// m2mClientsModel is the model of stytchoauth_m2m_clients.
type m2mClientsModel struct {
	envelopeModel
	m2mClientFilters

	M2MClients []listedM2MClientModel `tfsdk:"m2m_clients"`
	Total      types.Int64            `tfsdk:"total"`
}

// m2mClientFilters select clients, for the data source and for the list resource.
type m2mClientFilters struct {
	ClientIDs   types.List   `tfsdk:"client_ids"`
	ClientNames types.List   `tfsdk:"client_names"`
	Scopes      types.List   `tfsdk:"scopes"`
	Operator    types.String `tfsdk:"operator"`
}

// m2mClientFilterAttributes are the attributes of m2mClientFilters but for operator, whose default shows only in the
// data source.
func m2mClientFilterAttributes() attributes {
	return attributes{
		"client_ids":   optionalStrings("Selects clients with any of these ids.", isM2MClientID),
		"client_names": optionalStrings("Selects clients whose name equals one of these.", isNotEmpty),
		"scopes":       optionalStrings("Selects clients with these scopes.", isScope),
	}
}

// query returns the filters as they are sent.
func (f *m2mClientFilters) query() client.ClientQuery {
	query := client.ClientQuery{Operator: cmp.Or(f.Operator.ValueString(), "AND")}

	for _, one := range []struct {
		name   string
		values []string
	}{
		{"client_id", stringsOf(f.ClientIDs)},
		{"client_name", stringsOf(f.ClientNames)},
		{"scopes", stringsOf(f.Scopes)},
	} {
		if len(one.values) > 0 {
			query.Operands = append(query.Operands, client.ClientFilter{FilterName: one.name, FilterValue: one.values})
		}
	}

	return query
}

func newM2MClientDataSource() datasource.DataSource {
	return &dataSource{
		name: "stytchoauth_m2m_client",
		description: "Reads a machine-to-machine (M2M) client that is managed elsewhere, by its id or its name. An M2M client is one " +
			"of your programs, registered with Stytch, that calls your API on its own behalf.",
		attributes: func() attributes {
			return listedM2MClientAttributes().with(clientByIDOrName(isM2MClient), envelope())
		},
		read: withModel(readM2MClient),
	}
}

func newM2MClientsDataSource() datasource.DataSource {
	return &dataSource{
		name: "stytchoauth_m2m_clients",
		description: "Lists machine-to-machine (M2M) clients of a Stytch project: your programs that call " +
			"your API on their own behalf. Without filters, all are listed; an empty list is no filter.",
		attributes: func() attributes {
			results := clientSearchResults("m2m_clients", "The clients, in Stytch's order.", listedM2MClientAttributes())

			return results.with(m2mClientFilterAttributes(), attributes{
				"operator": optionalComputedString("Whether clients must match all filters (`AND`) or any of them (`OR`). "+
					"Defaults to `AND`.", isOneOf("AND", "OR")),
			})
		},
		read: withModel(readM2MClients),
	}
}

// listedM2MClientAttributes are the attributes of a listedM2MClientModel.
func listedM2MClientAttributes() attributes {
	return clientLastFourAttributes().with(attributes{
		"client_id":          computedString("The client id."),
		"client_name":        computedString("The name."),
		"client_description": computedString("The description."),
		"status":             computedString("`active`, or `inactive` for a client that gets no access tokens."),
		"scopes":             computedStrings("The scopes that its access tokens may have."),
		"trusted_metadata":   computedString("Data about the client, a JSON object for `jsondecode()`. May be null."),
	})
}

// readM2MClient reads a client by its id or its name.
func readM2MClient(ctx context.Context, data *providerData, model *m2mClientDataModel) diag.Diagnostics {
	if diags := data.requireAPI(); diags.HasError() {
		return diags
	}

	if !model.ClientID.IsNull() {
		found, envelope, err := data.client.M2MClients().Get(ctx, model.ClientID.ValueString())
		if err != nil {
			return m2mClientOperation("Read", model.ClientID).diagnostics(err)
		}

		model.set(found)
		model.envelopeModel = newEnvelopeModel(envelope)

		return nil
	}

	name := model.ClientName.ValueString()

	all, err := allPages(data.client.M2MClients().Search(ctx, client.ClientQuery{
		Operator: "AND", Operands: []client.ClientFilter{{FilterName: "client_name", FilterValue: []string{name}}},
	}, client.MaxPageSize))
	if err != nil {
		return m2mClientOperation("Find", model.ClientName).diagnostics(err)
	}

	found, diags := onlyOne(all.Clients, name, func(m2m *client.M2MClient) *string { return m2m.ClientID })
	if diags.HasError() {
		return diags
	}

	model.set(found)
	model.envelopeModel = newEnvelopeModel(all.Envelope)

	return nil
}

// readM2MClients reads the clients that fit the filters.
func readM2MClients(ctx context.Context, data *providerData, model *m2mClientsModel) diag.Diagnostics {
	if diags := data.requireAPI(); diags.HasError() {
		return diags
	}

	query := model.query()
	model.Operator = types.StringValue(query.Operator)

	all, err := allPages(data.client.M2MClients().Search(ctx, query, client.MaxPageSize))
	if err != nil {
		return operation{verb: "List", noun: "M2M Clients"}.diagnostics(err)
	}

	model.envelopeModel, model.Total = newEnvelopeModel(all.Envelope), types.Int64PointerValue(all.Total)

	model.M2MClients = make([]listedM2MClientModel, len(all.Clients))
	for i := range all.Clients {
		model.M2MClients[i].set(&all.Clients[i])
	}

	return nil
}
