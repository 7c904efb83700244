// SPDX-License-Identifier: MPL-2.0

package main

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/stytchmock"
	"github.com/stytch-community/terraform-provider-stytchoauth/internal/tftest"
)

// runDemo runs the demo, which has to remove everything that it creates, and returns its status and what it prints.
func runDemo(ctx context.Context, t *testing.T, prepared func(*demo), arguments ...string) (status int, printed string) {
	t.Helper()

	var output bytes.Buffer

	d := &demo{report: report{out: &output}, stderr: &output, tempDir: t.TempDir()}
	if prepared != nil {
		d.prepared = func() { prepared(d) }
	}

	status = d.run(ctx, arguments)

	left, err := os.ReadDir(d.tempDir)
	if err != nil {
		t.Fatal(err)
	}

	if len(left) > 0 {
		t.Errorf("it left %v behind", left)
	}

	return status, output.String()
}

func TestDemo(t *testing.T) {
	t.Parallel()

	var cli *tftest.CLI

	status, printed := runDemo(t.Context(), t, func(d *demo) { cli = d.cli })
	if status != 0 || !strings.Contains(printed, "checks passed") || strings.Contains(printed, "WRONG") {
		t.Errorf("status %d\n%s", status, printed)
	}

	for word := range strings.FieldsSeq(printed) {
		// A JWT, or anything else that is long and opaque.
		if len(word) > 40 && !strings.Contains(word, "/") {
			t.Errorf("it prints %s", word)
		}
	}

	if cli != nil && cli.WriteOnlyArguments() && !cli.PlansOpenings() {
		requireQuoted(t, printed)
	}
}

// requireQuoted checks that README.md quotes what the demo prints, apart from what differs in each run.
func requireQuoted(t *testing.T, printed string) {
	t.Helper()

	readme, err := os.ReadFile(filepath.Join("..", "..", "..", "README.md"))
	if err != nil {
		t.Fatal(err)
	}

	_, quote, found := strings.Cut(string(readme), "\n```\n2. terraform plan\n")
	quote, _, _ = strings.Cut(quote, "\n```\n")

	if !found {
		t.Fatal("README.md does not quote the demo")
	}

	differs := regexp.MustCompile(`\S{6}… \(|\d+\.\d s`)
	printed = differs.ReplaceAllString(printed, "")

	for line := range strings.SplitSeq(quote, "\n") {
		if !strings.Contains(printed, differs.ReplaceAllString(line, "")+"\n") && strings.TrimSpace(line) != "…" {
			t.Errorf("README.md quotes what the demo does not print: %s", line)
		}
	}
}

// TestWrong makes everything wrong that the demo is there to find, and that can go wrong without an error.
func TestWrong(t *testing.T) {
	t.Parallel()

	status, printed := runDemo(t.Context(), t, func(d *demo) {
		// The first reading has another Slack token than the others.
		d.emulator.Inject(stytchmock.RouteMemberTokens, 1, stytchmock.Fault{Status: http.StatusOK, Body: `{
			"request_id": "r", "status_code": 200, "provider_type": "Slack", "registrations": [{
			"provider_subject": "1", "access_token": "a", "scopes": [], "bot_access_token": "xoxb-another", "bot_scopes": []}]}`})

		d.emulator.Inject(stytchmock.RouteRevoke, -1, stytchmock.Fault{Status: http.StatusBadRequest, Body: "{}"})

		// The store is given something else.
		if err := d.work.Write("wrong_override.tf", `
resource "aws_secretsmanager_secret_version" "reporter" {
  secret_string_wo = "wrong"
}

resource "aws_secretsmanager_secret_version" "agent" {
  secret_string_wo = "wrong"
}
`); err != nil {
			t.Error(err)
		}

		if err := d.work.Write("wrong.tf", `
# Its tokens are kept in the state.
data "stytchoauth_member_slack_tokens" "kept" {
  organization_id = var.b2b.organization_id
  member_id       = var.b2b.member_id

  depends_on = [slack_conversation.releases]
}

# It is issued in plan, and again in apply.
ephemeral "stytchoauth_m2m_token" "eager" {
  client_id     = var.b2b.m2m_client_id
  client_secret = var.secrets.m2m_client
}

resource "terraform_data" "eager" {
  lifecycle {
    precondition {
      condition     = ephemeral.stytchoauth_m2m_token.eager.access_token != ""
      error_message = "There is no token."
    }
  }
}
`); err != nil {
			t.Error(err)
		}
	})
	if status != 1 || !strings.Contains(printed, "checks failed") {
		t.Errorf("status %d\n%s", status, printed)
	}

	for _, line := range []string{
		"Nothing was issued in plan", "The Connected App and the M2M client were issued", "It was given", "slack    bot_access_token",
		"The access token", "The reporter gets a token", "The agent has one valid refresh token",
		"The store was given another", "None of the secrets",
	} {
		if !strings.Contains(printed, "\n WRONG "+line) {
			t.Errorf("it does not find out that this is wrong: %s\n%s", line, printed)
		}
	}
}

// TestInterrupt interrupts the demo while Terraform waits for a response, and while everything is kept.
func TestInterrupt(t *testing.T) {
	t.Parallel()

	for name, test := range map[string]struct {
		route     string
		arguments []string
		status    int
		prints    string
	}{
		"in plan":  {stytchmock.RouteMemberTokens, nil, 1, "demo: interrupted"},
		"in apply": {stytchmock.RouteToken, nil, 1, "demo: interrupted"},
		"kept":     {"", []string{"-keep"}, 0, "export TF_REATTACH_PROVIDERS="},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			ctx, interrupt := context.WithCancel(t.Context())
			defer interrupt()

			status, printed := runDemo(ctx, t, func(d *demo) {
				d.out = &watcher{d.out, "Press Ctrl-C", interrupt}

				if test.route != "" {
					d.emulator.Inject(test.route, 1, stytchmock.Fault{Respond: func(_ http.ResponseWriter, r *http.Request) {
						interrupt()
						<-r.Context().Done()
					}})
				}
			}, test.arguments...)
			if status != test.status || !strings.Contains(printed, test.prints) {
				t.Errorf("status %d\n%s", status, printed)
			}
		})
	}
}

// watcher calls a function when a text is written.
type watcher struct {
	io.Writer

	text  string
	found func()
}

// Write writes and looks at what is written.
func (w *watcher) Write(part []byte) (int, error) {
	if strings.Contains(string(part), w.text) {
		w.found()
	}

	return w.Writer.Write(part)
}

func TestArguments(t *testing.T) {
	t.Parallel()

	missing := filepath.Join(t.TempDir(), "terraform")
	if status, printed := runDemo(t.Context(), t, nil, "-cli", missing); status != 1 ||
		!strings.Contains(printed, "Terraform 1.10 or newer") {
		t.Errorf("without a CLI: status %d\n%s", status, printed)
	}

	if status, printed := runDemo(t.Context(), t, nil, "plan"); status != 2 {
		t.Errorf("with an argument: status %d\n%s", status, printed)
	}
}
