// SPDX-License-Identifier: MPL-2.0

package main

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/tfcli/standin"
)

// TestMain lets a CLI take this program for a provider, as main does.
func TestMain(m *testing.M) {
	if served, err := standin.Main(slackProvider()); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	} else if !served {
		os.Exit(m.Run())
	}
}

// rehearsal is a run whose output is kept.
type rehearsal struct {
	demo

	stdout, stderr bytes.Buffer
	tempDir        string
}

// rehearse runs the demo, and makes sure that it leaves nothing behind.
func rehearse(ctx context.Context, t *testing.T, emulate func(http.Handler) http.Handler, arguments ...string) (
	*rehearsal, int,
) {
	t.Helper()

	r := &rehearsal{tempDir: t.TempDir()}
	r.demo = demo{environ: hostile(), stdout: &r.stdout, stderr: &r.stderr, tempDir: r.tempDir, emulate: emulate}
	status := r.run(ctx, arguments)

	left, err := os.ReadDir(r.tempDir)
	if err != nil {
		t.Fatal(err)
	}

	if len(left) > 0 {
		t.Errorf("it left %v behind", left)
	}

	return r, status
}

// hostile is an environment in which a CLI that heeded it would fail.
func hostile() []string {
	return append(os.Environ(), "STYTCH_PROJECT_ID=project-live-00000000-0000-4000-8000-000000000000",
		"STYTCH_SECRET=of-the-machine", "STYTCH_BASE_URL=https://stytch.invalid", "TF_CLI_ARGS=-no-such-flag",
		"TF_WORKSPACE=elsewhere", "TF_VAR_base_url=https://stytch.invalid", "TF_DATA_DIR=/dev/null",
		"TF_REATTACH_PROVIDERS={}", "TF_LOG=trace", "TF_CLI_CONFIG_FILE=/dev/null")
}

func TestDemo(t *testing.T) {
	t.Parallel()

	r, status := rehearse(t.Context(), t, nil)
	if status != 0 || r.stderr.Len() > 0 {
		t.Fatalf("status %d\n%s\n%s", status, &r.stdout, &r.stderr)
	}

	printed := r.stdout.String()

	for _, text := range []string{"1. ", "9. ", "slack.com", "Acme CLI", "xoxb-", "is revoked", "All ", "checks passed"} {
		if !strings.Contains(printed, text) {
			t.Errorf("it does not say %q:\n%s", text, printed)
		}
	}

	for line := range strings.SplitSeq(printed, "\n") {
		if strings.Contains(line, "WRONG") {
			t.Error(line)
		}

		for word := range strings.FieldsSeq(line) {
			// A JWT, or anything else that is long and opaque.
			if len(word) > 40 && !strings.Contains(word, "/") && !strings.Contains(word, "-test-") {
				t.Errorf("it prints %s", word)
			}
		}
	}
}

// TestWrongValue has the emulator hand out another Slack token at the second reading.
func TestWrongValue(t *testing.T) {
	t.Parallel()

	var read atomic.Int32

	r, status := rehearse(t.Context(), t, func(emulator http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if !strings.HasSuffix(r.URL.Path, "/oauth_providers/slack") {
				emulator.ServeHTTP(w, r)

				return
			}

			if read.Add(1) > 1 {
				w = &forger{w, "xoxb-", "xoxp-"}
			}

			emulator.ServeHTTP(w, r)
		})
	})
	if status != 1 || !strings.Contains(r.stdout.String(), "WRONG It is the same token each time.") ||
		!strings.Contains(r.stderr.String(), "checks failed") {
		t.Errorf("status %d\n%s\n%s", status, &r.stdout, &r.stderr)
	}
}

// TestWrongScope has the emulator say of a token that it has another scope, which only the configuration looks at.
func TestWrongScope(t *testing.T) {
	t.Parallel()

	r, status := rehearse(t.Context(), t, func(emulator http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if strings.HasSuffix(r.URL.Path, "/oauth2/token") {
				w = &forger{w, "read:documents", "read:monuments"}
			}

			emulator.ServeHTTP(w, r)
		})
	})
	if status != 1 || !strings.Contains(r.stderr.String(), "The tokens do not have the requested scopes.") {
		t.Errorf("status %d\n%s\n%s", status, &r.stdout, &r.stderr)
	}
}

// forger changes what is answered.
type forger struct {
	http.ResponseWriter

	// from and to have the same length.
	from, to string
}

// Write keeps the length.
func (f *forger) Write(part []byte) (int, error) {
	return f.ResponseWriter.Write(bytes.ReplaceAll(part, []byte(f.from), []byte(f.to)))
}

// TestRefusal has the emulator refuse what Terraform asks for.
func TestRefusal(t *testing.T) {
	t.Parallel()

	r, status := rehearse(t.Context(), t, func(http.Handler) http.Handler { return http.NotFoundHandler() })
	if status != 1 || !strings.Contains(r.stderr.String(), "plan failed") ||
		!strings.Contains(r.stderr.String(), "404") {
		t.Errorf("status %d\n%s\n%s", status, &r.stdout, &r.stderr)
	}
}

// TestInterrupt stops the demo while Terraform waits for an answer. Waiting for all of its attempts would take minutes.
func TestInterrupt(t *testing.T) {
	t.Parallel()

	ctx, stop := context.WithCancel(t.Context())
	t.Cleanup(stop)

	asked := make(chan time.Time, 1)

	r, status := rehearse(ctx, t, func(http.Handler) http.Handler {
		return http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
			select {
			case asked <- time.Now():
			default:
			}

			stop()
			<-r.Context().Done()
		})
	})
	if status != 1 || !strings.Contains(r.stderr.String(), "demo: stopped") {
		t.Fatalf("status %d\n%s\n%s", status, &r.stdout, &r.stderr)
	}

	if took := time.Since(<-asked); took > time.Minute {
		t.Errorf("it took %s to stop", took)
	}
}

func TestArguments(t *testing.T) {
	t.Parallel()

	old := filepath.Join(t.TempDir(), "terraform")
	if runtime.GOOS != "windows" {
		// Written by another process: one that is open while others are started may be too busy to be started.
		command := exec.CommandContext(t.Context(), "sh", "-c", `cat >"$1" && chmod 700 "$1"`, "sh", old)
		command.Stdin = strings.NewReader("#!/bin/sh\necho '{\"terraform_version\": \"1.9.8\"}'\n")

		if err := command.Run(); err != nil {
			t.Fatal(err)
		}
	}

	tests := map[string]struct {
		arguments []string
		status    int
		says      string
	}{
		"help":         {[]string{"-help"}, 0, "Exit status"},
		"unknown flag": {[]string{"-nothing"}, 2, "nothing"},
		"argument":     {[]string{"plan"}, 2, `unexpected argument "plan"`},
		"no CLI":       {[]string{"-cli", filepath.Join(t.TempDir(), "terraform")}, 1, "Terraform 1.10 or newer"},
		"old CLI":      {[]string{"-cli", old}, 1, "is Terraform 1.9.8, which is too old"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			if name == "old CLI" && runtime.GOOS == "windows" {
				t.Skip("the old CLI is a shell script")
			}

			r, status := rehearse(t.Context(), t, nil, test.arguments...)
			if status != test.status || !strings.Contains(r.stderr.String(), test.says) {
				t.Errorf("status %d, and it says\n%s", status, &r.stderr)
			}
		})
	}
}
