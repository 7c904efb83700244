// SPDX-License-Identifier: MPL-2.0

package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/tfcli"
	"github.com/stytch-community/terraform-provider-stytchoauth/internal/tfcli/standin"
	"github.com/stytch-community/terraform-provider-stytchoauth/internal/tftest"
)

// TestMain lets a CLI take this program for a provider, as main does.
func TestMain(m *testing.M) {
	if served, err := standin.Main(otherProviders()...); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	} else if served {
		return
	}

	if os.Getenv(programVariable) != "" {
		main()
	}

	status := m.Run()

	if err := os.RemoveAll(built.dir); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}

	os.Exit(status)
}

// programVariable has this test binary be the program.
const programVariable = "DEMO_TEST_PROGRAM"

// built is the provider, built by the first test that needs it.
var built struct {
	once sync.Once
	dir  string
	err  error
}

// ready takes the place of building the provider, which most tests are not about.
func ready(ctx context.Context, dir string) error {
	built.once.Do(func() {
		if built.dir, built.err = os.MkdirTemp("", "stytchoauth-demo-test-"); built.err == nil {
			built.err = tfcli.Build(context.WithoutCancel(ctx), built.dir)
		}
	})

	files, err := os.ReadDir(built.dir)
	if err := errors.Join(built.err, err, os.Mkdir(dir, 0o700)); err != nil {
		return err
	}

	for _, file := range files {
		// A copy may be too busy to be started.
		if err := os.Link(filepath.Join(built.dir, file.Name()), filepath.Join(dir, file.Name())); err != nil {
			return err
		}
	}

	return nil
}

// rehearsal is a run whose output is kept.
type rehearsal struct {
	demo

	stdout, stderr bytes.Buffer
	tempDir        string
}

// rehearse runs the demo, and makes sure that it leaves nothing behind.
func rehearse(ctx context.Context, t *testing.T, hooked hooks, arguments ...string) (*rehearsal, int) {
	t.Helper()

	r := &rehearsal{tempDir: tftest.Relative(t, t.TempDir())}
	r.demo = demo{
		// With the race detector, each stand-in that a CLI starts would sleep for a second at its end.
		environ: append(hostile(), "TMPDIR="+tftest.Relative(t, os.TempDir()), "GORACE=atexit_sleep_ms=0"),
		stdout:  &r.stdout, stderr: &r.stderr, tempDir: r.tempDir, hooks: hooked,
	}
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
