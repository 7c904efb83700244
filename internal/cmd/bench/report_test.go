// SPDX-License-Identifier: MPL-2.0

package main

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"
	"time"
)

// example is a report about two cases.
func example() (*report, *strings.Builder) {
	var out strings.Builder

	told := &report{out: &out, about: about{
		OS: "linux", Arch: "amd64", Cores: 2, CLI: "Terraform 1.2.3", Parallelism: 10, Runs: 2,
		Binaries: map[string]int64{ours: 18_700_000, peer: 18_740_000},
	}}

	told.begin()
	told.add(result{testCase{reads: 1000, parallelism: 10}, []series{{idle, []sample{
		{wall: time.Second, cpu: 300 * time.Millisecond, memory: 20e6}, {wall: time.Second, cpu: 300 * time.Millisecond, memory: 20e6},
	}}}})
	told.add(result{testCase{server: plain, latency: 20 * time.Millisecond, reads: 1000, parallelism: 10}, []series{
		{ours, []sample{
			{wall: 2 * time.Second, cpu: time.Second, memory: 30e6, requests: 1000, connections: 10},
			{wall: 3 * time.Second, cpu: time.Second, memory: 30e6, requests: 1000, connections: 10},
		}},
		{peer, []sample{
			{wall: 4 * time.Second, cpu: 2 * time.Second, memory: 60e6, requests: 1000, connections: 1000},
			{wall: 4 * time.Second, cpu: 2 * time.Second, memory: 60e6, requests: 1000, connections: 1000},
		}},
	}})
	told.end(61 * time.Second)

	return told, &out
}

func TestReport(t *testing.T) {
	t.Parallel()

	_, out := example()

	const want = `Terraform 1.2.3 on linux/amd64 with 2 cores, -parallelism=10; 2 runs of each plan: median (lowest–highest)
The binary of stytchoauth has 18.70 MB.
The binary of http has 18.74 MB.

No request: what Terraform itself needs

  reads  provider     time                    CPU                     memory              requests  connections  waiting
  1,000  idle         1.00 s                  0.30 s                  20 MB               0         0            0.00 s

HTTP/1.1 without TLS, answers after 20ms

  reads  provider     time                    CPU                     memory              requests  connections  waiting
  1,000  stytchoauth  2.50 s (2.00–3.00)      1.00 s                  30 MB               1,000     10           2.00 s
         http         4.00 s                  2.00 s                  60 MB               1,000     1,000
         ratio        0.62 (0.50–0.75)        0.50                    0.50                1.00      0.01

Noise: from the lowest to the highest run it was 0 % of the median time, in the middle of all plans,
and 40 % in the worst of them. All of it took 1m1s.
`
	if out.String() != want {
		t.Errorf("got\n%s\nwant\n%s", out, want)
	}
}

func TestWriteJSON(t *testing.T) {
	t.Parallel()

	told, _ := example()

	var text bytes.Buffer
	if err := told.writeJSON(&text); err != nil {
		t.Fatal(err)
	}

	var got struct {
		CLI      string           `json:"cli"`
		Binaries map[string]int64 `json:"binary_bytes"`
		Plans    []struct {
			Server    string
			Latency   float64 `json:"latency_seconds"`
			Reads     int
			Waiting   float64 `json:"waiting_seconds"`
			Providers map[string]map[string]summary
			Ratio     map[string]summary
		}
	}

	if err := json.Unmarshal(text.Bytes(), &got); err != nil {
		t.Fatal(err)
	}

	if got.CLI != "Terraform 1.2.3" || got.Binaries[peer] != 18_740_000 || len(got.Plans) != 2 {
		t.Fatalf("got %s", &text)
	}

	idlePlan, plan := got.Plans[0], got.Plans[1]
	if idlePlan.Server != "" || idlePlan.Ratio != nil || idlePlan.Providers[idle]["wall_seconds"].Median != 1 {
		t.Errorf("without a server: %+v", idlePlan)
	}

	if plan.Server != "plain" || plan.Latency != 0.02 || plan.Reads != 1000 || plan.Waiting != 2 {
		t.Errorf("plan: %+v", plan)
	}

	if runs := plan.Providers[ours]["wall_seconds"].Runs; len(runs) != 2 || runs[1] != 3 {
		t.Errorf("runs %v", runs)
	}

	if ratio := plan.Ratio["cpu_seconds"]; ratio.Median != 0.5 || ratio.Max != 0.5 {
		t.Errorf("ratio %+v", ratio)
	}
}
