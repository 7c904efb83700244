// SPDX-License-Identifier: MPL-2.0

package main

import (
	"encoding/base64"
	"fmt"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/stytchmock"
)

// contender is a provider that is measured.
type contender struct {
	// name is its type, and source its address without the host.
	name, source string
	// program is its binary.
	program string
	// reads is a configuration with that many data sources, without what says which provider is meant. What it
	// reads of a server is all that there is to read for one Member: the same for all that ask a server.
	reads func(count int, from stytchmock.Fixture) string
}

// The names of the providers.
const (
	ours = "stytchoauth"
	peer = "http"
	idle = "idle"
)

// The contenders, without their programs.
var (
	oursContender = contender{name: ours, source: "stytch-community/stytchoauth", reads: func(
		count int, from stytchmock.Fixture,
	) string {
		return fmt.Sprintf(`
provider "stytchoauth" {
  project_id = %q
  secret     = %q
  base_url   = %q
}

data "stytchoauth_member_slack_tokens" "read" {
  count           = %d
  organization_id = %q
  member_id       = %q
}
`, from.ProjectID, from.Secret, from.BaseURL, count, from.OrganizationID, from.MemberID)
	}}

	peerContender = contender{name: peer, source: "hashicorp/http", reads: func(
		count int, from stytchmock.Fixture,
	) string {
		return fmt.Sprintf(`
data "http" "read" {
  count = %d
  url   = "%s/v1/b2b/organizations/%s/members/%s/oauth_providers/slack"

  request_headers = {
    Accept        = "application/json"
    Authorization = "Basic %s"
  }
}
`, count, from.BaseURL, from.OrganizationID, from.MemberID,
			base64.StdEncoding.EncodeToString([]byte(from.ProjectID+":"+from.Secret)))
	}}

	idleContender = contender{name: idle, source: "stytch-community/idle", reads: func(
		count int, _ stytchmock.Fixture,
	) string {
		return fmt.Sprintf(`
data "idle_read" "read" {
  count = %d
}
`, count)
	}}
)

// with returns the contender with its program.
func (c contender) with(program string) contender {
	c.program = program

	return c
}

// configuration is a whole configuration.
func (c contender) configuration(count int, from stytchmock.Fixture) string {
	return fmt.Sprintf(`
terraform {
  required_providers {
    %s = {
      source = %q
    }
  }
}
`, c.name, c.source) + c.reads(count, from)
}
