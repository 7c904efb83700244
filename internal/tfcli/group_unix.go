// SPDX-License-Identifier: MPL-2.0

//go:build unix

package tfcli

import (
	"os/exec"
	"syscall"
	"time"
)

// goneTimeout is how long killed processes may take to be gone. Where nobody reaps orphans, they never are.
const goneTimeout = time.Second

// OwnGroup runs a command in a process group of its own, so that an interrupt from the terminal reaches it once, by
// way of this program. When its context ends, the whole group is interrupted and gets some time to tidy up: the
// children of a command that is killed run on. The function that it returns is for after that: it ends those that are
// left all the same.
func OwnGroup(command *exec.Cmd) (end func()) {
	command.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	command.WaitDelay = stopTimeout
	command.Cancel = func() error { return signalGroup(command, syscall.SIGINT) }

	return func() {
		if command.Process == nil {
			return
		}

		// As a rule there is nobody left.
		for started := time.Now(); signalGroup(command, syscall.SIGKILL) == nil && time.Since(started) < goneTimeout; {
			time.Sleep(time.Millisecond)
		}
	}
}

// signalGroup sends a signal to all processes of a command.
func signalGroup(command *exec.Cmd, signal syscall.Signal) error {
	return syscall.Kill(-command.Process.Pid, signal)
}
