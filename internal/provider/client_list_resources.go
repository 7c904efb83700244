// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"cmp"
	"context"
	"iter"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/list/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/client"
)

// clientListResource lists the resources of one kind of OAuth client, for `terraform query`. T is what Stytch returns of
// one.
type clientListResource[T any] struct {
	configured

	// name is the type's full name, which is that of the resource, and noun its name in diagnostics.
	name, noun  string
	description string
	attributes  attributes
	// search returns the pages of clients that fit a configuration.
	search func(context.Context, *client.Client, tfsdk.Config, int64) (iter.Seq2[*client.ClientPage[T], error], diag.Diagnostics)
	// describe returns a client's id, its name, and the model of its resource.
	describe func(*T) (id, name *string, model any)
}

var (
	_ list.ListResourceWithConfigure = &clientListResource[client.ConnectedApp]{}
	_ list.ListResourceWithConfigure = &clientListResource[client.M2MClient]{}
)

func newConnectedAppListResource() list.ListResource {
	return &clientListResource[client.ConnectedApp]{
		name: "stytchoauth_connected_app", noun: "Connected Apps",
		description: "Lists the Connected Apps of a Stytch project for `terraform query`, to import them in bulk, " +
			"including those that registered themselves.",
		search: func(
			ctx context.Context, api *client.Client, _ tfsdk.Config, pageSize int64,
		) (iter.Seq2[*client.ClientPage[client.ConnectedApp], error], diag.Diagnostics) {
			return api.ConnectedApps().Search(ctx, client.ClientQuery{}, pageSize), nil
		},
		describe: func(found *client.ConnectedApp) (*string, *string, any) {
			model := &connectedAppResourceModel{}
			model.set(found)
			model.clientLastFours = newClientLastFours(found.ClientSecrets)

			return found.ClientID, found.ClientName, model
		},
	}
}

func newM2MClientListResource() list.ListResource {
	return &clientListResource[client.M2MClient]{
		name: "stytchoauth_m2m_client", noun: "M2M Clients",
		description: "Lists machine-to-machine (M2M) clients of a Stytch project for `terraform query`, to import them in bulk. " +
			"Without filters, all are listed; an empty list is no filter.",
		attributes: m2mClientFilterAttributes().with(attributes{
			"operator": optionalString("Whether clients must match all filters (`AND`) or any of them (`OR`). Defaults to "+
				"`AND`.", isOneOf("AND", "OR")),
		}),
		search: func(
			ctx context.Context, api *client.Client, config tfsdk.Config, pageSize int64,
		) (iter.Seq2[*client.ClientPage[client.M2MClient], error], diag.Diagnostics) {
			var filters m2mClientFilters

			diags := config.Get(ctx, &filters)

			return api.M2MClients().Search(ctx, filters.query(), pageSize), diags
		},
		describe: func(found *client.M2MClient) (*string, *string, any) {
			model := &m2mClientResourceModel{}
			model.set(found)
			model.clientLastFours = newClientLastFours(found.ClientSecrets)

			return found.ClientID, found.ClientName, model
		},
	}
}

// Metadata sets the type's name.
func (l *clientListResource[T]) Metadata(
	_ context.Context, _ resource.MetadataRequest, resp *resource.MetadataResponse,
) {
	resp.TypeName = l.name
}

// ListResourceConfigSchema sets the description and the attributes of a `list` block.
func (l *clientListResource[T]) ListResourceConfigSchema(
	_ context.Context, _ list.ListResourceSchemaRequest, resp *list.ListResourceSchemaResponse,
) {
	resp.Schema = schema.Schema{MarkdownDescription: l.description, Attributes: map[string]schema.Attribute{}}
	for name, attribute := range l.attributes {
		resp.Schema.Attributes[name] = attribute
	}
}

// Configure stores the provider data, which is nil before the provider is configured.
func (l *clientListResource[T]) Configure(
	_ context.Context, req resource.ConfigureRequest, resp *resource.ConfigureResponse,
) {
	resp.Diagnostics.Append(l.setProviderData(req.ProviderData)...)
}

// List yields the clients. A page is requested when its first client is asked for, and none beyond the limit.
func (l *clientListResource[T]) List(ctx context.Context, req list.ListRequest, stream *list.ListResultsStream) {
	if diags := l.data.requireAPI(); diags.HasError() {
		stream.Results = list.ListResultsStreamDiagnostics(diags)

		return
	}

	pages, diags := l.search(ctx, l.data.client, req.Config, cmp.Or(req.Limit, client.MaxPageSize))
	if diags.HasError() {
		stream.Results = list.ListResultsStreamDiagnostics(diags)

		return
	}

	stream.Results = func(yield func(list.ListResult) bool) {
		listed := int64(0)

		for page, err := range pages {
			if err != nil {
				diags := operation{verb: "List", noun: l.noun}.diagnostics(err)
				locate(ctx, &diags, req.Config)
				yield(list.ListResult{Diagnostics: diags})

				return
			}

			for i := range page.Clients {
				listed++

				if !yield(l.result(ctx, req, &page.Clients[i])) || listed == req.Limit {
					return
				}
			}
		}
	}
}

// result returns one client.
func (l *clientListResource[T]) result(ctx context.Context, req list.ListRequest, found *T) list.ListResult {
	id, name, model := l.describe(found)

	result := req.NewListResult(ctx)
	result.DisplayName = cmp.Or(types.StringPointerValue(name).ValueString(), *id)
	result.Diagnostics.Append(result.Identity.Set(ctx, oauthClientIdentity{
		ClientID: types.StringPointerValue(id), ProjectID: types.StringValue(l.data.settings.projectID.value),
	})...)

	if req.IncludeResource {
		result.Diagnostics.Append(result.Resource.Set(ctx, model)...)
	}

	return result
}
