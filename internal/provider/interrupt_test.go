// SPDX-License-Identifier: MPL-2.0

//go:build unix

package provider_test

import (
	"bytes"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/stytchmock"
	"github.com/stytch-community/terraform-provider-stytchoauth/internal/tftest"
)

// interruptible is a configuration that reads, mints, and has tokens to revoke when it is done with them. The resource
// refers to them: OpenTofu does not open in apply what nothing refers to.
const interruptible = `
data "stytchoauth_member_github_tokens" "this" {
  organization_id = "<organization_id>"
  member_id       = "<member_id>"
}

ephemeral "stytchoauth_member_authorization" "this" {
  organization_id = "<organization_id>"
  member_id       = "<member_id>"
  client_id       = "<confidential_client_id>"
  redirect_uri    = "<redirect_uri>"
  scopes          = ["openid", "offline_access"]
  consent_granted = true
  open_after      = OPEN_AFTER
}

ephemeral "stytchoauth_connected_app_tokens" "this" {
  client_id       = "<confidential_client_id>"
  client_secret   = "<confidential_client_secret>"
  redirect_uri    = "<redirect_uri>"
  code            = ephemeral.stytchoauth_member_authorization.this.authorization_code
  revoke_on_close = true
}

resource "terraform_data" "this" {
  lifecycle {
    precondition {
      condition     = ephemeral.stytchoauth_connected_app_tokens.this.access_token != ""
      error_message = "There is no token."
    }
  }
}
`

// Wherever Ctrl-C interrupts a run, it ends at once and says so. Nothing is minted any more, but tokens are still
// revoked.
func TestInterrupt(t *testing.T) {
	t.Parallel()

	limited := stytchmock.Fault{
		Status: http.StatusTooManyRequests, Header: http.Header{"Retry-After": {"30"}}, Body: "{}",
	}

	for name, test := range map[string]struct {
		command, openAfter, route string
		fault                     stytchmock.Fault
		// logged is part of the log when the interrupt comes.
		logged string
		says   []string
		// tokens is how many tokens are issued, and revoked.
		tokens int
	}{
		"in a read": {
			command: "plan", openAfter: "timestamp()", route: stytchmock.RouteMemberTokens, fault: stytchmock.Fault{Respond: hang},
			says: []string{"The request for Member", "canceled before", "The run was stopped."},
		},
		"while rate limited": {
			command: "plan", openAfter: "null", route: stytchmock.RouteMemberAuthorize, fault: limited, logged: " status=429 ",
			says: []string{"canceled while waiting to try again", "The run was stopped."},
		},
		"in a mint in apply": {
			command: "apply", openAfter: "timestamp()", route: stytchmock.RouteMemberAuthorize, fault: stytchmock.Fault{Respond: hang},
			says: []string{"The request for Connected App", "canceled before", mayHaveHappened},
		},
		// The interrupt comes while the first of the tokens is revoked. The plan itself may have succeeded by then.
		"while revoking": {
			command: "plan", openAfter: "null", route: stytchmock.RouteRevoke, fault: stytchmock.Fault{Delay: time.Second}, tokens: 2,
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

			configuration := emulator.B2B(strings.ReplaceAll(interruptible, "OPEN_AFTER", test.openAfter))
			run := startCLI(t, tftest.NewWorkspace(t, configuration), arguments...)
			run.until(func() bool {
				return emulator.Count(test.route) == 1 && strings.Contains(run.log(), test.logged)
			})

			output, err := run.interrupt()

			for _, part := range test.says {
				if err == nil || !strings.Contains(output, part) {
					t.Errorf("it does not fail with %q: %v\n%s", part, err, output)
				}
			}

			if strings.Contains(output, "Tokens Not Revoked") {
				t.Error(output)
			}

			if test.tokens == 0 {
				emulator.RequireCount(t, test.route, 1)
			}

			if issued := emulator.IssuedTokens(); len(issued) != test.tokens || len(emulator.Codes()) > test.tokens {
				t.Errorf("codes %+v, tokens %+v, want %d tokens", emulator.Codes(), issued, test.tokens)
			}

			emulator.RequireCount(t, stytchmock.RouteRevoke, test.tokens)
			requireRevoked(t, emulator, true)
		})
	}
}

// maxWait is how long anything here may take at most: far more than it does.
const maxWait = time.Minute

// cliRun is a real CLI under way, in a process group of its own, as a shell starts it. It starts the provider's own
// binary: a provider in this process would never hear of an interrupt.
type cliRun struct {
	t       *testing.T
	command *exec.Cmd
	output  bytes.Buffer
	logFile string
	ended   chan error
}

// startCLI starts a command in a workspace.
func startCLI(t *testing.T, workspace *tftest.Workspace, arguments ...string) *cliRun {
	t.Helper()

	run := &cliRun{t: t, logFile: filepath.Join(t.TempDir(), "terraform.log"), ended: make(chan error, 1)}

	run.command = workspace.Command(t.Context(), map[string]string{"TF_LOG": "DEBUG", "TF_LOG_PATH": run.logFile}, arguments...)
	run.command.Stdout, run.command.Stderr = &run.output, &run.output
	run.command.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}

	if err := run.command.Start(); err != nil {
		t.Fatal(err)
	}

	// Nothing outlives the test, whatever becomes of it.
	t.Cleanup(func() { _ = syscall.Kill(-run.command.Process.Pid, syscall.SIGKILL) })

	go func() { run.ended <- run.command.Wait() }()

	return run
}

// log returns the log so far.
func (r *cliRun) log() string {
	text, _ := os.ReadFile(r.logFile) // There is none at first.

	return string(text)
}

// until waits for a condition, and fails if the run ends before it holds.
func (r *cliRun) until(holds func() bool) {
	r.t.Helper()

	deadline := time.After(maxWait)

	for !holds() {
		select {
		case <-time.After(10 * time.Millisecond):
		case err := <-r.ended:
			r.t.Fatalf("it ended: %v\n%s", err, r.output.String())
		case <-deadline:
			r.t.Fatal("it has not got there")
		}
	}
}

// interrupt is what Ctrl-C does: the whole group gets the signal. It waits for the CLI to end, and returns what it
// printed and its error.
func (r *cliRun) interrupt() (string, error) {
	r.t.Helper()

	begun := time.Now()
	if err := syscall.Kill(-r.command.Process.Pid, syscall.SIGINT); err != nil {
		r.t.Fatal(err)
	}

	select {
	case err := <-r.ended:
		if took := time.Since(begun); took > 10*time.Second {
			r.t.Errorf("it ended after %s", took)
		}

		return unwrapped(r.output.String()), err
	case <-time.After(maxWait):
		r.t.Fatal("it did not end")
	}

	return "", nil
}
