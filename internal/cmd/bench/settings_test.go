// SPDX-License-Identifier: MPL-2.0

package main

import (
	"errors"
	"flag"
	"io"
	"reflect"
	"runtime"
	"strings"
	"testing"
	"time"
)

func TestParseSettings(t *testing.T) {
	t.Parallel()

	got, err := parseSettings([]string{
		"-reads", "2, 30", "-latency", "0,1s", "-server", "plain", "-runs", "3", "-parallelism", "4", "-tags", "a,b",
		"-json", "file", "-cli", "terraform",
	}, io.Discard)
	if err != nil {
		t.Fatal(err)
	}

	want := settings{
		reads: []int{2, 30}, latencies: []time.Duration{0, time.Second}, servers: []protocol{plain}, runs: 3,
		parallelism: 4, tags: "a,b", json: "file", cli: "terraform",
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v, want %+v", got, want)
	}
}

func TestParseSettingsRefuses(t *testing.T) {
	t.Parallel()

	for _, arguments := range []string{
		"-reads 0", "-reads 1,x", "-reads ,", "-latency -1s", "-latency 5", "-server spdy", "-runs 0", "-parallelism 0",
		"-peer /no/such/file", "-peer .", "-peer settings_test.go", "more", "-unknown",
	} {
		if runtime.GOOS == "windows" && arguments == "-peer settings_test.go" {
			continue // There, any file may be one to run.
		}

		if _, err := parseSettings(strings.Fields(arguments), io.Discard); err == nil {
			t.Errorf("%s: no error", arguments)
		}
	}
}

func TestHelp(t *testing.T) {
	t.Parallel()

	var output strings.Builder

	if _, err := parseSettings([]string{"-help"}, &output); !errors.Is(err, flag.ErrHelp) {
		t.Errorf("error %v", err)
	}

	for _, expected := range []string{"Usage:", "-reads", "1,100,1000,5000", "0s,20ms", "Exit status"} {
		if !strings.Contains(output.String(), expected) {
			t.Errorf("it does not say %q:\n%s", expected, output.String())
		}
	}
}

func TestRunStatus(t *testing.T) {
	t.Parallel()

	if status := run(t.Context(), []string{"-help"}, nil, io.Discard, io.Discard); status != 0 {
		t.Errorf("-help: status %d", status)
	}

	if status := run(t.Context(), []string{"-runs", "0"}, nil, io.Discard, io.Discard); status != 2 {
		t.Errorf("a wrong flag: status %d", status)
	}
}
