// SPDX-License-Identifier: MPL-2.0

//go:build unix

package main

import (
	"os"
	"os/exec"
	"syscall"
)

// ownGroup runs a command in a process group of its own, so that an interrupt from the terminal reaches it once, by
// way of this program. It returns what ends those that were left behind by a command that was interrupted.
func ownGroup(command *exec.Cmd) (end func()) {
	command.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	command.Cancel = func() error { return command.Process.Signal(os.Interrupt) }

	return func() {
		if command.Process != nil {
			_ = syscall.Kill(-command.Process.Pid, syscall.SIGKILL) // As a rule there is nobody left.
		}
	}
}
