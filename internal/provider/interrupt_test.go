// SPDX-License-Identifier: MPL-2.0

//go:build unix

package provider_test

import (
	"bytes"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/tfcli"
	"github.com/stytch-community/terraform-provider-stytchoauth/internal/tftest"
)

// patience is how long anything here may take at most: far more than it does.
const patience = time.Minute

// terraformRun is a real Terraform under way, in a process group of its own, as a shell starts it. It starts the
// provider's own binary: a provider in this process would never hear of an interrupt.
type terraformRun struct {
	t       *testing.T
	command *exec.Cmd
	output  bytes.Buffer
	log     string
	ended   chan error
}

// startTerraform starts a command in a workspace.
func startTerraform(t *testing.T, workspace *tftest.Workspace, arguments ...string) *terraformRun {
	t.Helper()

	configs, err := filepath.Glob(filepath.Join(filepath.Dir(workspace.Dir), "*.tfrc"))
	if err != nil || len(configs) != 1 {
		t.Fatalf("CLI configuration files %v: %v", configs, err)
	}

	run := &terraformRun{t: t, log: filepath.Join(t.TempDir(), "terraform.log"), ended: make(chan error, 1)}
	environment := tfcli.Environment(os.Environ(), map[string]string{
		"TF_CLI_CONFIG_FILE": configs[0], "TF_LOG": "DEBUG", "TF_LOG_PATH": run.log,
	})

	run.command = exec.CommandContext(t.Context(), workspace.CLI.Path, arguments...)
	run.command.Dir, run.command.Stdout, run.command.Stderr = workspace.Dir, &run.output, &run.output
	run.command.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}

	for _, name := range slices.Sorted(maps.Keys(environment)) {
		run.command.Env = append(run.command.Env, name+"="+environment[name])
	}

	if err := run.command.Start(); err != nil {
		t.Fatal(err)
	}

	// Nothing outlives the test, whatever becomes of it.
	t.Cleanup(func() { _ = syscall.Kill(-run.command.Process.Pid, syscall.SIGKILL) })

	go func() { run.ended <- run.command.Wait() }()

	return run
}

// until waits for a condition, and fails if the run ends before it holds.
func (r *terraformRun) until(what string, holds func() bool) {
	r.t.Helper()

	deadline := time.After(patience)
	ticker := time.NewTicker(10 * time.Millisecond)

	defer ticker.Stop()

	for !holds() {
		select {
		case <-ticker.C:
		case err := <-r.ended:
			r.t.Fatalf("it ended before %s: %v\n%s", what, err, r.output.String())
		case <-deadline:
			r.t.Fatalf("no %s", what)
		}
	}
}

// logged tells how often a text stands in the log so far.
func (r *terraformRun) logged(text string) int {
	r.t.Helper()

	log, err := os.ReadFile(r.log)
	if err != nil {
		return 0
	}

	return bytes.Count(log, []byte(text))
}

// interrupt is what Ctrl-C does: the whole group gets the signal. It waits for Terraform to end, with an error, and
// returns what it printed.
func (r *terraformRun) interrupt() string {
	r.t.Helper()

	begun := time.Now()
	if err := syscall.Kill(-r.command.Process.Pid, syscall.SIGINT); err != nil {
		r.t.Fatal(err)
	}

	select {
	case err := <-r.ended:
		took := time.Since(begun)
		r.t.Logf("ended %s after the interrupt", took.Round(time.Millisecond))

		if err == nil || took > 10*time.Second {
			r.t.Errorf("it ended after %s with %v", took, err)
		}
	case <-time.After(patience):
		r.t.Fatal("it did not end")
	}

	// Terraform wraps lines and frames them.
	return strings.Join(strings.Fields(strings.ReplaceAll(r.output.String(), "│", " ")), " ")
}

// pluginStarted is the line of Terraform's log for each process of the provider.
var pluginStarted = regexp.MustCompile(`provider: plugin started: .*terraform-provider-stytchoauth.* pid=(\d+)`)

// requireGone fails unless every process of the provider is gone, and anything else that Terraform started.
func (r *terraformRun) requireGone() {
	r.t.Helper()

	log, err := os.ReadFile(r.log)
	if err != nil {
		r.t.Fatal(err)
	}

	started := pluginStarted.FindAllSubmatch(log, -1)
	if len(started) == 0 {
		r.t.Fatal("the log names no process of the provider")
	}

	processes := []int{-r.command.Process.Pid}

	for _, one := range started {
		process, err := strconv.Atoi(string(one[1]))
		if err != nil {
			r.t.Fatal(err)
		}

		processes = append(processes, process)
	}

	for _, process := range processes {
		deadline := time.Now().Add(10 * time.Second)

		for syscall.Kill(process, 0) == nil {
			if time.Now().After(deadline) {
				r.t.Errorf("process %d of %v is still there", process, processes)

				break
			}

			time.Sleep(10 * time.Millisecond)
		}
	}
}
