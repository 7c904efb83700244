// SPDX-License-Identifier: MPL-2.0

package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"runtime"
	"strconv"
	"strings"
	"time"
)

// usage is what -help prints before the flags.
const usage = `Measures what "terraform plan" costs with many reads of this provider: real Terraform or
OpenTofu, the provider built as for a release, and an emulator of Stytch's API in this
program. Nothing leaves this machine, unless there is neither Terraform nor OpenTofu on
the PATH: then Terraform is downloaded for this run.

For each number of reads it prints

  time         from the start of Terraform to its end
  CPU          of the provider's own processes, added up (Terraform starts a few)
  memory       the most that one of them had in memory
  requests     that the server received, and on how many connections
  waiting      the time that no provider can save: reads / parallelism x latency

as the median of the runs, with the lowest and the highest. "idle" is a provider that
answers at once and sends nothing: what Terraform itself needs for as many reads.

With -peer, a terraform-provider-http binary makes the same requests to the same server,
in turn with this provider, and ratios are printed too: the median of this provider's
figure divided by the peer's in the same round. Below 1, this provider is the better.

A machine that does other things at the same time shows in the distance of the lowest
from the highest run. Compare medians, and ratios rather than times.

TLS needs a system on which Go reads SSL_CERT_FILE: not macOS, and not Windows.

Exit status: 0 if everything was measured, 1 if not, 2 for a wrong flag.

Usage: go run ./internal/cmd/bench [flags]

`

// settings are the flags.
type settings struct {
	reads       []int
	latencies   []time.Duration
	servers     []protocol
	runs        int
	parallelism int
	cli         string
	peer        string
	tags        string
	json        string
}

// parseSettings reads the flags. It returns [flag.ErrHelp] after printing help.
func parseSettings(arguments []string, output io.Writer) (settings, error) {
	s := settings{
		reads: []int{1, 100, 1000, 5000}, latencies: []time.Duration{0, 20 * time.Millisecond},
		servers: []protocol{plain, tlsHTTP2},
	}

	if !trustsFile() {
		s.servers = []protocol{plain}
	}

	flags := flag.NewFlagSet("bench", flag.ContinueOnError)
	flags.SetOutput(output)
	flags.Usage = func() {
		fmt.Fprint(output, usage)
		flags.PrintDefaults()
	}

	flags.Var(list(&s.reads, strconv.Atoi), "reads", "`numbers` of data sources in a plan")
	flags.Var(list(&s.latencies, time.ParseDuration), "latency", "`durations` that every answer of the server waits")
	flags.Var(list(&s.servers, parseProtocol), "server", "`protocols`: plain (HTTP/1.1 without TLS), tls1 (HTTP/1.1 over TLS), "+
		"tls2 (HTTP/2)")
	flags.IntVar(&s.runs, "runs", 5, "how many `times` each plan is measured")
	flags.IntVar(&s.parallelism, "parallelism", 10, "Terraform's -parallelism: how many `reads` at a time")
	flags.StringVar(&s.cli, "cli", "", "the `path` of a Terraform or OpenTofu, instead of the one on the PATH")
	flags.StringVar(&s.peer, "peer", "", "the `path` of a terraform-provider-http to compare with")
	flags.StringVar(&s.tags, "tags", "", "build `tags` for the provider")
	flags.StringVar(&s.json, "json", "", "a `file` to write all figures to, as JSON")

	if err := flags.Parse(arguments); err != nil {
		if errors.Is(err, flag.ErrHelp) {
			return s, err
		}

		return s, errors.New("see -help")
	}

	return s, s.check(flags.Args())
}

// check refuses what cannot be measured.
func (s settings) check(left []string) error {
	switch {
	case len(left) > 0:
		return fmt.Errorf("unexpected argument %q; see -help", left[0])
	case s.runs < 1 || s.parallelism < 1:
		return errors.New("-runs and -parallelism begin with 1")
	}

	for _, reads := range s.reads {
		if reads < 1 {
			return errors.New("-reads begin with 1")
		}
	}

	for _, latency := range s.latencies {
		if latency < 0 {
			return errors.New("-latency begins with 0")
		}
	}

	for _, server := range s.servers {
		if server != plain && !trustsFile() {
			return errors.New("-server: Go does not read SSL_CERT_FILE on this system, so there is plain alone")
		}
	}

	if s.peer == "" {
		return nil
	}

	return checkProgram(s.peer)
}

// checkProgram refuses what cannot be run as the peer. On Windows, nothing but the name of a file says whether it can.
func checkProgram(path string) error {
	file, err := os.Stat(path)

	switch {
	case err != nil:
		return fmt.Errorf("-peer: %w", err)
	case !file.Mode().IsRegular():
		return fmt.Errorf("-peer: %s is not a file; name the binary terraform-provider-http", path)
	case runtime.GOOS != "windows" && file.Mode().Perm()&0o111 == 0:
		return fmt.Errorf("-peer: %s is not executable", path)
	}

	return nil
}

// trustsFile tells whether a provider can be made to trust a certificate without a change of the system.
func trustsFile() bool {
	switch runtime.GOOS {
	case "darwin", "ios", "windows":
		return false
	}

	return true
}

// listFlag is a flag with several values, separated by commas.
type listFlag[T any] struct {
	values *[]T
	parse  func(string) (T, error)
}

// list makes one, with the values as its default.
func list[T any](values *[]T, parse func(string) (T, error)) listFlag[T] {
	return listFlag[T]{values: values, parse: parse}
}

// String is the list as the flag takes it.
func (l listFlag[T]) String() string {
	if l.values == nil {
		return ""
	}

	texts := make([]string, len(*l.values))
	for i, value := range *l.values {
		texts[i] = fmt.Sprint(value)
	}

	return strings.Join(texts, ",")
}

// Set replaces the values.
func (l listFlag[T]) Set(text string) error {
	var values []T

	for one := range strings.SplitSeq(text, ",") {
		value, err := l.parse(strings.TrimSpace(one))
		if err != nil {
			return fmt.Errorf("%q is none: %w", one, err)
		}

		values = append(values, value)
	}

	*l.values = values

	return nil
}
