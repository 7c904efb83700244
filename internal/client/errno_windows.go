// SPDX-License-Identifier: MPL-2.0

package client

import "golang.org/x/sys/windows"

// What Windows says of connections. The syscall package's names of Unix are numbers there that nothing returns.
var (
	refusals = []error{windows.WSAECONNREFUSED}
	resets   = []error{windows.WSAECONNRESET, windows.WSAECONNABORTED}
)
