// SPDX-License-Identifier: MPL-2.0

package main

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"syscall"
)

// runCommand runs a command whose environment leads the provider to the emulator, and waits for its end. An interrupt at
// the terminal reaches the command by itself, so that is not passed on; a SIGTERM is.
func runCommand(ctx context.Context, command, variables []string, stdin io.Reader, stdout io.Writer) error {
	// A signal that came before the command could get it.
	if err := ctx.Err(); err != nil {
		return err
	}
	terminated, stop := signal.NotifyContext(context.WithoutCancel(ctx), syscall.SIGTERM)
	defer stop()

	cmd := exec.CommandContext(terminated, command[0], command[1:]...)
	cmd.Env = append(os.Environ(), variables...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = stdin, stdout, os.Stderr
	// With ErrProcessDone, Run returns the command's own exit status.
	cmd.Cancel = func() error { return errors.Join(cmd.Process.Signal(syscall.SIGTERM), os.ErrProcessDone) }

	return cmd.Run()
}

// environment returns the environment variables that lead the provider to a project of the emulator, and everything that
// was seeded as values of Terraform variables of the same names.
func (a announcement) environment(consumer bool) ([]string, error) {
	variables := []string{
		"STYTCH_BASE_URL=" + a.BaseURL, "STYTCH_PROJECT_ID=" + a.ProjectID, "STYTCH_SECRET=" + a.Secret,
		"STYTCH_PUBLIC_TOKEN=" + a.PublicToken,
	}
	if consumer {
		// Of two values of a variable, the later one counts.
		variables = append(variables, "STYTCH_PROJECT_ID="+a.ConsumerProjectID, "STYTCH_SECRET="+a.ConsumerSecret,
			"STYTCH_PUBLIC_TOKEN="+a.ConsumerPublicToken)
	}

	encoded, err := json.Marshal(a)
	if err != nil {
		return nil, err
	}
	var fields map[string]any
	if err := json.Unmarshal(encoded, &fields); err != nil {
		return nil, err
	}
	for name, value := range fields {
		if text, ok := value.(string); ok {
			variables = append(variables, "TF_VAR_"+name+"="+text)
		}
	}

	return variables, nil
}
