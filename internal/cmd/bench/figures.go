// SPDX-License-Identifier: MPL-2.0

package main

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// figure is one of the things that a sample tells.
type figure struct {
	// key is its name in JSON, with its unit.
	key string
	// title and width are those of its column.
	title string
	width int
	of    func(sample) float64
	// show writes a value, and bare writes it without its unit.
	show, bare func(float64) string
}

// figures are all of them, in the order of the report.
func figures() []figure {
	count := func(value float64) string { return thousands(int64(value)) }
	megabytes := func(value float64) string { return fmt.Sprintf("%.0f", value/1e6) }
	seconds := func(value float64) string { return fmt.Sprintf("%.2f", value) }
	inSeconds := func(value float64) string { return seconds(value) + " s" }

	return []figure{
		{"wall_seconds", "time", 24, func(s sample) float64 { return s.wall.Seconds() }, inSeconds, seconds},
		{"cpu_seconds", "CPU", 24, func(s sample) float64 { return s.cpu.Seconds() }, inSeconds, seconds},
		{
			"peak_memory_bytes", "memory", 20, func(s sample) float64 { return float64(s.memory) },
			func(value float64) string { return megabytes(value) + " MB" }, megabytes,
		},
		{"requests", "requests", 10, func(s sample) float64 { return float64(s.requests) }, count, count},
		{"connections", "connections", 13, func(s sample) float64 { return float64(s.connections) }, count, count},
	}
}

// summary is what several runs come to.
type summary struct {
	Median float64   `json:"median"`
	Min    float64   `json:"min"`
	Max    float64   `json:"max"`
	Runs   []float64 `json:"runs"`
}

// summarize takes a value of each run.
func summarize(runs []float64) summary {
	if len(runs) == 0 {
		return summary{}
	}

	sorted := slices.Sorted(slices.Values(runs))
	middle := len(sorted) / 2

	median := sorted[middle]
	if len(sorted)%2 == 0 {
		median = (sorted[middle-1] + sorted[middle]) / 2
	}

	return summary{Median: median, Min: sorted[0], Max: sorted[len(sorted)-1], Runs: runs}
}

// spread is how far the runs are from each other, in relation to their median.
func (s summary) spread() float64 {
	if s.Median == 0 {
		return 0
	}

	return (s.Max - s.Min) / s.Median
}

// of is a figure of each sample.
func (s series) of(one figure) []float64 {
	values := make([]float64, len(s.samples))
	for i, each := range s.samples {
		values[i] = one.of(each)
	}

	return values
}

// ratios divides what was measured in the same round. A round in which there is nothing to divide by is left out.
func ratios(dividends, divisors []float64) []float64 {
	all := make([]float64, 0, len(dividends))

	for i := range min(len(dividends), len(divisors)) {
		if divisors[i] != 0 {
			all = append(all, dividends[i]/divisors[i])
		}
	}

	return all
}

// text writes the median, and the range where there is one to be seen.
func (s summary) text(show, bare func(float64) string) string {
	lowest, highest := bare(s.Min), bare(s.Max)
	if lowest == highest {
		return show(s.Median)
	}

	return fmt.Sprintf("%s (%s–%s)", show(s.Median), lowest, highest)
}

// ratioText writes a ratio with as many digits as tell something.
func ratioText(value float64) string {
	if value >= 0.1 {
		return fmt.Sprintf("%.2f", value)
	}

	return fmt.Sprintf("%.2g", value)
}

// thousands writes a whole number with commas.
func thousands(number int64) string {
	digits := strconv.FormatInt(number, 10)

	var groups []string

	for len(digits) > 3 {
		groups = append(groups, digits[len(digits)-3:])
		digits = digits[:len(digits)-3]
	}

	groups = append(groups, digits)
	slices.Reverse(groups)

	return strings.Join(groups, ",")
}
