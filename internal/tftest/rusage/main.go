// SPDX-License-Identifier: MPL-2.0

//go:build unix

// Command rusage takes the place of a provider's binary: it runs the one that RUSAGE_PROGRAM names, and appends to the
// file RUSAGE_FILE a line with its CPU time in seconds and its peak memory in bytes. The operating system reports these
// to nobody but the parent of a process, which for a provider is Terraform.
package main

import (
	"context"
	"errors"
	"fmt"
	"log"
	"os"
	"os/exec"
	"runtime"
	"syscall"
)

func main() {
	command := exec.CommandContext(context.Background(), os.Getenv("RUSAGE_PROGRAM"), os.Args[1:]...)
	command.Stdin, command.Stdout, command.Stderr = os.Stdin, os.Stdout, os.Stderr

	err := command.Run()
	if command.ProcessState != nil {
		err = errors.Join(err, record(command.ProcessState))
	}

	if err != nil {
		log.Fatal(err)
	}
}

// record appends what a process used to the file.
func record(state *os.ProcessState) (err error) {
	usage, ok := state.SysUsage().(*syscall.Rusage)
	if !ok {
		return errors.New("there is no resource usage")
	}

	memory := usage.Maxrss
	if runtime.GOOS != "darwin" {
		memory *= 1024
	}

	file, err := os.OpenFile(os.Getenv("RUSAGE_FILE"), os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}

	defer func() { err = errors.Join(err, file.Close()) }()

	_, err = fmt.Fprintln(file, (state.UserTime() + state.SystemTime()).Seconds(), memory)

	return err
}
