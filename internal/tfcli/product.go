// SPDX-License-Identifier: MPL-2.0

package tfcli

import (
	"fmt"
	"path/filepath"
	"strings"
)

// Product is Terraform or OpenTofu.
type Product struct {
	// Name is what it is called.
	Name string
	// Command is its executable.
	Command string

	oldest Version
}

// The products, with the version that brought ephemeral resources.
var (
	Terraform = Product{Name: "Terraform", Command: "terraform", oldest: Version{1, 10, "1.10"}}
	OpenTofu  = Product{Name: "OpenTofu", Command: "tofu", oldest: Version{1, 11, "1.11"}}
)

// Products returns both, in the order in which they are looked for.
func Products() []Product {
	return []Product{Terraform, OpenTofu}
}

// productOf guesses the product of an executable by its name.
func productOf(path string) Product {
	if strings.HasPrefix(strings.ToLower(filepath.Base(path)), OpenTofu.Command) {
		return OpenTofu
	}

	return Terraform
}

// needed says which versions will do.
func needed() string {
	return fmt.Sprintf("%s %s or newer, or %s %s or newer, is needed; see "+
		"https://developer.hashicorp.com/terraform/install or https://opentofu.org/docs/intro/install/",
		Terraform.Name, Terraform.oldest, OpenTofu.Name, OpenTofu.oldest)
}

// Version is a version as far as it decides what a CLI can do.
type Version struct {
	major, minor int
	text         string
}

// String returns it in full.
func (v Version) String() string {
	return v.text
}

// AtLeast compares it.
func (v Version) AtLeast(major, minor int) bool {
	return v.major > major || v.major == major && v.minor >= minor
}

// WriteOnlyArguments tells whether the CLI knows write-only arguments, which came to Terraform and to OpenTofu with
// their versions 1.11.
func (c *CLI) WriteOnlyArguments() bool {
	return c.Version.AtLeast(1, 11)
}

// PlansOpenings tells whether the CLI shows an ephemeral resource that is opened in apply as a change of the plan, so
// that no plan is ever without changes.
func (c *CLI) PlansOpenings() bool {
	return c.Product == OpenTofu && !c.Version.AtLeast(1, 12)
}
