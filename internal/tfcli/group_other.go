// SPDX-License-Identifier: MPL-2.0

//go:build !unix

package tfcli

import "os/exec"

// OwnGroup only bounds the wait for the output of a command that was killed: there are no process groups here, and
// no interrupts.
func OwnGroup(command *exec.Cmd) (end func()) {
	command.WaitDelay = stopTimeout

	return func() {}
}
