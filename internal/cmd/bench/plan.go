// SPDX-License-Identifier: MPL-2.0

package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/cmd/bench/account"
	"github.com/stytch-community/terraform-provider-stytchoauth/internal/stytchmock"
	"github.com/stytch-community/terraform-provider-stytchoauth/internal/tfcli"
)

// endTimeout is how long a provider may live on after its CLI.
const endTimeout = 10 * time.Second

// sample is what one plan cost.
type sample struct {
	wall, cpu             time.Duration
	memory                int64
	requests, connections int64
}

// plan plans once, in a directory of its own, and measures. Without a server there is nothing to count.
func (s *stage) plan(ctx context.Context, one contender, reads int, from *server) (found sample, err error) {
	dir, err := os.MkdirTemp(s.dir, "plan-")
	if err != nil {
		return found, err
	}

	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()

	fixture, set := stytchmock.Fixture{}, map[string]string{
		"TF_CLI_CONFIG_FILE": s.cliConfig(), account.ProgramVariable: one.program, account.DirVariable: dir,
	}

	if from != nil {
		fixture = from.fixture
		if from.certificate != "" {
			set["SSL_CERT_FILE"] = from.certificate
		}

		from.counts()
	}

	configuration := []byte(one.configuration(reads, fixture))
	if err = os.WriteFile(filepath.Join(dir, "main.tf"), configuration, 0o600); err != nil {
		return found, err
	}

	if found.wall, err = s.runCLI(ctx, dir, set); err != nil {
		return found, fmt.Errorf("%s: %w", one.name, err)
	}

	if from != nil {
		found.requests, found.connections = from.counts()
	}

	return found, found.takeAccounts(ctx, dir)
}

// runCLI runs a plan and returns how long it took.
func (s *stage) runCLI(ctx context.Context, dir string, set map[string]string) (time.Duration, error) {
	command := exec.CommandContext(ctx, s.cli.Path, "plan", "-input=false", "-no-color", "-lock=false", //nolint:gosec // It is the user's own.
		"-parallelism="+strconv.Itoa(s.parallelism))
	command.Dir = dir

	environment := tfcli.Environment(s.environ, set)
	for _, name := range slices.Sorted(maps.Keys(environment)) {
		command.Env = append(command.Env, name+"="+environment[name])
	}

	var messages bytes.Buffer

	command.Stderr = &messages

	end := tfcli.OwnGroup(command)

	started := time.Now()
	err := command.Run()
	took := time.Since(started)

	if ctx.Err() != nil {
		end()

		return 0, ctx.Err()
	}

	if err != nil {
		return 0, fmt.Errorf("plan failed: %w\n%s", err, strings.TrimSpace(messages.String()))
	}

	return took, nil
}

// takeAccounts adds what the provider's processes used.
func (s *sample) takeAccounts(ctx context.Context, dir string) error {
	ctx, cancel := context.WithTimeout(ctx, endTimeout)
	defer cancel()

	usages, err := account.Read(ctx, dir)
	if err != nil {
		return err
	}

	if len(usages) == 0 {
		return errors.New("the CLI did not start the provider")
	}

	for _, usage := range usages {
		s.cpu += usage.CPU
		s.memory = max(s.memory, usage.PeakMemory)
	}

	return nil
}
