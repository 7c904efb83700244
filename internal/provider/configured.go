// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
)

// configured is embedded in every type: it holds what the provider's Configure made for types of that kind.
type configured struct {
	data *providerData
}

// setProviderData stores the provider data, which is nil before the provider is configured: Terraform validates first.
func (c *configured) setProviderData(from any) diag.Diagnostics {
	if from == nil {
		return nil
	}

	data, ok := from.(*providerData)
	if !ok {
		return diag.Diagnostics{diag.NewErrorDiagnostic("Unexpected Provider Data",
			fmt.Sprintf("This is a bug of the provider: its types were given a %T.", from))}
	}

	c.data = data

	return nil
}

// result is where a type puts its model: a [*tfsdk.State] or a [*tfsdk.EphemeralResultData].
type result interface {
	Set(ctx context.Context, model any) diag.Diagnostics
}

// fillFunc reads a configuration, does what the type is for, and sets the result.
type fillFunc func(ctx context.Context, data *providerData, config tfsdk.Config, to result) diag.Diagnostics

// withModel returns a fillFunc for a type whose model is an M. Its fill gets a model that holds the arguments, and adds
// what is computed. The result is set unless fill returns an error.
func withModel[M any](fill func(context.Context, *providerData, *M) diag.Diagnostics) fillFunc {
	return func(ctx context.Context, data *providerData, config tfsdk.Config, to result) diag.Diagnostics {
		var model M

		diags := config.Get(ctx, &model)
		if diags.HasError() {
			return diags
		}

		filled := fill(ctx, data, &model)
		locate(ctx, &filled, config)
		diags.Append(filled...)

		if !diags.HasError() {
			diags.Append(to.Set(ctx, &model)...)
		}

		return diags
	}
}
