// SPDX-License-Identifier: MPL-2.0

// Command terraform-provider-stytchoauth is a Terraform provider for the OAuth side of Stytch.
package main

import (
	"flag"
	"log"
	"os"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6/tf6server"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/provider"
)

// version is set when a release is built.
var version = "dev"

// address is where the registry has the provider.
const address = "registry.terraform.io/stytch-community/stytchoauth"

func main() {
	debug := flag.Bool("debug", false, "serve for a debugger, and print how Terraform can reach it")
	flag.Parse()

	var options []tf6server.ServeOpt
	if *debug {
		options = append(options, tf6server.WithManagedDebug())
	} else if err := quiet(os.Getenv, os.Setenv); err != nil {
		log.Fatal(err)
	}

	// The framework's own Serve would link protocol 5, too.
	if err := tf6server.Serve(address, provider.NewServer(version, os.Getenv), options...); err != nil {
		log.Fatal(err)
	}
}
