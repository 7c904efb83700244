// SPDX-License-Identifier: MPL-2.0

package tftest

import (
	"fmt"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// Diagnostics are a provider's diagnostics.
type Diagnostics []*tfprotov6.Diagnostic

// Errors returns the errors.
func (d Diagnostics) Errors() Diagnostics {
	return d.of(tfprotov6.DiagnosticSeverityError)
}

// Warnings returns the warnings.
func (d Diagnostics) Warnings() Diagnostics {
	return d.of(tfprotov6.DiagnosticSeverityWarning)
}

func (d Diagnostics) of(severity tfprotov6.DiagnosticSeverity) Diagnostics {
	var found Diagnostics

	for _, one := range d {
		if one.Severity == severity {
			found = append(found, one)
		}
	}

	return found
}

// String returns the text of all of them.
func (d Diagnostics) String() string {
	var text strings.Builder

	for _, one := range d {
		fmt.Fprintf(&text, "\n%s at %q: %s\n%s\n", one.Severity, At(one), one.Summary, one.Detail)
	}

	return text.String()
}

// At returns the attribute that a diagnostic is on, as Terraform shows it; empty for none.
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

// ElementAt returns what [At] returns for an element of a map.
func ElementAt(attribute, key string) string {
	return fmt.Sprintf("%s[%q]", attribute, key)
}

// RequireNone fails on any diagnostic.
func (d Diagnostics) RequireNone(tb testing.TB) {
	tb.Helper()

	if len(d) > 0 {
		tb.Fatalf("unexpected diagnostics:%s", d)
	}
}

// Fault is what a test expects of a diagnostic.
type Fault struct {
	// At is the attribute that it is on; empty for none.
	At string
	// Summary is its summary; empty for any.
	Summary string
	// Says are parts of its detail.
	Says []string
	// Hides are secrets that no diagnostic may show.
	Hides []string
}

// RequireError fails unless there is exactly one error, and it is the expected one.
func (d Diagnostics) RequireError(tb testing.TB, want Fault) {
	tb.Helper()
	want.require(tb, d.Errors(), d)
}

// RequireWarning fails unless there is no error and exactly one warning, and it is the expected one.
func (d Diagnostics) RequireWarning(tb testing.TB, want Fault) {
	tb.Helper()
	d.Errors().RequireNone(tb)
	want.require(tb, d.Warnings(), d)
}

func (f Fault) require(tb testing.TB, found, all Diagnostics) {
	tb.Helper()

	if len(found) != 1 {
		tb.Fatalf("%d diagnostics of this severity, want 1:%s", len(found), all)
	}

	if got := At(found[0]); got != f.At {
		tb.Errorf("it is on %q, want %q:%s", got, f.At, all)
	}

	if f.Summary != "" && found[0].Summary != f.Summary {
		tb.Errorf("summary %q, want %q", found[0].Summary, f.Summary)
	}

	for _, part := range f.Says {
		if !strings.Contains(found[0].Detail, part) {
			tb.Errorf("it does not say %q:%s", part, all)
		}
	}

	for _, secret := range f.Hides {
		if Contains(all.String(), secret) {
			tb.Errorf("it shows %q:%s", secret, all)
		}
	}
}
