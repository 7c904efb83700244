// SPDX-License-Identifier: MPL-2.0

// Command terraform-provider-stytchoauth is a Terraform provider for the OAuth side of Stytch.
package main

import (
	"context"
	"flag"
	"log"
	"os"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/provider"
)

// version is set when a release is built.
var version = "dev"

func main() {
	debug := flag.Bool("debug", false, "serve for a debugger, and print how Terraform can reach it")
	flag.Parse()

	err := providerserver.Serve(context.Background(), provider.New(version, os.Getenv), providerserver.ServeOpts{
		Address:         "registry.terraform.io/stytch-community/stytchoauth",
		Debug:           *debug,
		ProtocolVersion: 6,
	})
	if err != nil {
		log.Fatal(err)
	}
}
