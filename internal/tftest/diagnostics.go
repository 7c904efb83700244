// SPDX-License-Identifier: MPL-2.0

package tftest

import (
	"fmt"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// Diagnostics are what a provider says.
type Diagnostics []*tfprotov6.Diagnostic

// Errors are those that stop Terraform.
func (d Diagnostics) Errors() Diagnostics {
	return d.of(tfprotov6.DiagnosticSeverityError)
}

// Warnings are those that do not.
func (d Diagnostics) Warnings() Diagnostics {
	return d.of(tfprotov6.DiagnosticSeverityWarning)
}

// of filters by severity.
func (d Diagnostics) of(severity tfprotov6.DiagnosticSeverity) Diagnostics {
	var found Diagnostics

	for _, one := range d {
		if one.Severity == severity {
			found = append(found, one)
		}
	}

	return found
}

// String is all that they say.
func (d Diagnostics) String() string {
	var text strings.Builder

	for _, one := range d {
		fmt.Fprintf(&text, "\n%s at %q: %s\n%s\n", one.Severity, At(one), one.Summary, one.Detail)
	}

	return text.String()
}

// At is the attribute that a diagnostic is on, as Terraform would show it; empty for none.
func At(diagnostic *tfprotov6.Diagnostic) string {
	var text strings.Builder

	for _, step := range diagnostic.Attribute.Steps() {
		switch step := step.(type) {
		case tftypes.AttributeName:
			fmt.Fprintf(&text, ".%s", string(step))
		case tftypes.ElementKeyInt:
			fmt.Fprintf(&text, "[%d]", int64(step))
		case tftypes.ElementKeyString:
			fmt.Fprintf(&text, "[%q]", string(step))
		default:
			fmt.Fprintf(&text, "[%v]", step)
		}
	}

	return strings.TrimPrefix(text.String(), ".")
}

// ElementAt is where an element of a map is, as [At] has it.
func ElementAt(attribute, key string) string {
	return fmt.Sprintf("%s[%q]", attribute, key)
}

// RequireNone fails on any diagnostic.
func (d Diagnostics) RequireNone(t *testing.T) {
	t.Helper()

	if len(d) > 0 {
		t.Fatalf("unexpected diagnostics:%s", d)
	}
}

// Fault is what a diagnostic has to be.
type Fault struct {
	// At is the attribute that it is on; empty for none.
	At string
	// Summary is its summary.
	Summary string
	// Says are parts of its detail.
	Says []string
	// Hides are what no diagnostic may show.
	Hides []string
}

// RequireError fails unless there is one error, and it is this one.
func (d Diagnostics) RequireError(t *testing.T, want Fault) {
	t.Helper()
	want.require(t, d.Errors(), d)
}

// RequireWarning fails unless there is no error and one warning, and it is this one.
func (d Diagnostics) RequireWarning(t *testing.T, want Fault) {
	t.Helper()
	d.Errors().RequireNone(t)
	want.require(t, d.Warnings(), d)
}

// require compares.
func (f Fault) require(t *testing.T, found, all Diagnostics) {
	t.Helper()

	if len(found) != 1 {
		t.Fatalf("%d diagnostics of this severity, want 1:%s", len(found), all)
	}

	if got := At(found[0]); got != f.At {
		t.Errorf("it is on %q, want %q:%s", got, f.At, all)
	}

	if f.Summary != "" && found[0].Summary != f.Summary {
		t.Errorf("summary %q, want %q", found[0].Summary, f.Summary)
	}

	for _, part := range f.Says {
		if !strings.Contains(found[0].Detail, part) {
			t.Errorf("it does not say %q:%s", part, all)
		}
	}

	for _, secret := range f.Hides {
		if Contains(all.String(), secret) {
			t.Errorf("it shows %q:%s", secret, all)
		}
	}
}
