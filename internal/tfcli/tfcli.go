// SPDX-License-Identifier: MPL-2.0

// Package tfcli is what is left of a package that internal/tftest replaces, for tests that still name it.
package tfcli

import "github.com/stytch-community/terraform-provider-stytchoauth/internal/tftest"

// Environment is [tftest.Environment].
func Environment(environ []string, more ...map[string]string) map[string]string {
	return tftest.Environment(environ, more...)
}

// Holds is [tftest.Contains].
func Holds(text []byte, value string) bool {
	return tftest.Contains(text, value)
}
