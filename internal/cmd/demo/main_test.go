// SPDX-License-Identifier: MPL-2.0

package main

import (
	"context"
	"net/http"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/tftest"
)

func TestDemo(t *testing.T) {
	t.Parallel()

	// With a build of its own: it is a part of the demo.
	r, status := rehearse(t.Context(), t, hooks{})
	if status != 0 || r.stderr.Len() > 0 {
		t.Fatalf("status %d\n%s\n%s", status, &r.stdout, &r.stderr)
	}

	printed := r.stdout.String()

	for _, text := range []string{"1. ", "11. ", "slack.com", "Acme CLI", "xoxb-", "is revoked", "All ", "checks passed"} {
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

// TestRefusal has the emulator refuse what Terraform asks for.
func TestRefusal(t *testing.T) {
	t.Parallel()

	r, status := rehearse(t.Context(), t, hooks{build: ready, emulate: func(http.Handler) http.Handler {
		return http.NotFoundHandler()
	}})
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

	r, status := rehearse(ctx, t, hooks{build: ready, emulate: func(http.Handler) http.Handler {
		return http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
			select {
			case asked <- time.Now():
			default:
			}

			stop()
			<-r.Context().Done()
		})
	}})
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
		tftest.WriteScript(t, old, "#!/bin/sh\necho '{\"terraform_version\": \"1.9.8\"}'\n")
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

			r, status := rehearse(t.Context(), t, hooks{build: ready}, test.arguments...)
			if status != test.status || !strings.Contains(r.stderr.String(), test.says) {
				t.Errorf("status %d, and it says\n%s", status, &r.stderr)
			}
		})
	}
}
