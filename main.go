// SPDX-License-Identifier: MPL-2.0

// Command terraform-provider-stytchoauth is a Terraform provider for the OAuth side of Stytch.
package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"log"
	"os"
	"os/signal"

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

	if err := serve(*debug); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// serve serves Terraform until it is done.
func serve(debug bool) error {
	// Go's HTTP client logs what a server sends that it did not ask for, which may be a part of a response.
	log.SetOutput(io.Discard)

	var options []tf6server.ServeOpt
	if debug {
		options = append(options, tf6server.WithManagedDebug())
	} else if err := quiet(os.Getenv, os.Setenv); err != nil {
		return err
	}

	// Ctrl-C reaches this process as it reaches Terraform, which hands it on only in some phases of a run.
	ctx, stop := context.WithCancel(context.Background())
	defer stop()

	interrupts := make(chan os.Signal, 1)
	signal.Notify(interrupts, os.Interrupt)

	go func() {
		<-interrupts
		stop()
	}()

	// The framework's own Serve would link protocol 5, too.
	return tf6server.Serve(address, provider.NewServer(ctx, version, os.Getenv), options...)
}
