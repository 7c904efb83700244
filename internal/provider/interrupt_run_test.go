// SPDX-License-Identifier: MPL-2.0

//go:build unix

package provider_test

import (
	"context"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/stytchmock"
	"github.com/stytch-community/terraform-provider-stytchoauth/internal/tftest"
)

// interruptedMint is an authorization that begins with a preflight, in plan or in apply.
func interruptedMint(openAfter string) string {
	return `
ephemeral "stytchoauth_member_authorization" "this" {
  organization_id = "<organization_id>"
  member_id       = "<member_id>"
  client_id       = "<confidential_client_id>"
  redirect_uri    = "<redirect_uri>"
  scopes          = ["openid"]
  consent_granted = true
  open_after      = ` + openAfter + `
}

resource "terraform_data" "change" {}
`
}

// Wherever a run is interrupted, it ends at once, says so, leaves no process behind, and mints nothing any more.
func TestInterrupt(t *testing.T) {
	t.Parallel()

	const (
		hanging = "The request was canceled before there was a whole answer. This was about "
		waiting = "The request was canceled while waiting to try again. This was about "
	)

	hangs := stytchmock.Fault{Respond: hang}
	asks := func(status int) stytchmock.Fault {
		return stytchmock.Fault{Status: status, Header: http.Header{"Retry-After": {"30"}}, Body: "{}"}
	}

	for name, test := range map[string]struct {
		configuration string
		command       string
		route         string
		fault         stytchmock.Fault
		// sent and failed are how many requests were sent and have failed when the interrupt comes.
		sent, failed int
		says         string
		maybe        bool
	}{
		"in reads": {
			manyReads(3), "plan", stytchmock.RouteMemberTokens, hangs, 3, 0, hanging + "Member", false,
		},
		"between two attempts": {
			manyReads(3), "plan", stytchmock.RouteMemberTokens, asks(http.StatusServiceUnavailable), 3, 3,
			waiting + "Member", false,
		},
		"while rate limited": {
			manyReads(1), "plan", stytchmock.RouteMemberTokens, asks(http.StatusTooManyRequests), 1, 1,
			waiting + "Member", false,
		},
		"in a preflight": {
			interruptedMint("null"), "plan", stytchmock.RouteMemberPreflight, hangs, 1, 0, hanging + "Connected App", false,
		},
		"in a mint": {
			interruptedMint("null"), "plan", stytchmock.RouteMemberAuthorize, hangs, 1, 0, hanging + "Connected App", true,
		},
		// Terraform 1.11 tells providers of an interrupt only when this part of an apply is over.
		"in reads that an apply begins with": {
			manyReads(3), "apply", stytchmock.RouteMemberTokens, hangs, 3, 0, hanging + "Member", false,
		},
		"in a mint that an apply begins with": {
			interruptedMint("null"), "apply", stytchmock.RouteMemberAuthorize, hangs, 1, 0, hanging + "Connected App", true,
		},
		"in a mint in apply": {
			interruptedMint("timestamp()"), "apply", stytchmock.RouteMemberAuthorize, hangs, 1, 0, hanging + "Connected App", true,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			emulator := tftest.Start(t)
			emulator.Inject(test.route, -1, test.fault)

			arguments := []string{test.command, "-no-color", "-input=false"}
			if test.command == "apply" {
				arguments = append(arguments, "-auto-approve")
			}

			run := startTerraform(t, tftest.NewWorkspace(t, emulator.B2B(test.configuration)), arguments...)
			run.until("request", func() bool {
				return emulator.Count(test.route) == test.sent && run.logged("Request to Stytch failed") == test.failed
			})

			output := run.interrupt()
			run.requireGone()

			// The provider may be quicker than Terraform is with its own words.
			if !strings.Contains(output, test.says) {
				t.Errorf("it does not say %q:\n%s", test.says, output)
			}

			if strings.Contains(output, mayHaveHappened) != test.maybe {
				t.Errorf("it says that it may have happened: %t:\n%s", !test.maybe, output)
			}

			// The provider is gone, so this is all that ever comes.
			emulator.RequireCount(t, test.route, test.sent)

			if test.route == stytchmock.RouteMemberPreflight {
				emulator.RequireCount(t, stytchmock.RouteMemberAuthorize, 0)
			}

			if codes := emulator.Codes(); len(codes) > 0 {
				t.Errorf("minted %+v", codes)
			}
		})
	}
}

// What was opened before the interrupt is closed after it: tokens do not stay good because somebody was impatient. The
// provider still talks to Stytch then, for what it has to take back.
func TestInterruptRevokes(t *testing.T) {
	t.Parallel()

	emulator := tftest.Start(t)
	emulator.Inject(stytchmock.RouteMemberTokens, -1, stytchmock.Fault{Respond: hang})

	run := startTerraform(t, tftest.NewWorkspace(t, emulator.B2B(interruptedMint("null")+`
ephemeral "stytchoauth_connected_app_tokens" "this" {
  client_id       = "<confidential_client_id>"
  client_secret   = "<confidential_client_secret>"
  redirect_uri    = "<redirect_uri>"
  code            = ephemeral.stytchoauth_member_authorization.this.authorization_code
  revoke_on_close = true
}

ephemeral "stytchoauth_member_github_tokens" "this" {
  organization_id = "<organization_id>"
  member_id       = "<member_id>"
}
`)), "plan", "-no-color", "-input=false")

	run.until("request and exchange", func() bool {
		return emulator.Count(stytchmock.RouteMemberTokens) == 1 && run.logged("path=/v1/public/{project_id}/oauth2/token") == 1
	})

	output := run.interrupt()
	run.requireGone()
	requireRevoked(t, emulator, true)
	emulator.RequireCount(t, stytchmock.RouteMemberAuthorize, 1)
	emulator.RequireCount(t, stytchmock.RouteRevoke, 1)

	if strings.Contains(output, "Tokens Not Revoked") {
		t.Error(output)
	}
}

// A revocation that is under way when the interrupt comes is brought to its end: it has a time of its own.
func TestInterruptInRevocation(t *testing.T) {
	t.Parallel()

	emulator := tftest.Start(t)
	served := forProject(t, emulator, stytchmock.B2B)
	opened := openedToRevoke(t, emulator, served, true, "openid", "offline_access")

	interrupted, interrupt := context.WithCancel(t.Context())
	emulator.Inject(stytchmock.RouteRevoke, 1, stytchmock.Fault{Respond: func(w http.ResponseWriter, r *http.Request) {
		interrupt()

		select {
		case <-r.Context().Done():
		case <-time.After(time.Second):
			w.WriteHeader(http.StatusServiceUnavailable)
		}
	}})

	diagnostics := served.Within(interrupted).Close(opened)
	diagnostics.RequireWarning(t, tftest.Fault{Says: []string{"503 Service Unavailable"}})
	emulator.RequireCount(t, stytchmock.RouteRevoke, 2)
}
