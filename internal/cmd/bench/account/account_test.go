// SPDX-License-Identifier: MPL-2.0

package account_test

import (
	"context"
	"errors"
	"os"
	"runtime"
	"testing"
	"time"

	"github.com/stytch-community/terraform-provider-stytchoauth/internal/cmd/bench/account"
)

const (
	// burning is how long the program that is launched is busy.
	burning = 100 * time.Millisecond
	// holding is how much memory it takes, in bytes.
	holding = 96 << 20
	// status is what it ends with.
	status = 7
)

// TestMain is the tests, or the program that they launch.
func TestMain(m *testing.M) {
	if len(os.Args) == 2 && os.Args[1] == "burn" {
		burn()
		os.Exit(status)
	}

	os.Exit(m.Run())
}

// burn is busy.
func burn() {
	memory := make([]byte, holding)

	for started := time.Now(); time.Since(started) < burning; {
		for i := 0; i < len(memory); i += 512 {
			memory[i]++
		}
	}

	runtime.KeepAlive(memory)
}

func TestLaunch(t *testing.T) {
	t.Parallel()

	dir := t.TempDir()

	program, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}

	got, err := account.Launch(program, []string{"burn"}, dir)
	if err != nil {
		t.Fatal(err)
	}

	if got != status {
		t.Errorf("status %d, want %d", got, status)
	}

	usages, err := account.Read(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}

	if len(usages) != 1 {
		t.Fatalf("%d accounts, want 1", len(usages))
	}

	// On a busy machine the time that passed is not all the program's own.
	if cpu := usages[0].CPU; cpu <= 0 || cpu > 20*burning {
		t.Errorf("it used %s of a processor", cpu)
	}

	if memory := usages[0].PeakMemory; runtime.GOOS != "windows" && (memory < holding || memory > 4*holding) {
		t.Errorf("it had %d bytes in memory, and took %d", memory, holding)
	}
}

func TestLaunchFails(t *testing.T) {
	t.Parallel()

	if _, err := account.Launch("/no/such/program", nil, t.TempDir()); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("error %v", err)
	}
}

func TestReadWaitsForWhatHasBegun(t *testing.T) {
	t.Parallel()

	dir := t.TempDir()

	if err := os.WriteFile(dir+"/1.begun", nil, 0o600); err != nil {
		t.Fatal(err)
	}

	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer cancel()

	if _, err := account.Read(ctx, dir); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("error %v", err)
	}

	if err := os.WriteFile(dir+"/1.json", []byte(`{"CPU":5,"PeakMemory":6}`), 0o600); err != nil {
		t.Fatal(err)
	}

	usages, err := account.Read(t.Context(), dir)
	if err != nil || len(usages) != 1 || usages[0] != (account.Usage{CPU: 5, PeakMemory: 6}) {
		t.Errorf("%+v, %v", usages, err)
	}
}

func TestReadNothing(t *testing.T) {
	t.Parallel()

	if usages, err := account.Read(t.Context(), t.TempDir()); err != nil || len(usages) != 0 {
		t.Errorf("%v, %v", usages, err)
	}
}
