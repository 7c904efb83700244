// SPDX-License-Identifier: MPL-2.0

// Package account runs a program in another one's place and keeps account of what it used: of a provider that
// Terraform starts, nobody but its parent is told by the operating system.
package account

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"runtime"
	"strconv"
	"syscall"
	"time"
)

// The environment variables that a launcher is told by what to run, and where to keep account.
const (
	ProgramVariable = "BENCH_PROGRAM"
	DirVariable     = "BENCH_ACCOUNTS"
)

// Usage is what a process used, as the operating system accounts it.
type Usage struct {
	// CPU is its time on a processor, in its own code and in the system's.
	CPU time.Duration
	// PeakMemory is the most that it had in memory at a time, in bytes; 0 where the system does not tell.
	PeakMemory int64
}

// The files of an account are called as the launcher's process, with one of these endings.
const (
	begun = ".begun"
	ended = ".json"
)

// Launch runs the program with this process's input, output and signals, keeps account in a directory, and returns
// the program's status.
func Launch(program string, arguments []string, dir string) (int, error) {
	// Where the kernel can be told to end a child with the thread that started it, the thread has to stay.
	runtime.LockOSThread()

	account := filepath.Join(dir, strconv.Itoa(os.Getpid()))
	if err := os.WriteFile(account+begun, nil, 0o600); err != nil {
		return 0, err
	}

	// The signals that end a process are the program's to heed.
	signals := make(chan os.Signal, 8)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM)

	command := exec.CommandContext(context.Background(), program, arguments...)
	command.Stdin, command.Stdout, command.Stderr = os.Stdin, os.Stdout, os.Stderr
	command.SysProcAttr = endWithParent()

	if err := command.Start(); err != nil {
		return 0, err
	}

	go func() {
		for one := range signals {
			_ = command.Process.Signal(one) // It may have ended by now.
		}
	}()

	var failed *exec.ExitError
	if err := command.Wait(); err != nil && !errors.As(err, &failed) {
		return 0, err
	}

	state := command.ProcessState

	return max(state.ExitCode(), 0), write(account+ended, Usage{
		CPU: state.UserTime() + state.SystemTime(), PeakMemory: peakMemory(state),
	})
}

// write writes a file that is whole from the moment at which it is there.
func write(name string, usage Usage) error {
	text, err := json.Marshal(usage)
	if err != nil {
		return err
	}

	if err = os.WriteFile(name+".new", text, 0o600); err != nil {
		return err
	}

	return os.Rename(name+".new", name)
}

// Read returns what each process used whose account is kept in a directory. It waits for those that are about to end.
func Read(ctx context.Context, dir string) ([]Usage, error) {
	names, err := filepath.Glob(filepath.Join(dir, "*"+begun))
	if err != nil {
		return nil, err
	}

	usages := make([]Usage, len(names))

	for i, name := range names {
		name = name[:len(name)-len(begun)] + ended

		text, err := await(ctx, name)
		if err != nil {
			return nil, fmt.Errorf("a process of the provider does not end: %w", err)
		}

		if err = json.Unmarshal(text, &usages[i]); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
	}

	return usages, nil
}

// await reads a file as soon as it is there.
func await(ctx context.Context, name string) ([]byte, error) {
	for {
		text, err := os.ReadFile(name)
		if !errors.Is(err, os.ErrNotExist) {
			return text, err
		}

		select {
		case <-time.After(5 * time.Millisecond):
		case <-ctx.Done():
			return nil, context.Cause(ctx)
		}
	}
}
