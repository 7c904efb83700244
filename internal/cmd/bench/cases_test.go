// SPDX-License-Identifier: MPL-2.0

package main

import (
	"slices"
	"testing"
	"time"
)

func TestWaiting(t *testing.T) {
	t.Parallel()

	for name, test := range map[string]struct {
		testCase

		want time.Duration
	}{
		"one read":            {testCase{reads: 1, parallelism: 10, latency: time.Second}, time.Second},
		"all at once":         {testCase{reads: 10, parallelism: 10, latency: time.Second}, time.Second},
		"one too many":        {testCase{reads: 11, parallelism: 10, latency: time.Second}, 2 * time.Second},
		"a thousand":          {testCase{reads: 1000, parallelism: 10, latency: 20 * time.Millisecond}, 2 * time.Second},
		"nothing to wait for": {testCase{reads: 1000, parallelism: 10}, 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			if got := test.waiting(); got != test.want {
				t.Errorf("got %s, want %s", got, test.want)
			}
		})
	}
}

func TestCases(t *testing.T) {
	t.Parallel()

	wanted := settings{
		reads: []int{1, 1000}, latencies: []time.Duration{0, 20 * time.Millisecond}, servers: []protocol{plain, tlsHTTP2},
		parallelism: 10,
	}

	var got []string
	for _, one := range wanted.cases() {
		got = append(got, one.String())
	}

	want := []string{
		"No request: what Terraform itself needs, reads: 1", "No request: what Terraform itself needs, reads: 1,000",
		"HTTP/1.1 without TLS, answers after 0s, reads: 1", "HTTP/1.1 without TLS, answers after 0s, reads: 1,000",
		"HTTP/1.1 without TLS, answers after 20ms, reads: 1", "HTTP/1.1 without TLS, answers after 20ms, reads: 1,000",
		"HTTP/2 over TLS, answers after 0s, reads: 1", "HTTP/2 over TLS, answers after 0s, reads: 1,000",
		"HTTP/2 over TLS, answers after 20ms, reads: 1", "HTTP/2 over TLS, answers after 20ms, reads: 1,000",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got %q", got)
	}
}
