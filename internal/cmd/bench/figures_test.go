// SPDX-License-Identifier: MPL-2.0

package main

import (
	"reflect"
	"testing"
	"time"
)

func TestSummarize(t *testing.T) {
	t.Parallel()

	for name, test := range map[string]struct {
		runs   []float64
		want   summary
		spread float64
	}{
		"none":    {},
		"one":     {runs: []float64{3}, want: summary{Median: 3, Min: 3, Max: 3}},
		"odd":     {runs: []float64{5, 1, 4}, want: summary{Median: 4, Min: 1, Max: 5}, spread: 1},
		"even":    {runs: []float64{8, 1, 2, 6}, want: summary{Median: 4, Min: 1, Max: 8}, spread: 1.75},
		"zero":    {runs: []float64{0, 0}},
		"outlier": {runs: []float64{1, 1, 1, 1, 100}, want: summary{Median: 1, Min: 1, Max: 100}, spread: 99},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			test.want.Runs = test.runs

			got := summarize(test.runs)
			if !reflect.DeepEqual(got, test.want) {
				t.Errorf("got %+v, want %+v", got, test.want)
			}

			if got.spread() != test.spread {
				t.Errorf("spread %v, want %v", got.spread(), test.spread)
			}
		})
	}
}

func TestSummarizeLeavesTheRunsInTheirOrder(t *testing.T) {
	t.Parallel()

	runs := []float64{3, 1, 2}

	if got := summarize(runs); !reflect.DeepEqual(got.Runs, []float64{3, 1, 2}) {
		t.Errorf("runs %v", got.Runs)
	}
}

func TestRatios(t *testing.T) {
	t.Parallel()

	for name, test := range map[string]struct{ dividends, divisors, want []float64 }{
		"in pairs":          {[]float64{1, 6}, []float64{2, 3}, []float64{0.5, 2}},
		"nothing to divide": {[]float64{1, 6}, []float64{0, 3}, []float64{2}},
		"one is missing":    {[]float64{1, 6}, []float64{2}, []float64{0.5}},
		"none":              {nil, nil, []float64{}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			if got := ratios(test.dividends, test.divisors); !reflect.DeepEqual(got, test.want) {
				t.Errorf("got %v, want %v", got, test.want)
			}
		})
	}
}

func TestFigures(t *testing.T) {
	t.Parallel()

	one := series{samples: []sample{
		{wall: 1500 * time.Millisecond, cpu: 250 * time.Millisecond, memory: 34_400_000, requests: 1000, connections: 10},
		{wall: 2 * time.Second, cpu: 251 * time.Millisecond, memory: 34_600_000, requests: 1000, connections: 12},
	}}

	want := map[string]string{
		"wall_seconds": "1.75 s (1.50–2.00)", "cpu_seconds": "0.25 s", "peak_memory_bytes": "34 MB (34–35)",
		"requests": "1,000", "connections": "11 (10–12)",
	}

	for _, figure := range figures() {
		if got := summarize(one.of(figure)).text(figure.show, figure.bare); got != want[figure.key] {
			t.Errorf("%s: %q, want %q", figure.key, got, want[figure.key])
		}
	}
}

func TestRatioText(t *testing.T) {
	t.Parallel()

	for value, want := range map[float64]string{1: "1.00", 0.666: "0.67", 0.1: "0.10", 0.0024: "0.0024", 12.34: "12.34"} {
		if got := ratioText(value); got != want {
			t.Errorf("%v: %q, want %q", value, got, want)
		}
	}
}

func TestThousands(t *testing.T) {
	t.Parallel()

	for number, want := range map[int64]string{0: "0", 999: "999", 1000: "1,000", 1234567: "1,234,567"} {
		if got := thousands(number); got != want {
			t.Errorf("%d: %q, want %q", number, got, want)
		}
	}
}
