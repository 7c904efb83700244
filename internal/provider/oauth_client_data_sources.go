// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"fmt"
	"iter"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/client"
)

// envelopeModel is the model of envelope.
type envelopeModel struct {
	RequestID  types.String `tfsdk:"request_id"`
	StatusCode types.Int64  `tfsdk:"status_code"`
}

// newEnvelopeModel returns the envelope of a response.
func newEnvelopeModel(from client.Envelope) envelopeModel {
	return envelopeModel{
		RequestID: types.StringPointerValue(from.RequestID), StatusCode: types.Int64PointerValue(from.StatusCode),
	}
}

// allPages reads all pages of a search. The envelope and the total are those of the last one.
func allPages[T any](pages iter.Seq2[*client.ClientPage[T], error]) (client.ClientPage[T], error) {
	all := client.ClientPage[T]{}

	for page, err := range pages {
		if err != nil {
			return all, err
		}

		all.Envelope, all.Total, all.Clients = page.Envelope, page.Total, append(all.Clients, page.Clients...)
	}

	return all, nil
}

// onlyOne returns the only client that fits a name. Names are not unique.
func onlyOne[T any](fits []T, name string, id func(*T) *string) (*T, diag.Diagnostics) {
	if len(fits) == 1 {
		return &fits[0], nil
	}

	at, detail := path.Root("client_name"), fmt.Sprintf("No client of the project has exactly the name %q. Upper and lower "+
		"case differ.", name)

	if len(fits) > 1 {
		ids := make([]string, len(fits))
		for i := range fits {
			ids[i] = types.StringPointerValue(id(&fits[i])).ValueString()
		}

		detail = fmt.Sprintf("%d clients of the project have the name %q. Set `client_id` to one of their ids instead: %s.",
			len(fits), name, strings.Join(ids, ", "))
	}

	return nil, diag.Diagnostics{diag.NewAttributeErrorDiagnostic(at, "No Single Client of This Name", detail)}
}

// clientByIDOrName are the two arguments of which one selects a client.
func clientByIDOrName(isID *stringValidator) attributes {
	return attributes{
		"client_id": optionalComputedString("The client id. Set exactly one of `client_id` and `client_name`.", isID,
			exactlyOneOf("client_id", "client_name")),
		"client_name": optionalComputedString("The exact name.", isNotEmpty),
	}
}

// clientSearchResults are the results of a search for clients, which have these attributes.
func clientSearchResults(name, description string, fields attributes) attributes {
	return envelope().with(attributes{
		name: schema.ListNestedAttribute{
			MarkdownDescription: description, Computed: true,
			NestedObject: schema.NestedAttributeObject{Attributes: fields},
		},
		"total": computedInt64("The total that Stytch reports. Null if it reports none."),
	})
}

// clientLastFourAttributes are the attributes of a clientLastFours.
func clientLastFourAttributes() attributes {
	return attributes{
		"client_secret_last_four": computedString("The last four characters of the client secret. Null if there is none."),
		"next_client_secret_last_four": computedString("The last four characters of the next client secret, during a rotation. Null " +
			"otherwise."),
	}
}
