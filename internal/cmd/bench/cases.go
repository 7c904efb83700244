// SPDX-License-Identifier: MPL-2.0

package main

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// testCase is one plan that is measured. Without a server it is about what Terraform itself needs.
type testCase struct {
	server      protocol
	latency     time.Duration
	reads       int
	parallelism int
}

// cases are those that are wanted, in the order of the report.
func (s settings) cases() []testCase {
	var all []testCase

	for _, reads := range s.reads {
		all = append(all, testCase{reads: reads, parallelism: s.parallelism})
	}

	for _, server := range s.servers {
		for _, latency := range s.latencies {
			for _, reads := range s.reads {
				all = append(all, testCase{server: server, latency: latency, reads: reads, parallelism: s.parallelism})
			}
		}
	}

	return all
}

// title names the case, its number of reads aside.
func (c testCase) title() string {
	if c.server == "" {
		return "No request: what Terraform itself needs"
	}

	return fmt.Sprintf("%s, answers after %s", c.server.title(), c.latency)
}

// String names the case.
func (c testCase) String() string {
	return fmt.Sprintf("%s, reads: %s", c.title(), thousands(int64(c.reads)))
}

// waiting is the time below which no plan can be: each read has to wait for its answer, and only so many wait at a
// time.
func (c testCase) waiting() time.Duration {
	rounds := (c.reads + c.parallelism - 1) / c.parallelism

	return time.Duration(rounds) * c.latency
}

// series are the samples of one contender in one case.
type series struct {
	contender string
	samples   []sample
}

// result is what was measured of one case.
type result struct {
	testCase

	series []series
}

// warmUp plans once with each contender, so that none of them is the first to be read from the disk.
func (s *stage) warmUp(ctx context.Context) error {
	for _, one := range []contender{s.ours, s.peer, s.idle} {
		if one.program == "" {
			continue
		}

		if _, err := s.measureOnce(ctx, testCase{server: plain, reads: 1, parallelism: 1}, one); err != nil {
			return err
		}
	}

	return nil
}

// measureOnce measures one contender with a server of its own.
func (s *stage) measureOnce(ctx context.Context, about testCase, one contender) (found sample, err error) {
	from, err := newServer(ctx, about.server, about.latency, s.trust)
	if err != nil {
		return found, err
	}

	defer func() { err = errors.Join(err, from.close()) }()

	return s.plan(ctx, one, about.reads, from)
}

// measure measures a case: all contenders in turn, and then again, so that what else the machine does meets all of
// them alike.
func (s *stage) measure(ctx context.Context, about testCase, runs int) (found result, err error) {
	found.testCase = about

	var (
		from *server
		all  = []contender{s.idle}
	)

	if about.server != "" {
		all = []contender{s.ours}
		if s.peer.program != "" {
			all = append(all, s.peer)
		}

		if from, err = newServer(ctx, about.server, about.latency, s.trust); err != nil {
			return found, err
		}

		defer func() { err = errors.Join(err, from.close()) }()
	}

	for _, one := range all {
		found.series = append(found.series, series{contender: one.name})
	}

	for range runs {
		for i, one := range all {
			got, err := s.plan(ctx, one, about.reads, from)
			if err != nil {
				return found, err
			}

			found.series[i].samples = append(found.series[i].samples, got)
		}
	}

	return found, nil
}
