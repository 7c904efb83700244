// SPDX-License-Identifier: MPL-2.0

package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestRun measures small plans with a real Terraform.
func TestRun(t *testing.T) {
	t.Parallel()

	var stdout, stderr strings.Builder

	file := filepath.Join(t.TempDir(), "bench.json")
	arguments := []string{"-reads", "1,12", "-runs", "1", "-latency", "0", "-parallelism", "4", "-json", file}

	if status := run(t.Context(), arguments, os.Environ(), &stdout, &stderr); status != 0 {
		t.Fatalf("status %d: %s", status, stderr.String())
	}

	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}

	var got document
	if err := json.Unmarshal(text, &got); err != nil {
		t.Fatal(err)
	}

	for _, plan := range got.Plans {
		for name, figures := range plan.Providers {
			if figures["wall_seconds"].Median <= 0 || figures["cpu_seconds"].Median <= 0 {
				t.Errorf("%s took no time: %+v", name, figures)
			}

			requests, connections := figures["requests"].Median, figures["connections"].Median
			if name == ours && (requests != float64(plan.Reads) || connections < 1 || connections > 4) {
				t.Errorf("%v requests on %v connections for %d reads: %s", requests, connections, plan.Reads, plan.Server)
			}

			if plan.Server == tlsHTTP2 && connections != 1 {
				t.Errorf("%v connections with HTTP/2", connections)
			}
		}
	}

	if !strings.Contains(stdout.String(), "The binary of stytchoauth has") {
		t.Errorf("the report:\n%s", stdout.String())
	}
}
