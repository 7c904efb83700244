// SPDX-License-Identifier: MPL-2.0

// Command launcher stands where Terraform looks for a provider. It runs the real one and keeps account of what that
// used, for the command bench, which builds it.
package main

import (
	"log"
	"os"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/cmd/bench/account"
)

func main() {
	status, err := account.Launch(os.Getenv(account.ProgramVariable), os.Args[1:], os.Getenv(account.DirVariable))
	if err != nil {
		log.Fatal(err)
	}

	os.Exit(status)
}
