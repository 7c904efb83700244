// SPDX-License-Identifier: MPL-2.0

package main

import (
	"fmt"
	"io"
	"os"
	"runtime"
	"slices"
	"strings"
	"time"
)

// about is what the figures are about.
type about struct {
	OS    string `json:"os"`
	Arch  string `json:"arch"`
	Cores int    `json:"cores"`
	Go    string `json:"go"`
	CLI   string `json:"cli"`
	// Parallelism is Terraform's, and Runs how often each plan was measured.
	Parallelism int `json:"parallelism"`
	Runs        int `json:"runs"`
	// Binaries are the sizes of the providers, in bytes.
	Binaries map[string]int64 `json:"binary_bytes"`
}

// about looks at the stage.
func (s *stage) about(wanted settings) about {
	found := about{
		OS: runtime.GOOS, Arch: runtime.GOARCH, Cores: runtime.NumCPU(), Go: runtime.Version(),
		CLI:         fmt.Sprintf("%s %s", s.cli.Product.Name, s.cli.Version),
		Parallelism: wanted.parallelism, Runs: wanted.runs, Binaries: map[string]int64{},
	}

	for _, one := range []contender{s.ours, s.peer} {
		if file, err := os.Stat(one.program); err == nil {
			found.Binaries[one.name] = file.Size()
		}
	}

	return found
}

// report is what is printed, case after case.
type report struct {
	out     io.Writer
	about   about
	results []result

	title string
}

// begin says what is going to be seen.
func (r *report) begin() {
	fmt.Fprintf(r.out, "%s on %s/%s with %d cores, -parallelism=%d; %d runs of each plan: median (lowest–highest)\n",
		r.about.CLI, r.about.OS, r.about.Arch, r.about.Cores, r.about.Parallelism, r.about.Runs)

	for _, name := range []string{ours, peer} {
		if size, ok := r.about.Binaries[name]; ok {
			fmt.Fprintf(r.out, "The binary of %s has %.2f MB.\n", name, float64(size)/1e6)
		}
	}
}

// add prints a case and keeps it.
func (r *report) add(found result) {
	r.results = append(r.results, found)

	if r.title != found.title() {
		r.title = found.title()
		fmt.Fprintf(r.out, "\n%s\n\n", r.title)

		header := []string{"reads", "provider"}
		for _, one := range figures() {
			header = append(header, one.title)
		}

		r.row(append(header, "waiting"))
	}

	for i, one := range found.series {
		row := []string{"", one.contender}
		if i == 0 {
			row[0] = thousands(int64(found.reads))
		}

		for _, figure := range figures() {
			row = append(row, summarize(one.of(figure)).text(figure.show, figure.bare))
		}

		if i == 0 {
			row = append(row, fmt.Sprintf("%.2f s", found.waiting().Seconds()))
		}

		r.row(row)
	}

	if compared, ok := found.compare(); ok {
		row := []string{"", "ratio"}
		for _, figure := range figures() {
			row = append(row, compared[figure.key].text(ratioText, ratioText))
		}

		r.row(row)
	}
}

// row prints cells below those of the header.
func (r *report) row(cells []string) {
	widths := []int{-7, 13}
	for _, one := range figures() {
		widths = append(widths, one.width)
	}

	var line strings.Builder

	for i, cell := range cells {
		switch {
		case i >= len(widths):
			line.WriteString(cell)
		case widths[i] < 0:
			fmt.Fprintf(&line, "%*s  ", -widths[i], cell)
		default:
			fmt.Fprintf(&line, "%-*s", widths[i], cell)
		}
	}

	fmt.Fprintln(r.out, strings.TrimRight(line.String(), " "))
}

// compare divides this provider's figures by the peer's, if there is one.
func (r result) compare() (map[string]summary, bool) {
	at := func(name string) int {
		return slices.IndexFunc(r.series, func(one series) bool { return one.contender == name })
	}

	first, second := at(ours), at(peer)
	if first < 0 || second < 0 {
		return nil, false
	}

	compared := map[string]summary{}
	for _, one := range figures() {
		compared[one.key] = summarize(ratios(r.series[first].of(one), r.series[second].of(one)))
	}

	return compared, true
}

// end says how far the figures can be trusted.
func (r *report) end(took time.Duration) {
	var spreads []float64

	for _, found := range r.results {
		for _, one := range found.series {
			spreads = append(spreads, summarize(one.of(figures()[0])).spread())
		}
	}

	noise := summarize(spreads)

	fmt.Fprintf(r.out, "\nNoise: from the lowest to the highest run it was %.0f %% of the median time, in the middle of all "+
		"plans,\nand %.0f %% in the worst of them. All of it took %s.\n",
		100*noise.Median, 100*noise.Max, took.Round(time.Second))
}
