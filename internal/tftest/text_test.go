// SPDX-License-Identifier: MPL-2.0

package tftest

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// A secret is found in every form that it may have.
func TestContains(t *testing.T) {
	t.Parallel()

	const secret = `s3cr/t "+<`

	for _, text := range []string{
		`a s3cr/t "+< b`, `s3cr%2Ft+%22%2B%3C`, `s3cr%2Ft%20%22+%3C`, `{"a":"s3cr/t \"+\u003c"}`, "czNjci90ICIrPA==", "czNjci90ICIrPA",
	} {
		if !Contains(text, secret) {
			t.Errorf("it is not found in %s", text)
		}
	}

	for _, text := range []string{"", "s3cr", "another text"} {
		if Contains(text, secret) {
			t.Errorf("it is found in %q", text)
		}
	}
}

func TestAt(t *testing.T) {
	t.Parallel()

	for want, path := range map[string]*tftypes.AttributePath{
		"":                         nil,
		"scopes":                   tftypes.NewAttributePath().WithAttributeName("scopes"),
		"scopes[1]":                tftypes.NewAttributePath().WithAttributeName("scopes").WithElementKeyInt(1),
		"a.b":                      tftypes.NewAttributePath().WithAttributeName("a").WithAttributeName("b"),
		ElementAt("params", `a"b`): tftypes.NewAttributePath().WithAttributeName("params").WithElementKeyString(`a"b`),
	} {
		if got := At(&tfprotov6.Diagnostic{Attribute: path}); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

// A template names what the emulator was seeded with, and nothing else is left in it.
func TestExpand(t *testing.T) {
	t.Parallel()

	emulator := Start(t)

	got := emulator.Expand(`a = "<project_id>" # <base_url> a<b`)
	if want := `a = "` + emulator.Seed.ProjectID + `" # ` + emulator.URL + ` a<b`; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}
