// SPDX-License-Identifier: MPL-2.0

//go:build !linux

package account

import "syscall"

// endWithParent is nothing that this system can do.
func endWithParent() *syscall.SysProcAttr {
	return nil
}
