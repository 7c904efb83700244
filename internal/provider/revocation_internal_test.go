// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// memory is the Private of a request and its response.
type memory struct {
	kept  map[string][]byte
	fails diag.Diagnostics
}

// GetKey reads.
func (m *memory) GetKey(_ context.Context, key string) ([]byte, diag.Diagnostics) {
	return m.kept[key], m.fails
}

// SetKey writes.
func (m *memory) SetKey(_ context.Context, key string, value []byte) diag.Diagnostics {
	if m.fails.HasError() {
		return m.fails
	}

	m.kept[key] = value

	return nil
}

// broken is what a Private that cannot be used says.
func broken() diag.Diagnostics {
	return diag.Diagnostics{diag.NewErrorDiagnostic("Broken", "It is broken.")}
}

func TestRevocationIsKeptWhole(t *testing.T) {
	t.Parallel()

	for name, want := range map[string]revocation{
		"public": {ClientID: "c", AccessToken: "a"},
		"whole":  {ClientID: "c", ClientSecret: `s"<`, AccessToken: "a", RefreshToken: "r"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			private := &memory{kept: map[string][]byte{}}

			if diags := want.keep(t.Context(), private); len(diags) > 0 {
				t.Fatal(diags)
			}

			got, diags := keptRevocation(t.Context(), private)
			if len(diags) > 0 || got == nil || *got != want {
				t.Errorf("got %+v, %v, want %+v", got, diags, want)
			}
		})
	}
}

func TestRevocationOfNothing(t *testing.T) {
	t.Parallel()

	got, diags := keptRevocation(t.Context(), &memory{})
	if got != nil || len(diags) > 0 {
		t.Errorf("got %+v, %v", got, diags)
	}
}

// What cannot be read any more is a warning, for nothing can be done about it. It does not repeat what was kept.
func TestRevocationUnreadable(t *testing.T) {
	t.Parallel()

	got, diags := keptRevocation(t.Context(), &memory{kept: map[string][]byte{revocationKey: []byte(`{"access_token":`)}})
	if got != nil || diags.HasError() || diags.WarningsCount() != 1 {
		t.Fatalf("got %+v, %v", got, diags)
	}

	if strings.Contains(diags[0].Detail(), "access_token") {
		t.Errorf("it shows what was kept: %s", diags[0].Detail())
	}
}

func TestRevocationPassesDiagnosticsOn(t *testing.T) {
	t.Parallel()

	private := &memory{fails: broken()}

	if diags := (&revocation{}).keep(t.Context(), private); !diags.HasError() {
		t.Error("a failure to keep is dropped")
	}

	if _, diags := keptRevocation(t.Context(), private); !diags.HasError() {
		t.Error("a failure to read is dropped")
	}
}

func TestNewRevocation(t *testing.T) {
	t.Parallel()

	model := connectedAppTokensModel{RefreshToken: types.StringValue("r")}
	model.ClientID, model.ClientSecret = types.StringValue("c"), types.StringNull()
	model.AccessToken = types.StringValue("a")

	if got := newRevocation(model); *got != (revocation{ClientID: "c", AccessToken: "a", RefreshToken: "r"}) {
		t.Errorf("got %+v", got)
	}
}
