// SPDX-License-Identifier: MPL-2.0

package tfcli

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// Hosts are the registries' host names that provider addresses without one mean: Terraform's and OpenTofu's.
func Hosts() []string {
	return []string{"registry.terraform.io", "registry.opentofu.org"}
}

// address is this provider's address without the host.
const address = "stytch-community/stytchoauth"

// cliConfig is a CLI configuration file that has a CLI take providers from directories, by their addresses without
// the host, and no provider from anywhere else.
func cliConfig(dirs map[string]string) string {
	var overrides strings.Builder

	for _, provider := range slices.Sorted(maps.Keys(dirs)) {
		for _, host := range Hosts() {
			// A slash does on Windows too, and needs no escape.
			fmt.Fprintf(&overrides, "    %q = %q\n", host+"/"+provider, filepath.ToSlash(dirs[provider]))
		}
	}

	return "disable_checkpoint = true\n\nprovider_installation {\n  dev_overrides {\n" + overrides.String() + "  }\n}\n"
}

// writeCLIConfig writes it into a directory.
func writeCLIConfig(dir string, dirs map[string]string) (string, error) {
	file := filepath.Join(dir, "cli.tfrc")

	return file, os.WriteFile(file, []byte(cliConfig(dirs)), 0o600)
}
