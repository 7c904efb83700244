// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"strings"
	"unicode"
)

// moduleURL is for those who read a server's logs.
const moduleURL = "https://github.com/stytch-community/terraform-provider-stytchoauth"

// userAgent returns the User-Agent header.
func (p *stytchOAuthProvider) userAgent(terraformVersion string) string {
	agent := "terraform-provider-stytchoauth/" + p.version + " (+" + moduleURL + ")"
	if terraformVersion != "" {
		agent += " Terraform/" + terraformVersion
	}

	// A control character would make every request invalid.
	appended := strings.Map(func(char rune) rune {
		if unicode.IsControl(char) {
			return -1
		}

		return char
	}, p.getenv("TF_APPEND_USER_AGENT"))

	return strings.TrimSpace(agent + " " + strings.TrimSpace(appended))
}
