// SPDX-License-Identifier: MPL-2.0

//go:build !windows

package client

import "syscall"

// What the system says of connections.
var (
	refusals = []error{syscall.ECONNREFUSED}
	resets   = []error{syscall.ECONNRESET, syscall.ECONNABORTED, syscall.EPIPE}
)
