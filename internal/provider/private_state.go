// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"
	"encoding/json"

	"github.com/hashicorp/terraform-plugin-framework/diag"
)

// privateState is the framework's private state, whose type cannot be named outside of the framework.
type privateState interface {
	GetKey(ctx context.Context, key string) ([]byte, diag.Diagnostics)
	SetKey(ctx context.Context, key string, value []byte) diag.Diagnostics
}

// savePrivate writes a value to the private state.
func savePrivate(ctx context.Context, private privateState, key string, value any) diag.Diagnostics {
	encoded, err := json.Marshal(value)
	if err != nil {
		return diag.Diagnostics{diag.NewErrorDiagnostic("Invalid Private State", "This is a bug of the provider: "+err.Error())}
	}

	return private.SetKey(ctx, key, encoded)
}

// loadPrivate reads a value from the private state. It is zero if there is none.
func loadPrivate[T any](ctx context.Context, private privateState, key string) (T, diag.Diagnostics) {
	var value T

	encoded, diags := private.GetKey(ctx, key)
	if diags.HasError() || encoded == nil {
		return value, diags
	}

	if err := json.Unmarshal(encoded, &value); err != nil {
		diags.AddError("Invalid Private State", "The state of this resource was written by another version of the provider.")
	}

	return value, diags
}
