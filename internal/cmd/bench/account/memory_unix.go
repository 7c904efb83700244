// SPDX-License-Identifier: MPL-2.0

//go:build unix

package account

import (
	"os"
	"runtime"
	"syscall"
)

// peakMemory is ru_maxrss of getrusage(2), in bytes. Linux begins to count it before the child's own program, with
// what its parent had in memory; the launcher is small so that this never is the peak.
func peakMemory(state *os.ProcessState) int64 {
	usage, ok := state.SysUsage().(*syscall.Rusage)
	if !ok {
		return 0
	}

	unit := int64(1024)
	if runtime.GOOS == "darwin" || runtime.GOOS == "ios" {
		unit = 1
	}

	return int64(usage.Maxrss) * unit //nolint:unconvert // It is an int32 on some systems.
}
